/** Effects and timers: what is due, who has it under lease, in what order. */
import type { Effect, Timer } from '../../core/turn-types.ts';
import type { Due, Settlement } from '../../ports/store.ts';
import { bodyOf, wholeMs } from './commit.ts';
import type { Connection } from './connection.ts';

export async function claimDue(connection: Connection, claim: { now: number; leaseMs: number; limit: number }): Promise<Due[]> {
  if (claim.limit <= 0) return [];
  const leasedUntil = wholeMs(claim.now + claim.leaseMs);
  const claimed = await connection.run((client) => client.claim(connection.tag, claim.now, leasedUntil, claim.limit));
  const due: Due[] = [];
  for (let place = 0; place < claimed.length; place += 2) due.push(toDue(claimed[place] ?? '', claimed[place + 1] ?? ''));
  return due;
}

export async function renewLeases(connection: Connection, ids: string[], leasedUntil: number): Promise<void> {
  if (!ids.length) return;
  const entries = ids.flatMap((id) => [wholeMs(leasedUntil), id]);
  // Only those that are still there, and never to an earlier time.
  await connection.run((client) => client.zadd(connection.key('due'), 'XX', 'GT', ...entries));
}

export async function settle(connection: Connection, id: string, settlement: Settlement): Promise<void> {
  const dueAt = settlement.outcome === 'retry' ? wholeMs(settlement.dueAt) : '';
  const error = settlement.outcome === 'dead' ? settlement.error : '';
  await connection.run((client) => client.settle(connection.tag, id, settlement.outcome, dueAt, error));
}

export async function nextDueAt(connection: Connection): Promise<number | undefined> {
  const [, score] = await connection.run((client) => client.zrange(connection.key('due'), '0', '0', 'WITHSCORES'));
  return score === undefined ? undefined : Number(score);
}

export async function deadLetters(connection: Connection, limit: number): Promise<{ id: string; conversationId: string; error: string }[]> {
  if (limit <= 0) return [];
  const letters = await connection.run((client) => client.lrange(connection.key('dead'), 0, limit - 1));
  return letters.map((letter) => {
    const [id = '', error = ''] = letter.split('\n', 2);
    const { conversationId } = JSON.parse(bodyOf(letter)) as { conversationId: string };
    return { id: JSON.parse(id) as string, conversationId, error: JSON.parse(error) as string };
  });
}

function toDue(id: string, item: string): Due {
  const [attempts, kind] = item.split('\n', 2);
  const body = bodyOf(item);
  return kind === 'timer'
    ? { kind: 'timer', id, timer: JSON.parse(body) as Timer, attempts: Number(attempts) }
    : { kind: 'effect', id, effect: JSON.parse(body) as Effect, attempts: Number(attempts) };
}
