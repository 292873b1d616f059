/**
 * A small client for Direct Line 3.0: carries out what `link.ts` decides, and hands over what arrives. Delivery may
 * overlap (a replay after a reconnect, a poll beside a socket); the timeline removes what came twice.
 */
import { readActivitySet, type WireActivity } from '../shared/wire.ts';
import { callJson, HttpFailure, statusOf } from './http.ts';
import { IDLE, type LinkEvent, type Phase, step } from './link.ts';
import type { Session } from './session.ts';

export interface DirectLineOptions {
  /** Scheme and host of the server. */
  base: string;
  openSession(): Promise<Session>;
  locale(): string;
  onActivities(activities: WireActivity[]): void;
  onPhase(phase: Phase): void;
  /** The session led to this conversation. */
  onConversation(conversationId: string): void;
  /** The customer's token is not accepted, so trying again is of no use. */
  onRefused(status: number): void;
}

export interface DirectLine {
  begin(): void;
  /** The network is back or the page is looked at again: look at once for what was missed. */
  wake(): void;
  /** What was posted has not come back on the socket, so the socket is not to be trusted. */
  distrustSocket(): void;
  /** Resolves once the server has it. @throws {HttpFailure} or what fetch throws */
  post(activity: object, files?: File[]): Promise<void>;
  stop(): void;
}

const KEEP_ALIVE_MS = 20_000;
const DEFAULT_LIFETIME_S = 1_800;

export function createDirectLine(options: DirectLineOptions): DirectLine {
  const root = `${options.base}/v3/directline`;
  let link = IDLE;
  let session: Session | undefined;
  let joined = false;
  let watermark = '';
  let streamUrl = '';
  let socket: WebSocket | undefined;
  let stopped = false;
  let waiting: ReturnType<typeof setTimeout> | undefined;
  let refreshing: ReturnType<typeof setTimeout> | undefined;

  function happen(event: LinkEvent): void {
    if (stopped) return;
    const [next, command] = step(link, event, Math.random());
    const moved = next.phase !== link.phase;
    link = next;
    if (moved) options.onPhase(link.phase);
    switch (command.do) {
      case 'session':
        return attempt(renew, 'session-ready');
      case 'join':
        return attempt(join, 'joined');
      case 'poll':
        return attempt(poll, 'polled');
      case 'open':
        return openSocket();
      case 'wait':
        waiting = setTimeout(() => happen({ type: 'due' }), command.ms);
        return;
      case 'nothing':
        return;
    }
  }

  function attempt(work: () => Promise<void>, success: 'session-ready' | 'joined' | 'polled'): void {
    clearTimeout(waiting);
    work().then(
      () => happen({ type: success }),
      (error: unknown) => happen({ type: 'failed', status: statusOf(error) }),
    );
  }

  async function renew(): Promise<void> {
    let opened: Session;
    try {
      opened = await options.openSession();
    } catch (error) {
      const status = statusOf(error);
      if (!stopped && (status === 401 || status === 403)) options.onRefused(status);
      throw error;
    }
    if (stopped) return;
    if (opened.conversationId !== session?.conversationId) {
      watermark = '';
      joined = false;
      options.onConversation(opened.conversationId);
    }
    session = opened;
    refreshAfter(DEFAULT_LIFETIME_S);
  }

  async function join(): Promise<void> {
    const { conversationId, token } = current();
    const answer = joined
      ? await callJson(
          'GET',
          `${root}/conversations/${encodeURIComponent(conversationId)}?watermark=${encodeURIComponent(watermark)}`,
          token,
        )
      : await callJson('POST', `${root}/conversations`, token, { locale: options.locale() });
    joined = true;
    adopt(answer);
    streamUrl = typeof answer.streamUrl === 'string' ? answer.streamUrl : '';
    if (!streamUrl) throw new TypeError('no stream');
  }

  async function poll(): Promise<void> {
    const { conversationId, token } = current();
    const path = `/conversations/${encodeURIComponent(conversationId)}/activities?watermark=${encodeURIComponent(watermark)}`;
    receive(await callJson('GET', `${root}${path}`, token));
  }

  function openSocket(): void {
    const opening = new WebSocket(streamUrl);
    // It may have outlived its token: without this it would be kept alive beside the new one.
    const before = socket;
    socket = opening;
    before?.close();
    let keepAlive: ReturnType<typeof setInterval> | undefined;
    opening.addEventListener('open', () => {
      if (socket !== opening) return opening.close();
      keepAlive = setInterval(() => opening.send(''), KEEP_ALIVE_MS);
      happen({ type: 'socket-opened' });
    });
    opening.addEventListener('message', (message) => {
      if (socket !== opening || typeof message.data !== 'string' || !message.data) return;
      try {
        receive(JSON.parse(message.data));
      } catch {
        // No JSON: nothing for us. The next watermark tells whether something is missing.
      }
    });
    opening.addEventListener('close', () => {
      clearInterval(keepAlive);
      if (socket !== opening) return;
      socket = undefined;
      happen({ type: 'socket-closed' });
    });
  }

  function receive(json: unknown): void {
    const set = readActivitySet(json);
    if (!set || stopped) return;
    if (set.watermark) watermark = set.watermark;
    if (set.activities.length) options.onActivities(set.activities);
  }

  function adopt(answer: Record<string, unknown>): void {
    if (session && typeof answer.token === 'string') session = { ...session, token: answer.token };
    if (typeof answer.expires_in === 'number') refreshAfter(answer.expires_in);
  }

  /** At half of its life, so that a night's sleep is the only thing that can outlast it. */
  function refreshAfter(seconds: number): void {
    clearTimeout(refreshing);
    refreshing = setTimeout(() => {
      callJson('POST', `${root}/tokens/refresh`, session?.token).then(adopt, (error: unknown) => {
        // Spent: the next call finds out and asks for a new session. Else try again while it lasts.
        if (statusOf(error) === undefined || Number(statusOf(error)) >= 500) refreshAfter(seconds / 4);
      });
    }, seconds * 500);
  }

  function current(): Session {
    if (!session) throw new TypeError('no session');
    return session;
  }

  function dropSocket(): void {
    const dropped = socket;
    socket = undefined;
    dropped?.close();
    if (dropped) happen({ type: 'socket-closed' });
  }

  return {
    begin: () => happen({ type: 'begin' }),
    wake() {
      happen({ type: 'woken' });
      if (link.phase === 'online') poll().catch(dropSocket);
    },
    distrustSocket() {
      if (link.phase === 'online') dropSocket();
    },
    async post(activity, files) {
      const { conversationId, token } = current();
      try {
        const path = `${root}/conversations/${encodeURIComponent(conversationId)}/`;
        await (files
          ? callJson('POST', `${path}upload`, token, formOf(activity, files))
          : callJson('POST', `${path}activities`, token, activity));
      } catch (error) {
        // The socket may live on while the token has died.
        if (error instanceof HttpFailure && (error.status === 401 || error.status === 403))
          happen({ type: 'failed', status: error.status });
        throw error;
      }
    },
    stop() {
      stopped = true;
      clearTimeout(waiting);
      clearTimeout(refreshing);
      socket?.close();
    },
  };
}

function formOf(activity: object, files: File[]): FormData {
  const form = new FormData();
  form.append('activity', JSON.stringify(activity));
  for (const file of files) form.append('file', file);
  return form;
}
