/** Signing in and out. */
import * as z from 'zod';
import { EstafetError } from '../errors.ts';
import type { HttpRequest } from '../ports/http.ts';
import { type Agent, type Agents, agentViewOf } from './agents.ts';
import { type AgentOperation, type Operation, openOperation } from './operation.ts';
import { agentView } from './schemas.ts';
import { sessionCookie, type Sessions, tokenIn } from './sessions.ts';
import type { SignIn } from './sign-in.ts';

const email = z.string().trim().toLowerCase().min(1).max(254);
const whoIsIn = z.strictObject({ agent: agentView });

export interface SessionOptions {
  agentOperation: AgentOperation;
  sessions: Sessions;
  agents: Agents;
  signIn: SignIn;
  /** With the demo there is a door for one-click sign-in from the demo's page. */
  demo: boolean;
}

export function createSessionOperations({ agentOperation, sessions, agents, signIn, demo }: SessionOptions): Operation[] {
  async function begin(agent: Agent, request: HttpRequest) {
    // The cookie is about to be replaced; what it stood for can't be reached any more.
    const before = await sessions.byToken(tokenIn(request.cookies));
    if (before) await sessions.end(before);
    const token = await sessions.start(agent);
    return { body: { agent: agentViewOf(agent) }, headers: { 'Set-Cookie': sessionCookie(token, request.origin) } };
  }

  const operations: Operation[] = [
    openOperation({
      method: 'POST',
      path: '/session',
      summary: 'Sign in. The session is a cookie and lasts 12 hours from its last use.',
      body: z.strictObject({ email, password: z.string().min(1).max(256) }),
      answer: whoIsIn,
      handle: async ({ body, request }) => begin(await signIn(body.email, body.password, request.remoteAddress), request),
    }),
    agentOperation({
      method: 'GET',
      path: '/session',
      summary: 'Who is signed in.',
      answer: whoIsIn,
      handle: async ({ agent }) => ({ body: { agent: agentViewOf(agent) } }),
    }),
    openOperation({
      method: 'DELETE',
      path: '/session',
      summary: 'Sign out of this session; without one there is nothing to do.',
      async handle({ request }) {
        const session = await sessions.byToken(tokenIn(request.cookies));
        if (session) await sessions.end(session);
        return { body: undefined, headers: { 'Set-Cookie': sessionCookie('', request.origin) } };
      },
    }),
  ];
  if (!demo) return operations;
  const demoSession = openOperation({
    method: 'POST',
    path: '/demo-session',
    summary: 'The demo only: sign in as one of its people without a password.',
    body: z.strictObject({ email }),
    answer: whoIsIn,
    async handle({ body, request }) {
      const agent = await agents.byEmail(body.email);
      if (!agent?.demo) throw new EstafetError('sign-in-failed');
      return begin(agent, request);
    },
  });
  return [...operations, demoSession];
}
