/** Customers who write all the time while things are killed. */
import { until } from '../helpers/official-client.ts';
import { check, WAIT_MS } from './checks.ts';
import { type LoadClient, openLoadClient, startWriting } from './load-client.ts';
import { type NodeDesk, SECRET } from './node-desk.ts';
import type { Times } from './times.ts';

const WRITERS = 6;

export interface Load {
  writers: LoadClient[];
  /** Resolves once each was given an acknowledgement again; adds how long each waited for it. */
  recovered(since: number, times: Times): Promise<void>;
  /** They fall silent, and nothing of theirs is lost, shown twice or out of order. */
  finish(): Promise<void>;
}

export async function openLoad(desk: NodeDesk): Promise<Load> {
  const writers = await Promise.all(Array.from({ length: WRITERS }, (_, place) => openWriter(desk, place)));
  return {
    writers,
    async recovered(since, times) {
      const next = (writer: LoadClient) => writer.times.find(({ acknowledged }) => acknowledged > since);
      await until(() => writers.every(next), 'everybody is served again', WAIT_MS);
      for (const writer of writers) {
        const { sent = 0, acknowledged = 0 } = next(writer) ?? {};
        times.add(acknowledged - Math.max(since, sent));
      }
    },
    async finish() {
      await Promise.all(writers.map((writer) => writer.stop()));
      for (const writer of writers) await check(writer);
      for (const writer of writers) writer.end();
    },
  };
}

/** Every other one gets an answer from the bot each time, the rest only wait in the queue. */
async function openWriter(desk: NodeDesk, place: number): Promise<LoadClient> {
  const writer = await openLoadClient(desk.url, SECRET, `writer${place}`, 'en');
  await startWriting(writer, place % 2 === 1);
  return writer;
}
