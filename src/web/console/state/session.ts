/** Who is signed in; signing out here signs out in every tab. */
import { signal } from '@preact/signals';
import { call, codeOf, whenSignedOut } from '../api.ts';
import type { Agent } from '../shapes.ts';

export type Session = { kind: 'unknown' } | { kind: 'unreachable' } | { kind: 'out'; ended: boolean } | { kind: 'in'; agent: Agent };

export const session = signal<Session>({ kind: 'unknown' });

const tabs = new BroadcastChannel('estafet-desk');

export function me(): Agent | undefined {
  return session.value.kind === 'in' ? session.value.agent : undefined;
}

/** At the start, and when the socket was refused. A demo page links here with `?demo=<email>`. */
export async function checkSession(): Promise<void> {
  try {
    const demo = takeDemo();
    const { agent } = demo
      ? await call<{ agent: Agent }>('POST', '/demo-session', { email: demo })
      : await call<{ agent: Agent }>('GET', '/session');
    session.value = { kind: 'in', agent };
  } catch (error) {
    if (codeOf(error) === 'network') session.value = session.peek().kind === 'unknown' ? { kind: 'unreachable' } : session.peek();
    else if (session.peek().kind !== 'out') session.value = { kind: 'out', ended: false };
  }
}

/** @throws {ApiError} */
export async function signIn(email: string, password: string): Promise<void> {
  const { agent } = await call<{ agent: Agent }>('POST', '/session', { email, password });
  session.value = { kind: 'in', agent };
  tabs.postMessage('in');
}

export async function signOut(): Promise<void> {
  await call('DELETE', '/session').catch((error: unknown) => {
    // Without a network the cookie lives on, so say nothing of being signed out.
    if (codeOf(error) === 'network') throw error;
  });
  leave();
  tabs.postMessage('out');
}

function leave(): void {
  // Drafts are of this agent, and the next one at this desk may be another.
  sessionStorage.clear();
  session.value = { kind: 'out', ended: false };
}

tabs.addEventListener('message', (message) => {
  if (message.data === 'out') leave();
  if (message.data === 'in' && session.peek().kind === 'out') void checkSession();
});

whenSignedOut(() => {
  const before = session.peek().kind;
  session.value = { kind: 'out', ended: before === 'in' };
});

function takeDemo(): string | undefined {
  const url = new URL(location.href);
  const email = url.searchParams.get('demo');
  if (!email) return undefined;
  url.searchParams.delete('demo');
  history.replaceState(null, '', url);
  return email;
}
