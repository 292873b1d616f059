/** Moves a desk from one storage engine to another: part by part, from where it broke off, and verified at the end. */
import { createHash } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import * as z from 'zod';
import type { Storage } from '../ports/storage.ts';
import type { Outgoing, Part, PartKind } from '../ports/transfer.ts';

/** In this order: an effect finds its conversation there already. */
const PART_KINDS = ['conversation', 'due', 'deadLetter', 'record', 'entry'] as const satisfies PartKind[];

export interface Progress {
  step: 'moving' | 'verifying';
  kind: PartKind;
  done: number;
  total: number;
}

export interface MoveOptions {
  source: Storage;
  target: Storage;
  /** Tells this source from others, so that only its own broken move is taken up. */
  sourceName: string;
  onProgress?: (progress: Progress) => void;
}

/** Kept in the target until all is verified. */
const COLLECTION = 'move';
const KEY = 'progress';
const progressRecord = z.object({
  source: z.string(),
  kind: z.enum(PART_KINDS).nullable(),
  after: z.string().nullable(),
  done: z.number(),
});
type Mark = z.infer<typeof progressRecord>;

/**
 * @returns how many parts of each kind the target now has
 * @throws {Error} when the desk is open elsewhere, the target holds another desk, or what arrived is not what was sent
 */
export async function moveDesk({ source, target, sourceName, onProgress = () => {} }: MoveOptions): Promise<Record<PartKind, number>> {
  const name = createHash('sha256').update(sourceName).digest('hex');
  const mark = (await readMark(target)) ?? (await begin(target, name));
  if (mark.source !== name)
    throw new Error('the target holds a move from another desk that was not finished: empty it, or finish that one');
  const { outgoing } = source;
  if (!outgoing) throw new Error('a desk can be moved into this kind of store, not out of it');
  await outgoing.hold();
  await copy(outgoing, target, mark, onProgress);
  const counts = await verify(outgoing, target, onProgress);
  await target.records.delete(COLLECTION, KEY);
  return counts;
}

async function readMark(target: Storage): Promise<Mark | undefined> {
  const record = await target.records.get(COLLECTION, KEY, 0);
  return record && progressRecord.parse(record.value);
}

async function begin(target: Storage, name: string): Promise<Mark> {
  for (const kind of PART_KINDS) {
    if (await target.incoming.count(kind)) throw new Error('the target holds a desk already: give an empty one');
  }
  return { source: name, kind: PART_KINDS[0], after: null, done: 0 };
}

async function copy(source: Outgoing, target: Storage, from: Mark, onProgress: (progress: Progress) => void): Promise<void> {
  if (from.kind === null) return;
  const first = PART_KINDS.indexOf(from.kind);
  for (const [index, kind] of PART_KINDS.slice(first).entries()) {
    const total = await source.count(kind);
    let after = index === 0 ? (from.after ?? undefined) : undefined;
    let done = index === 0 ? from.done : 0;
    do {
      onProgress({ step: 'moving', kind, done, total });
      const { parts, next } = await source.read(kind, after);
      await target.incoming.write(parts);
      done += parts.length;
      after = next;
      if (next !== undefined) await target.records.put(COLLECTION, KEY, { source: from.source, kind, after: next, done } satisfies Mark);
    } while (after !== undefined);
    onProgress({ step: 'moving', kind, done, total });
    const following = PART_KINDS[first + index + 1] ?? null;
    await target.records.put(COLLECTION, KEY, { source: from.source, kind: following, after: null, done: 0 } satisfies Mark);
  }
}

async function verify(source: Outgoing, target: Storage, onProgress: (progress: Progress) => void): Promise<Record<PartKind, number>> {
  const counts = {} as Record<PartKind, number>;
  for (const kind of PART_KINDS) {
    const total = await source.count(kind);
    // The mark of this very move is one record more.
    const there = (await target.incoming.count(kind)) - Number(kind === 'record');
    if (there !== total) throw new Error(`the target has ${there} of ${total} ${kind} parts: empty it and move once more`);
    let after: string | undefined;
    let done = 0;
    do {
      const { parts, next } = await source.read(kind, after);
      const found = await target.incoming.find(parts);
      const odd = parts.findIndex((part, index) => !isDeepStrictEqual(part, found[index]));
      if (odd >= 0) throw new Error(`${nameOf(parts[odd] as Part)} did not arrive as it was: empty the target and move once more`);
      done += parts.length;
      onProgress({ step: 'verifying', kind, done, total });
      after = next;
    } while (after !== undefined);
    counts[kind] = total;
  }
  return counts;
}

function nameOf(part: Part): string {
  switch (part.kind) {
    case 'conversation':
      return `conversation ${part.conversation.id}`;
    case 'due':
      return part.due.kind === 'timer' ? `timer ${part.due.timer.id}` : `effect ${part.due.effect.id}`;
    case 'deadLetter':
      return `dead letter ${part.id}`;
    case 'record':
      return `record ${part.collection}/${part.key}`;
    case 'entry':
      return `entry ${part.place} of ${part.list}`;
  }
}
