/** The store's feed of commits, gathered: each conversation once in a moment, none left out. */
import type { Logger } from 'pino';
import type { Change, Store } from '../ports/store.ts';

const GATHER_MS = 50;
const PAGE = 1_000;

export interface ChangeFeed {
  /** Up to where changes were announced. */
  readonly cursor: number;
  /** Finds the end of the feed: what came before is not announced. */
  start(): Promise<void>;
  /** Looks whether something was missed. */
  check(): void;
  close(): void;
}

/** The store's call is only the nudge; what changed is read from its ordered feed, so a missed nudge loses nothing. */
export function createChangeFeed({ store, log }: { store: Store; log: Logger }, announce: (changes: Change[]) => void): ChangeFeed {
  let cursor = 0;
  let timer: NodeJS.Timeout | undefined;
  let reading = false;
  let closed = false;
  let unsubscribe = () => {};

  function soon(): void {
    if (closed || timer) return;
    timer = setTimeout(() => {
      timer = undefined;
      if (reading) return soon();
      reading = true;
      readOn()
        .catch((error: unknown) => log.warn({ err: error }, 'the feed of changes could not be read'))
        .finally(() => (reading = false));
    }, GATHER_MS);
    timer.unref();
  }

  async function readOn(): Promise<void> {
    const latest = new Map<string, number>();
    for (;;) {
      const page = await store.changesAfter(cursor, PAGE);
      for (const change of page) latest.set(change.conversationId, change.cursor);
      cursor = page.at(-1)?.cursor ?? cursor;
      if (page.length < PAGE) break;
    }
    if (!closed && latest.size) announce([...latest].map(([conversationId, at]) => ({ conversationId, cursor: at })));
  }

  return {
    get cursor() {
      return cursor;
    },
    async start() {
      cursor = await endOf(store);
      unsubscribe = store.onChange((change) => {
        if (change.cursor > cursor) soon();
      });
      soon();
    },
    check: soon,
    close() {
      closed = true;
      clearTimeout(timer);
      unsubscribe();
    },
  };
}

/** The feed may be long and is asked by place, so its end is closed in on: some forty short questions for a million. */
async function endOf(store: Store): Promise<number> {
  const after = async (place: number) => (await store.changesAfter(place, 1))[0]?.cursor;
  let known = 0;
  let beyond = 1;
  for (let found = await after(beyond - 1); found !== undefined; found = await after(beyond)) {
    known = found;
    beyond = found * 2;
  }
  while (known < beyond) {
    const middle = Math.floor((known + beyond) / 2);
    const found = await after(middle);
    if (found === undefined) beyond = middle;
    else known = found;
  }
  return known;
}
