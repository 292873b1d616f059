/**
 * One operation of the desk's API: schemas, who may call it and what it does, in one place, so that the route and its
 * description can't part.
 */
import type * as z from 'zod';
import { EstafetError, parseAs } from '../errors.ts';
import type { HttpRequest, HttpResponse, Route } from '../ports/http.ts';
import { type Agent, hasRole, type Role } from './agents.ts';
import { idempotencyKey } from './schemas.ts';
import { requireJson, requireSameOrigin } from './same-origin.ts';
import { sessionCookie, type Sessions, tokenIn } from './sessions.ts';

/** No schema given: there is nothing to read. */
type Absent = z.ZodUndefined;

interface Shape<P extends z.ZodType, Q extends z.ZodType, B extends z.ZodType, A extends z.ZodType> {
  method: 'GET' | 'POST' | 'DELETE';
  /** restify path below `/desk/api`. */
  path: string;
  summary: string;
  params?: P;
  query?: Q;
  body?: B;
  /** Schema of the 200; without one the answer is an empty 204. */
  answer?: A;
  /** Bytes of body; default 256 KiB. */
  maxBytes?: number;
  /** A repeated request with the same `Idempotency-Key` acts once. */
  idempotent?: boolean;
}

export interface Call<P extends z.ZodType, Q extends z.ZodType, B extends z.ZodType> {
  params: z.output<P>;
  query: z.output<Q>;
  body: z.output<B>;
  /** The request's `Idempotency-Key`. */
  key: string | undefined;
  request: HttpRequest;
}

export interface Answer<A extends z.ZodType> {
  body: z.input<A>;
  headers?: Record<string, string>;
}

export interface Operation extends Shape<z.ZodType, z.ZodType, z.ZodType, z.ZodType> {
  /** Absent: open to everyone. */
  role?: Role;
  handle(request: HttpRequest): Promise<HttpResponse>;
}

export const BASE = '/desk/api';

export function openOperation<
  P extends z.ZodType = Absent,
  Q extends z.ZodType = Absent,
  B extends z.ZodType = Absent,
  A extends z.ZodType = Absent,
>(shape: Shape<P, Q, B, A> & { handle(call: Call<P, Q, B>): Promise<Answer<A>> }): Operation {
  return {
    ...shape,
    async handle(request) {
      guard(shape, request);
      return respond(shape, await shape.handle(read(shape, request)));
    },
  };
}

export type AgentOperation = ReturnType<typeof createAgentOperations>;

/**
 * Makes operations for those who are signed in, with `role` (default: any agent).
 *
 * @throws {EstafetError} each handler: `unauthorized`, `forbidden`, `bad-request`
 */
export function createAgentOperations(sessions: Sessions) {
  return function agentOperation<
    P extends z.ZodType = Absent,
    Q extends z.ZodType = Absent,
    B extends z.ZodType = Absent,
    A extends z.ZodType = Absent,
  >(shape: Shape<P, Q, B, A> & { role?: Role; handle(call: Call<P, Q, B> & { agent: Agent }): Promise<Answer<A>> }): Operation {
    const role = shape.role ?? 'agent';
    return {
      ...shape,
      role,
      async handle(request) {
        guard(shape, request);
        const token = tokenIn(request.cookies);
        const session = await sessions.use(token);
        if (!session) throw new EstafetError('unauthorized');
        if (!hasRole(session.agent, role)) throw new EstafetError('forbidden');
        const answer = await shape.handle({ ...read(shape, request), agent: session.agent });
        const cookie = session.slid && token ? { 'Set-Cookie': sessionCookie(token, request.origin) } : undefined;
        return respond(shape, { ...answer, headers: { ...cookie, ...answer.headers } });
      },
    };
  };
}

export function routeOf({ method, path, maxBytes, handle }: Operation): Route {
  return { method, path: `${BASE}${path}`, handle, ...(maxBytes !== undefined && { maxBytes }) };
}

function guard({ method }: { method: string }, request: HttpRequest): void {
  if (method === 'GET') return;
  requireSameOrigin(request);
  requireJson(request);
}

function read<P extends z.ZodType, Q extends z.ZodType, B extends z.ZodType>(
  { params, query, body }: { params?: P; query?: Q; body?: B },
  request: HttpRequest,
): Call<P, Q, B> {
  return {
    params: parse(params, request.params),
    query: parse(query, Object.fromEntries(request.query)),
    body: parse(body, request.body ?? {}),
    key: parse(idempotencyKey.optional(), request.headers['idempotency-key']),
    request,
  };
}

function parse<T extends z.ZodType>(schema: T | undefined, value: unknown): z.output<T> {
  if (!schema) return undefined as z.output<T>;
  return parseAs('bad-request', schema, value);
}

/** What agents see is nobody's to keep. */
const PRIVATE = { 'Cache-Control': 'no-store' };

function respond({ answer }: { answer?: z.ZodType }, { body, headers }: { body: unknown; headers?: Record<string, string> }): HttpResponse {
  return { status: answer ? 200 : 204, headers: { ...PRIVATE, ...headers }, ...(answer && { body }) };
}
