/** A customer who resets her password: a call that acts at the wallet, then a timer that looks again and again. */
import { expect } from 'vitest';
import { until } from '../helpers/official-client.ts';
import { check, heard, timesHeard, WAIT_MS } from './checks.ts';
import { type LoadClient, openLoadClient } from './load-client.ts';
import { type NodeDesk, SECRET } from './node-desk.ts';

export interface ResetCustomer {
  /** She names her contact, and the wallet is asked to send a code; resolves with the node that asks. */
  nameContact(node?: number): Promise<number>;
  /** She has the link: the flow's timer runs from now on. */
  hasLink(): Promise<void>;
  /** She sets her password on the wallet's page; resolves once the bot has told her so, and all is as it must be. */
  finish(): Promise<void>;
}

const ASKED = 'reset-password.ask-contact';
const LINK = 'reset-password.open-secure-page';
const DONE = 'reset-password.done';

export async function openResetCustomer(desk: NodeDesk, name: string): Promise<ResetCustomer> {
  const client = await openLoadClient(desk.url, SECRET, name, 'en');
  const contact = desk.wallet.nextContact();
  await client.write('I forgot my password');
  await heard(client, ASKED);
  return {
    async nameContact(node) {
      await client.write(contact, node === undefined ? undefined : desk.nodes[node]?.url);
      const hers = () => desk.wallet.calls.find(({ key }) => key.startsWith(`${client.conversationId}|`));
      await until(() => hers() !== undefined, 'a node asks the wallet', WAIT_MS);
      return hers()?.node ?? 0;
    },
    hasLink: () => heard(client, LINK),
    async finish() {
      await heard(client, LINK);
      await setPassword(desk, client);
      await heard(client, DONE);
      await check(client);
      expect([ASKED, LINK, DONE].map((key) => timesHeard(client, key))).toEqual([1, 1, 1]);
      client.end();
    },
  };
}

async function setPassword(desk: NodeDesk, client: LoadClient): Promise<void> {
  const shown = JSON.stringify(client.shown);
  const hers = (await desk.wallet.messages()).filter(({ link }) => link && shown.includes(link));
  expect(hers).toHaveLength(1);
  const [{ link, code } = {}] = hers;
  const body = new URLSearchParams({ code: code ?? '', password: 'Baru-2026!x', confirmation: 'Baru-2026!x' });
  expect((await fetch(link ?? '', { method: 'POST', body })).ok).toBe(true);
}
