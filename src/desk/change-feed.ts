/** The store's commits, gathered: each conversation once in a moment, none left out. */
import type { Change, Store } from '../ports/store.ts';

const GATHER_MS = 50;

export interface ChangeFeed {
  /** Up to where changes were announced. */
  readonly cursor: number;
  /** Finds the end of the feed: what came before is not announced. */
  start(): Promise<void>;
  close(): void;
}

export function createChangeFeed(store: Store, announce: (changes: Change[]) => void): ChangeFeed {
  let cursor = 0;
  let latest = new Map<string, number>();
  let timer: NodeJS.Timeout | undefined;
  let unsubscribe = () => {};

  function gather(change: Change): void {
    latest.set(change.conversationId, Math.max(change.cursor, latest.get(change.conversationId) ?? 0));
    timer ??= setTimeout(flush, GATHER_MS).unref();
  }

  function flush(): void {
    const changes = [...latest].map(([conversationId, at]) => ({ conversationId, cursor: at }));
    timer = undefined;
    latest = new Map();
    cursor = Math.max(...changes.map((change) => change.cursor));
    announce(changes);
  }

  return {
    get cursor() {
      return cursor;
    },
    async start() {
      unsubscribe = store.onChange(gather);
      cursor = await store.lastCursor();
    },
    close() {
      clearTimeout(timer);
      unsubscribe();
    },
  };
}
