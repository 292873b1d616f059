/** Files that customers and agents send: checked by content, kept for a time, found by an address that can't be guessed. */
import type { Attachment, JsonObject } from '../core/activity.ts';
import type { Doors } from './http.ts';

export interface KeptFile {
  /** By what is in it. */
  contentType: string;
  name: string;
  bytes: Buffer;
}

/** What lies with a provider and is fetched once her message is safe. */
export interface ExpectedFile {
  /** Name of the channel whose fetcher knows the way. */
  channel: string;
  /** All that the fetcher needs, e.g. a media id; the same for every delivery of one message. Holds no secret. */
  source: JsonObject;
  /** As the provider says; what is served goes by content. */
  contentType: string;
  name?: string;
}

export interface FetchOptions {
  headers?: Record<string, string>;
  /** Bytes; default 8 MiB. */
  maxBytes?: number;
  /** Milliseconds for all of it, redirects included; default 20,000. */
  withinMs?: number;
  /** The provider's own origin as the operator has set it: may be private, and plain http. */
  trusted?: string;
}

/**
 * A GET to wherever a stranger's message leads: https only, never to an address that is not public, at most three
 * redirects, headers to the first origin only.
 * @throws {FetchError}
 */
export type GuardedFetch = (url: string, options?: FetchOptions) => Promise<{ bytes: Buffer; contentType: string; status: number }>;

/** Throws `FetchError`, or anything else, which counts as passing. */
export type MediaFetcher = (source: JsonObject, fetch: GuardedFetch) => Promise<{ bytes: Buffer; name?: string }>;

export interface Files extends Doors {
  /**
   * @param options `origin`: scheme and host that the addresses begin with
   * @throws {EstafetError} `file-not-accepted`, `body-too-large`; then none is kept
   */
  keep(files: { name: string; bytes: Buffer }[], options: { conversationId: string; origin: string }): Promise<Attachment[]>;
  /** Undefined when the address is not ours, or its file is gone. */
  read(contentUrl: string): Promise<KeptFile | undefined>;
  /** An address for it at once; the same for every delivery of one message. */
  expect(file: ExpectedFile, conversationId: string): Promise<Attachment>;
  /** Fetches what is expected of this channel, now and whatever an earlier process left. */
  serveChannel(channel: string, fetcher: MediaFetcher): void;
  /** Resolves when nothing is being fetched; for tests. */
  idle(): Promise<void>;
  close(): Promise<void>;
}
