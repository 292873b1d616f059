/**
 * kill -9 of the real process at random moments under load, through the official client: nothing acknowledged is
 * lost, nothing is shown twice, the order is kept, timers fire.
 */
import { describe, expect, it } from 'vitest';
import { openPhone } from '../../src/demo/phone.ts';
import { createServerProcess, type ServerProcess } from '../helpers/server.ts';
import { sleep, until } from '../helpers/official-client.ts';
import { check, nextAcknowledgement, WAIT_MS } from './checks.ts';
import { type LoadClient, openLoadClient, startWriting } from './load-client.ts';

const SECRET = 'direct-line-secret-of-the-tests';
const KILLS = process.env.ESTAFET_TEST_LONG ? 200 : 20;
/** Servers killed side by side, each its share. */
const SERVERS = 2;
const WRITERS = 6;

describe('kill -9 under load', () => {
  for (let server = 1; server <= SERVERS; server++) {
    it.concurrent(`loses and repeats nothing in ${KILLS / SERVERS} kills (server ${server})`, { timeout: KILLS * 30_000 }, () =>
      survive(KILLS / SERVERS),
    );
  }
});

async function survive(kills: number): Promise<void> {
  const server = await createServerProcess({ ESTAFET_DIRECTLINE_SECRET: SECRET });
  const clients: LoadClient[] = [];
  try {
    await server.start();
    const resetting = await openLoadClient(server.url, SECRET, 'resetting', 'en');
    clients.push(resetting);
    await resetting.write('I forgot my password');
    await until(
      () => resetting.shown.some((activity) => activity.channelData?.messageKey === 'reset-password.ask-contact'),
      'the bot asks',
      WAIT_MS,
    );
    await resetting.write('0812 3456 7890');
    await until(
      () => resetting.shown.some((activity) => activity.channelData?.messageKey === 'reset-password.open-secure-page'),
      'the bot sends the link',
      WAIT_MS,
    );

    for (let writer = 1; writer <= WRITERS; writer++) {
      const client = await openLoadClient(server.url, SECRET, `writer${writer}`, 'en');
      clients.push(client);
      // The first ones get an answer from the bot each time, the others only wait in the queue.
      await startWriting(client, writer > 3);
    }
    for (let kill = 0; kill < kills; kill++) {
      await sleep(100 + Math.random() * 1_900);
      // Any moment; and every other time the one right after a promise was given, when it is easiest to break.
      if (kill % 2) await nextAcknowledgement(clients);
      await server.kill();
      await server.start();
    }
    await Promise.all(clients.map((client) => client.stop()));
    await openPhone(server.sandboxUrl).setPassword('Baru-2026!x');
    await until(
      () => resetting.shown.some((activity) => activity.channelData?.messageKey === 'reset-password.done'),
      'the timer fires and the bot notices',
      WAIT_MS,
    );
    for (const client of clients) await check(client);
    await checkExit(server);
  } finally {
    for (const client of clients) client.end();
    await server.dispose();
  }
}

async function checkExit(server: ServerProcess): Promise<void> {
  expect(await server.stop()).toBe(0);
}
