/**
 * Files that still lie with a provider. Her message is safe first, with an address for the file; the bytes are fetched
 * right after, and whatever was missed then (a crash, a provider that was away) when somebody first looks at it.
 */
import { createHash, randomBytes } from 'node:crypto';
import { bulkhead } from 'cockatiel';
import type { Logger } from 'pino';
import * as z from 'zod';
import type { Json } from '../core/activity.ts';
import { maskFileName } from '../core/mask.ts';
import { EstafetError } from '../errors.ts';
import type { ExpectedFile, GuardedFetch, KeptFile, MediaFetcher } from '../ports/files.ts';
import type { Records } from '../ports/records.ts';
import { FetchError } from './guarded-fetch.ts';
import { KEPT_MS, type KeptFiles } from './kept.ts';

const COLLECTION = 'expected-files';
/** Tries at once after the message; then whoever looks at it has it tried again. */
const TRIES = 3;
const PAUSE_MS = 1_000;
/** Each may hold a whole file in memory, and one delivery may bring hundreds. */
const AT_ONCE = 8;

const json = z.json() as z.ZodType<Json>;
const expected = z.object({
  id: z.string(),
  conversationId: z.string(),
  channel: z.string(),
  source: z.record(z.string(), json),
  name: z.string(),
  /** Why it will never come. */
  refused: z.string().optional(),
  /** It has come: once, however often its message is delivered. */
  came: z.literal(true).optional(),
});
type Expected = z.infer<typeof expected>;

export function createExpectedFiles(options: { records: Records; kept: KeptFiles; fetch: GuardedFetch; log: Logger; now: () => number }) {
  const { records, kept, fetch, log, now } = options;
  const fetchers = new Map<string, MediaFetcher>();
  const slots = bulkhead(AT_ONCE, Number.POSITIVE_INFINITY);
  const underway = new Map<string, Promise<KeptFile | undefined>>();
  let closed = false;

  /** The address of one file of one message, whoever hears of it first. */
  async function expectFile({ channel, source, name }: ExpectedFile, conversationId: string): Promise<string> {
    const key = createHash('sha256')
      .update(JSON.stringify([channel, conversationId, source]))
      .digest('base64url');
    const value: Expected = {
      id: randomBytes(24).toString('base64url'),
      conversationId,
      channel,
      source,
      name: maskFileName(name ?? 'file').text,
    };
    const index = { id: value.id, channel };
    const isFirst = await records.put(COLLECTION, key, value, { expectedVersion: 0, expiresAt: now() + KEPT_MS, index });
    const id = isFirst ? value.id : expected.parse((await records.get(COLLECTION, key, now()))?.value).id;
    if (isFirst) void persist(id);
    return id;
  }

  async function persist(id: string): Promise<void> {
    for (let attempt = 1; attempt <= TRIES && !closed; attempt++) {
      try {
        await find(id);
        return;
      } catch (error) {
        if (error instanceof EstafetError && error.code !== 'file-unavailable') return;
        log.warn({ err: error, file: id, attempt }, 'a file could not be fetched yet');
        await new Promise((resolve) => setTimeout(resolve, PAUSE_MS * attempt).unref());
      }
    }
  }

  /** @throws {EstafetError} `file-unavailable` when it may come later, `file-not-accepted` when it never will */
  async function find(id: string): Promise<KeptFile | undefined> {
    const own = await kept.get(id);
    if (own) return own;
    const running = underway.get(id);
    if (running) return running;
    const work = bring(id).finally(() => underway.delete(id));
    underway.set(id, work);
    return work;
  }

  async function bring(id: string): Promise<KeptFile | undefined> {
    const [record] = await records.list(COLLECTION, now(), { name: 'id', value: id, limit: 1 });
    if (!record) return undefined;
    const file = expected.parse(record.value);
    // Kept no longer, or deleted: that it once lay with the provider brings nothing back.
    if (file.came) return undefined;
    if (file.refused !== undefined) throw new EstafetError('file-not-accepted', { message: file.refused });
    const fetcher = fetchers.get(file.channel);
    if (!fetcher) throw new EstafetError('file-unavailable');
    try {
      await slots.execute(async () => {
        const { bytes, name } = await fetcher(file.source, fetch);
        await kept.put([{ id, name: name ?? file.name, bytes }], file.conversationId);
      });
    } catch (error) {
      const refused = refusalOf(error);
      if (refused === undefined) throw new EstafetError('file-unavailable', { cause: error });
      log.warn({ file: id, refused }, 'a file was refused');
      await settle(record.key, { ...file, refused });
      throw new EstafetError('file-not-accepted', { message: refused });
    }
    await settle(record.key, { ...file, came: true });
    return kept.get(id);
  }

  /** Out of the list of what a channel has still to fetch; our address stays, the provider's is nobody's business any more. */
  async function settle(key: string, file: Expected): Promise<void> {
    await records.put(COLLECTION, key, { ...file, source: {} }, { expiresAt: now() + KEPT_MS, index: { id: file.id } });
  }

  return {
    expectFile,
    find,
    serveChannel(channel: string, fetcher: MediaFetcher): void {
      fetchers.set(channel, fetcher);
      void resume(channel);
    },
    async idle(): Promise<void> {
      while (underway.size) await Promise.allSettled(underway.values());
    },
    close(): void {
      closed = true;
    },
  };

  /** What an earlier process left. */
  async function resume(channel: string): Promise<void> {
    try {
      const left = await records.list(COLLECTION, now(), { name: 'channel', value: channel });
      for (const { value } of left) await persist(expected.parse(value).id);
    } catch (error) {
      log.warn({ err: error, channel }, 'files that are still to be fetched could not be listed');
    }
  }
}

/** Undefined: it may work another time. */
function refusalOf(error: unknown): string | undefined {
  if (error instanceof FetchError && !error.passing) return error.message;
  if (error instanceof EstafetError && error.status < 500) return error.message;
  return undefined;
}
