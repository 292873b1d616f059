/** One customer's chat: connection, timeline, outbox and what she has read. Knows nothing of the page. */
import type { KeyValue } from '../shared/key-value.ts';
import type { WireActivity } from '../shared/wire.ts';
import { createDirectLine } from './direct-line.ts';
import { statusOf } from './http.ts';
import { forgetPending, keepPending, type Pending, readOutbox } from './outbox.ts';
import { openSession, scopeOf } from './session.ts';
import { readQueueNews, type WidgetState } from './state.ts';
import { authorOf, clientIdOf, custodyOf, merge, sequenceOf, unreadOf, withoutEchoes } from './timeline.ts';

export interface ChatOptions {
  base: string;
  storage: KeyValue;
  customerToken?: string;
  state(): WidgetState;
  update(change: Partial<WidgetState>): void;
  /** A message of another's arrived while connected (not history). */
  onMessage(activity: WireActivity): void;
}

export interface Chat {
  begin(): void;
  wake(): void;
  send(text: string, files?: File[]): void;
  /** Again now. */
  retry(id: string): void;
  discard(id: string): void;
  /** She is writing. */
  typing(): void;
  /** All that is here now has been seen. */
  markRead(): void;
  /** She has been here before, so there is something to come back to. */
  readonly isReturning: boolean;
  stop(): void;
}

/** How long "is typing" holds without news. */
const TYPING_MS = 6_000;
const TYPING_EVERY_MS = 3_000;
/** An echo comes at once; without it for so long the socket is dead, whatever the browser says. */
const ECHO_MS = 8_000;

export function createChat(options: ChatOptions): Chat {
  const { storage, state, update } = options;
  const scope = scopeOf(options.customerToken);
  const timers = new Set<ReturnType<typeof setTimeout>>();
  let typingTimer: ReturnType<typeof setTimeout> | undefined;
  let lastTyped = 0;
  let flushing = false;
  let caughtUp = false;

  const line = createDirectLine({
    base: options.base,
    openSession: () => openSession({ base: options.base, storage, customerToken: options.customerToken, locale: state().locale }),
    locale: () => state().locale,
    onActivities: receive,
    onPhase(phase) {
      const connected = phase === 'online' || phase === 'polling';
      update({ phase, ...(connected && { wasOnline: true, refused: false }) });
      if (connected) flush();
    },
    onConversation(id) {
      if (storage.get(`${scope}conversation`) !== id) storage.remove(`${scope}seen`);
      storage.set(`${scope}conversation`, id);
      update({ activities: [], queue: undefined, typing: undefined });
    },
    onRefused: () => update({ refused: true }),
  });
  update({
    activities: [],
    pending: readOutbox(storage, scope),
    queue: undefined,
    typing: undefined,
    unread: 0,
    wasOnline: false,
    refused: false,
  });

  function receive(incoming: WireActivity[]): void {
    for (const activity of incoming) takeNews(activity);
    const known = state().activities;
    const activities = merge(
      known,
      incoming.filter(({ type }) => type === 'message' || type === 'event').filter(({ name }) => name !== 'queue.update'),
    );
    const pending = withoutEchoes(state().pending, activities);
    for (const { id } of state().pending) if (!pending.some((item) => item.id === id)) forgetPending(storage, scope, id);
    const queue = custodyOf(activities).kind === 'queue' ? state().queue : undefined;
    update({ activities, pending, queue, unread: unreadOf(activities, seen()) });
    const isNews = caughtUp;
    caughtUp = true;
    for (const activity of isNews ? activities.slice(known.length) : []) {
      if (activity.type === 'message' && authorOf(activity) !== 'me') options.onMessage(activity);
    }
  }

  /** What passes and is never stored: who writes, and the queue. */
  function takeNews(activity: WireActivity): void {
    if (activity.type === 'event' && activity.name === 'queue.update') return update({ queue: readQueueNews(activity.value) });
    const author = authorOf(activity);
    if (author === 'me') return;
    clearTimeout(typingTimer);
    if (activity.type !== 'typing') return update({ typing: undefined });
    update({ typing: { name: activity.from.name ?? '', agent: author === 'agent' } });
    typingTimer = setTimeout(() => update({ typing: undefined }), TYPING_MS);
  }

  const seen = () => Number(storage.get(`${scope}seen`) ?? 0);

  function change(id: string, next: Partial<Pending>): void {
    update({ pending: state().pending.map((item) => (item.id === id ? { ...item, ...next } : item)) });
  }

  /** One after the other, so that they arrive in the order written. */
  async function flushAll(): Promise<void> {
    for (;;) {
      const next = state().pending.find((item) => item.state === 'failed' || item.state === 'sending');
      if (!next) return;
      change(next.id, { state: 'sending' });
      try {
        await line.post(toActivity(next), next.files);
        forgetPending(storage, scope, next.id);
        change(next.id, { state: 'sent' });
        expectEcho(next.id);
      } catch (error) {
        const status = statusOf(error);
        // The server understood and will not have it; everything else may go better next time.
        const refused = status !== undefined && status >= 400 && status < 500 && ![401, 403, 404, 408, 429].includes(status);
        change(next.id, { state: refused ? 'refused' : 'failed' });
        if (!refused) return;
      }
    }
  }

  function flush(): void {
    if (flushing) return;
    flushing = true;
    void flushAll().finally(() => {
      flushing = false;
      // Not every failure cuts the line; what is left is tried again while it holds.
      if (state().pending.some((item) => item.state === 'failed') && isConnected()) later(flush, 4_000);
    });
  }

  function toActivity({ id, text, files }: Pending): object {
    return {
      type: 'message',
      ...(!files && { text }),
      locale: state().locale,
      from: { id: 'user', role: 'user' },
      channelData: { clientActivityID: id },
    };
  }

  function expectEcho(id: string): void {
    later(() => {
      if (state().pending.some((item) => item.id === id)) line.distrustSocket();
    }, ECHO_MS);
  }

  function later(work: () => void, ms: number): void {
    const timer = setTimeout(() => {
      timers.delete(timer);
      work();
    }, ms);
    timers.add(timer);
  }

  const isConnected = () => state().phase === 'online' || state().phase === 'polling';

  return {
    begin: () => line.begin(),
    wake: () => line.wake(),
    send(text, files) {
      // With the line cut it waits, and she is told so; at the very start it is on its way in a moment.
      const cut = state().wasOnline && !isConnected();
      const item: Pending = { id: crypto.randomUUID(), text, at: Date.now(), state: cut ? 'failed' : 'sending', ...(files && { files }) };
      if (!files) keepPending(storage, scope, item);
      update({ pending: [...state().pending, item] });
      lastTyped = 0;
      if (isConnected()) flush();
    },
    retry(id) {
      change(id, { state: 'sending' });
      if (isConnected()) flush();
      else line.wake();
    },
    discard(id) {
      forgetPending(storage, scope, id);
      update({ pending: state().pending.filter((item) => item.id !== id) });
    },
    typing() {
      const now = Date.now();
      if (!isConnected() || custodyOf(state().activities).kind !== 'agent' || now - lastTyped < TYPING_EVERY_MS) return;
      lastTyped = now;
      // A lost one costs nothing.
      line.post({ type: 'typing', from: { id: 'user', role: 'user' } }).catch(() => undefined);
    },
    markRead() {
      const last = state().activities.findLast((activity) => clientIdOf(activity) === undefined || activity.id);
      if (last && sequenceOf(last) > seen()) storage.set(`${scope}seen`, String(sequenceOf(last)));
      if (state().unread) update({ unread: 0 });
    },
    isReturning: storage.get(`${scope}resume`) !== undefined,
    stop() {
      line.stop();
      clearTimeout(typingTimer);
      for (const timer of timers) clearTimeout(timer);
    },
  };
}
