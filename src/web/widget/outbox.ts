/** What she wrote and the server has not confirmed: kept across a reload, each under its own key so that two tabs never overwrite one another. */
import type { KeyValue } from '../shared/key-value.ts';
import { isObject } from '../shared/wire.ts';

/** `failed`: sent again by itself once the line is back. `refused`: only if she wishes. `sent`: confirmed, its echo is on the way. */
export type PendingState = 'sending' | 'sent' | 'failed' | 'refused';

export interface Pending {
  /** Goes out as `channelData.clientActivityID`, the same in every try: the server takes it once. */
  id: string;
  text: string;
  /** Epoch ms. */
  at: number;
  state: PendingState;
  /** What goes along; a reload loses it. */
  files?: File[];
}

export function readOutbox(storage: KeyValue, scope: string): Pending[] {
  return storage
    .keys(`${scope}out:`)
    .flatMap((key) => parse(storage.get(key)))
    .sort((a, b) => a.at - b.at);
}

export function keepPending(storage: KeyValue, scope: string, { id, text, at }: Pending): void {
  storage.set(`${scope}out:${id}`, JSON.stringify({ id, text, at }));
}

export function forgetPending(storage: KeyValue, scope: string, id: string): void {
  storage.remove(`${scope}out:${id}`);
}

function parse(stored: string | undefined): Pending[] {
  try {
    const value: unknown = JSON.parse(stored ?? 'null');
    if (!isObject(value) || typeof value.id !== 'string' || typeof value.text !== 'string' || typeof value.at !== 'number') return [];
    return [{ id: value.id, text: value.text, at: value.at, state: 'failed' }];
  } catch {
    return [];
  }
}
