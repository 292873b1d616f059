/**
 * The store's calls of its commits with a net beneath them: between nodes a call can get lost, and then the store's
 * ordered feed makes up for it within a second. One look serves all readers of this node, however many they are.
 */
import type { Logger } from 'pino';
import type { Change, Store } from '../ports/store.ts';

const NET_MS = 1_000;
const PAGE = 1_000;

export interface SureChanges {
  /** The same store; its `onChange` leaves nothing out once this is started. */
  store: Store;
  start(): Promise<void>;
  close(): void;
}

export function createSureChanges(store: Store, { log, everyMs = NET_MS }: { log: Logger; everyMs?: number }): SureChanges {
  const listeners = new Set<{ listener: (change: Change) => void }>();
  /** All up to here is told; undefined before the start. */
  let cursor: number | undefined;
  /** Told, though something before it is not. */
  const ahead = new Set<number>();
  let looking = false;
  let timer: NodeJS.Timeout | undefined;
  const unsubscribe = store.onChange(hear);

  function hear(change: Change): void {
    if (cursor !== undefined) {
      if (change.cursor <= cursor || ahead.has(change.cursor)) return;
      ahead.add(change.cursor);
      while (ahead.delete(cursor + 1)) cursor += 1;
    }
    tell(change);
  }

  function tell(change: Change): void {
    for (const { listener } of [...listeners]) {
      try {
        listener(change);
      } catch (error) {
        log.error({ err: error }, 'a listener to changes failed');
      }
    }
  }

  async function look(from: number): Promise<void> {
    let read = from;
    for (;;) {
      const page = await store.changesAfter(read, PAGE);
      for (const change of page) hear(change);
      read = page.at(-1)?.cursor ?? read;
      if (page.length < PAGE) break;
    }
    if (read === from) return lookBack(from);
    cursor = Math.max(cursor ?? 0, read);
    for (const told of ahead) if (told <= cursor) ahead.delete(told);
  }

  /** A store that came back without its last moments counts on from an earlier place. */
  async function lookBack(from: number): Promise<void> {
    const end = await store.lastCursor();
    if (end >= from) return;
    log.error({ told: from, end }, 'the store lost what it had told of');
    cursor = end;
    ahead.clear();
    for (const change of await store.changesAfter(Math.max(0, end - PAGE), PAGE)) tell(change);
  }

  function cast(): void {
    if (looking || cursor === undefined) return;
    looking = true;
    look(cursor)
      .catch((error: unknown) => log.warn({ err: error }, 'the feed of changes could not be read'))
      .finally(() => (looking = false));
  }

  function onChange(listener: (change: Change) => void): () => void {
    const entry = { listener };
    listeners.add(entry);
    return () => void listeners.delete(entry);
  }

  return {
    store: new Proxy(store, {
      get(target, name) {
        if (name === 'onChange') return onChange;
        const value: unknown = Reflect.get(target, name);
        return typeof value === 'function' ? value.bind(target) : value;
      },
    }),
    async start() {
      cursor = await store.lastCursor();
      timer = setInterval(cast, everyMs);
      timer.unref();
    },
    close() {
      clearInterval(timer);
      unsubscribe();
    },
  };
}
