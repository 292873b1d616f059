/** The socket that says "there is more"; what it is, is fetched. After a gap everything open is fetched again. */
import { effect, signal } from '@preact/signals';
import type { LiveMessage } from '../shapes.ts';
import { forgetAttached } from './attached.ts';
import { askChannels } from './channels.ts';
import { conversations, forgetConversations, loadConversation } from './conversations.ts';
import { askDeliveries, forgetDeliveries, heardDelivery } from './deliveries.ts';
import { forgetInbox, refreshInbox, refreshInboxSoon } from './inbox.ts';
import { forgetOthers } from './others.ts';
import { openId } from './route.ts';
import { retryUnsent } from './sending.ts';
import { checkSession, session } from './session.ts';
import { heardTyping, stoppedTyping } from './typing.ts';
import { forgetWallets } from './wallet.ts';

const HEARTBEAT_MS = 10_000;
const MAX_WAIT_MS = 15_000;

export const connection = signal<'online' | 'connecting' | 'offline'>('connecting');

let socket: WebSocket | undefined;
let failures = 0;
let waiting: ReturnType<typeof setTimeout> | undefined;

function connect(): void {
  clearTimeout(waiting);
  const opening = new WebSocket(`${location.origin.replace(/^http/, 'ws')}/desk/api/live`);
  socket = opening;
  let heart: ReturnType<typeof setInterval> | undefined;
  let opened = false;
  opening.addEventListener('open', () => {
    opened = true;
    failures = 0;
    connection.value = 'online';
    const beat = () => opening.send('{"type":"heartbeat"}');
    beat();
    heart = setInterval(beat, HEARTBEAT_MS);
    catchUp();
  });
  opening.addEventListener('message', ({ data }) => {
    if (typeof data === 'string' && data) hear(data);
  });
  opening.addEventListener('close', () => {
    clearInterval(heart);
    if (socket !== opening) return;
    socket = undefined;
    connection.value = navigator.onLine ? 'connecting' : 'offline';
    // A refused upgrade looks like any failure; the session tells whether it was the reason.
    if (!opened) void checkSession();
    waiting = setTimeout(connect, Math.min(MAX_WAIT_MS, 500 * 2 ** failures) * (0.5 + Math.random() / 2));
    failures += 1;
  });
}

function disconnect(): void {
  clearTimeout(waiting);
  const leaving = socket;
  socket = undefined;
  leaving?.close();
}

function hear(data: string): void {
  let message: LiveMessage;
  try {
    message = JSON.parse(data) as LiveMessage;
  } catch {
    return;
  }
  if (message.type === 'typing') return heardTyping(message.conversationId, message.from);
  if (message.type === 'delivery') return heardDelivery(message.conversationId, message);
  if (message.type !== 'changed') return;
  refreshInboxSoon();
  const { conversationId } = message;
  if (conversationId === undefined) return catchUp();
  stoppedTyping(conversationId);
  if (conversations.peek().has(conversationId) || conversationId === openId.peek()) void loadConversation(conversationId);
}

function catchUp(): void {
  void refreshInbox();
  void askChannels();
  const open = openId.peek();
  if (open) {
    void loadConversation(open);
    void askDeliveries(open);
  }
  retryUnsent();
}

/** Follows the session: a socket as long as somebody is signed in. */
export function startLive(): void {
  let running = false;
  effect(() => {
    const wanted = session.value.kind === 'in';
    if (wanted === running) return;
    running = wanted;
    if (wanted) return connect();
    disconnect();
    forgetAttached();
    forgetConversations();
    forgetDeliveries();
    forgetInbox();
    forgetOthers();
    forgetWallets();
  });
  window.addEventListener('online', () => {
    failures = 0;
    if (running && !socket) connect();
  });
  window.addEventListener('offline', () => {
    if (!running) return;
    connection.value = 'offline';
    disconnect();
    // Browsers are not always right about it.
    waiting = setTimeout(connect, MAX_WAIT_MS);
  });
  document.addEventListener('visibilitychange', () => {
    if (running && !document.hidden) catchUp();
  });
}
