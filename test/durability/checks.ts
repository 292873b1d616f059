/** What must hold for every customer, whatever was killed meanwhile. */
import { expect } from 'vitest';
import { inOrder, until } from '../helpers/official-client.ts';
import type { LoadClient } from './load-client.ts';

export const WAIT_MS = 60_000;

/** Resolves at the next acknowledgement that any of them is given, at once. */
export function nextAcknowledgement(clients: LoadClient[]): Promise<void> {
  return new Promise((resolve) => {
    for (const client of clients) client.onAcknowledged = resolve;
  });
}

/** Nothing acknowledged is lost, nothing is shown twice, the order is kept. */
export async function check(client: LoadClient): Promise<void> {
  const log = await client.history();
  await until(() => client.shown.length >= log.length, 'all of the log is shown', WAIT_MS);
  expect(client.received).toEqual(log);
  expect(new Set(log).size).toBe(log.length);
  const shown = inOrder(client.shown);
  expect(shown.map((activity) => activity.id)).toEqual(log);
  const echoed = shown.flatMap((activity) => activity.channelData?.clientActivityID ?? []);
  expect(echoed).toEqual(client.acknowledged);
  expect(echoed.length).toBeGreaterThan(1);
}

export function heard(client: LoadClient, messageKey: string): Promise<void> {
  return until(() => timesHeard(client, messageKey) > 0, `the bot says ${messageKey}`, WAIT_MS);
}

export function timesHeard(client: LoadClient, messageKey: string): number {
  return client.shown.filter((activity) => activity.channelData?.messageKey === messageKey).length;
}
