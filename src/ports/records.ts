/** Small keyed records beside the conversations: people, sessions, resume tokens, tickets, ratings, audit. */
import type { JsonObject } from '../core/activity.ts';

export interface StoredRecord {
  collection: string;
  key: string;
  value: JsonObject;
  /** Puts so far; from 1. */
  version: number;
  /** Epoch ms; gone from then on. */
  expiresAt?: number;
}

export interface PutOptions {
  /** 0: must not exist yet. Absent: last write wins. */
  expectedVersion?: number;
  /** Epoch ms. */
  expiresAt?: number;
  /** Values to find it by: `{agent: 'a1'}`. */
  index?: Record<string, string>;
}

export interface Records {
  /** @param now epoch ms; what expired by then is not there. */
  get(collection: string, key: string, now: number): Promise<StoredRecord | undefined>;
  /** False when `expectedVersion` does not hold; an expired record counts until it is swept. */
  put(collection: string, key: string, value: JsonObject, options?: PutOptions): Promise<boolean>;
  delete(collection: string, key: string): Promise<void>;
  /** All of a collection, or those whose index `name` is `value`; by key, at most `limit` (default 200). */
  list(collection: string, now: number, query?: { name: string; value: string; limit?: number }): Promise<StoredRecord[]>;
  /** Adds an entry to an append-only list. */
  append(list: string, entry: JsonObject): Promise<void>;
  /** Latest first; `limit` default 100. */
  entries(list: string, limit?: number): Promise<JsonObject[]>;
  /** Deletes what expired. */
  sweep(now: number): Promise<number>;
}
