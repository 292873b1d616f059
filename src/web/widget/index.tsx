/**
 * The widget, by one tag: `<script src="https://desk.example/widget.js" data-locale="id" data-customer-token="…" async>`.
 * Then `window.Estafet` is there, and `estafet:ready` is dispatched on the document.
 */
import { render } from 'preact';
import { browserStorage } from '../shared/browser-storage.ts';
import { matchLocale } from '../shared/i18n.ts';
import { createChat } from './chat.ts';
import { chime } from './chime.ts';
import { mount } from './mount.ts';
import { readOptions } from './options.ts';
import { scopeOf } from './session.ts';
import type { WidgetState } from './state.ts';
import { speak } from './texts.ts';
import { unreadInTitle } from './title.ts';
import type { WidgetActions } from './view/props.ts';
import { Widget } from './view/widget.tsx';

type EventName = 'open' | 'close' | 'message' | 'unread';

export interface EstafetApi {
  /** @param draft put into the text field, for her to send */
  open(draft?: string): void;
  close(): void;
  /** She signed in (the wallet's token) or out (nothing). @param locale hers, where the page has changed its own */
  identify(customerToken?: string, locale?: string): void;
  /** `open`, `close`, `message` {text, name}, `unread` {count}; returns how to stop listening. */
  on(event: EventName, listener: (detail: unknown) => void): () => void;
}

declare global {
  interface Window {
    Estafet?: EstafetApi;
  }
}

const TEXTS_AGAIN_MS = 5_000;
const SOUND_KEY = 'estafet:sound';

function start(): void {
  if (window.Estafet) return;
  const options = readOptions(document.currentScript as HTMLScriptElement | null);
  const storage = browserStorage();
  const listeners = new Map<EventName, Set<(detail: unknown) => void>>();
  let customerToken = options.customerToken;
  let state: WidgetState = {
    open: false,
    locale: localeFor(options.locale),
    phase: 'idle',
    wasOnline: false,
    refused: false,
    activities: [],
    pending: [],
    unread: 0,
    sound: storage.get(SOUND_KEY) === 'on',
  };
  let draft: { text: string } | undefined;
  let scheduled = true;
  let chat: ReturnType<typeof createChat> | undefined;
  const place = mount(options);

  function localeKey(): string {
    return `${scopeOf(customerToken)}locale`;
  }

  /** What she picked herself goes before what the page says. */
  function localeFor(wish: string | undefined): string {
    const wishes = [storage.get(localeKey()), wish, document.documentElement.lang, ...navigator.languages];
    return matchLocale(Object.keys(ESTAFET_LANGUAGES), wishes);
  }

  function update(change: Partial<WidgetState>): void {
    const before = state;
    state = { ...state, ...change };
    if (state.open && !document.hidden && state.activities !== before.activities) chat?.markRead();
    if (state.unread !== before.unread) {
      unreadInTitle(state.unread);
      emit('unread', { count: state.unread });
    }
    if (state.locale !== before.locale) speakAndDraw();
    if (scheduled) return;
    scheduled = true;
    queueMicrotask(draw);
  }

  function draw(): void {
    scheduled = false;
    render(<Widget state={state} actions={actions} options={options} draft={draft} host={place.host} />, place.root);
  }

  /** Without its texts it can't be shown, nor be of use: the server that has them is the one to chat with. */
  function speakAndDraw(): void {
    speak(options.base, state.locale).then(draw, () => setTimeout(speakAndDraw, TEXTS_AGAIN_MS));
  }

  function emit(event: EventName, detail?: unknown): void {
    for (const listener of listeners.get(event) ?? []) listener(detail);
  }

  function begin(): void {
    chat?.stop();
    chat = createChat({
      base: options.base,
      storage,
      ...(customerToken && { customerToken }),
      state: () => state,
      update,
      onMessage({ text = '', from, locale = '' }) {
        if (state.sound) chime();
        // The bot has gone over to her language: so does all around it, unless she picked one herself.
        if (locale in ESTAFET_LANGUAGES && !storage.get(localeKey())) update({ locale });
        emit('message', { text, name: from.name ?? '' });
      },
    });
    if (state.open || chat.isReturning) chat.begin();
  }

  const actions: WidgetActions = {
    open(text) {
      if (text) draft = { text };
      chat?.begin();
      if (state.open) return update({});
      update({ open: true });
      chat?.markRead();
      emit('open');
    },
    close() {
      if (!state.open) return;
      update({ open: false });
      emit('close');
    },
    send: (text, files) => chat?.send(text, files),
    retry: (id) => chat?.retry(id),
    discard: (id) => chat?.discard(id),
    typing: () => chat?.typing(),
    toggleSound() {
      const sound = !state.sound;
      storage.set(SOUND_KEY, sound ? 'on' : 'off');
      update({ sound });
      if (sound) chime();
    },
    setLocale(locale) {
      storage.set(localeKey(), locale);
      update({ locale });
    },
  };

  begin();
  speakAndDraw();
  window.addEventListener('online', () => chat?.wake());
  document.addEventListener('visibilitychange', () => {
    if (document.hidden) return;
    chat?.wake();
    if (state.open) chat?.markRead();
  });

  window.Estafet = {
    open: (text) => actions.open(typeof text === 'string' ? text : undefined),
    close: actions.close,
    identify(token, locale) {
      const before = customerToken;
      customerToken = token || undefined;
      options.locale = locale ?? options.locale;
      update({ locale: localeFor(options.locale) });
      if (customerToken === before) return;
      update({ phase: 'idle' });
      begin();
    },
    on(event, listener) {
      const set = listeners.get(event) ?? new Set();
      listeners.set(event, set.add(listener));
      return () => void set.delete(listener);
    },
  };
  document.dispatchEvent(new Event('estafet:ready'));
}

start();
