/** The catalogue: every error that leaves the house has a code from here. docs/errors.md is tested against it. */
import type * as z from 'zod';

export const catalogue = {
  'bad-request': [400, 'The request does not have the expected form.'],
  'bad-json': [400, 'The body is not valid JSON.'],
  'unauthorized': [401, 'Sign in or send a valid token.'],
  'sign-in-failed': [401, 'Email or password is wrong.'],
  'customer-token-invalid': [401, 'The customer token was not signed by the wallet or has expired. Ask the wallet for a new one.'],
  'BadArgument': [400, 'The request does not have the form that Direct Line asks for.'],
  'MissingProperty': [400, 'A property that Direct Line asks for is missing.'],
  'TokenExpired': [403, 'The token has expired. Start again with a new token.'],
  'BadToken': [403, 'The token is not valid here.'],
  'forbidden': [403, 'This is not yours to see or do.'],
  'not-found': [404, 'There is nothing at this address.'],
  'conversation-not-found': [404, 'There is no such conversation.'],
  'method-not-allowed': [405, 'This address does not take that method.'],
  'slow-request': [408, 'The request took too long to arrive. Send it again.'],
  'conversation-already-taken': [409, 'Another agent has taken this conversation.'],
  'conversation-not-waiting': [409, 'This conversation does not wait for an agent.'],
  'conversation-not-yours': [409, 'This conversation is not with you now.'],
  'agent-at-capacity': [409, 'You hold as many conversations as you may. Close or return one first.'],
  'unknown-state': [409, 'The flow has no such step to return to.'],
  'body-too-large': [413, 'The body is larger than this address takes.'],
  'unsupported-encoding': [415, 'Send the body as it is or compressed with gzip or deflate.'],
  'unsupported-media-type': [415, 'Send the body as application/json.'],
  'file-not-accepted': [415, 'Files of this kind are not taken.'],
  'too-many-requests': [429, 'Too many requests. Wait for the time in Retry-After, then go on.'],
  'signature-invalid': [401, 'The delivery is not signed with this channel’s secret.'],
  'channel-unavailable': [409, 'This channel does not allow that now.'],
  'file-unavailable': [503, 'The file can not be fetched from its channel now. Try again in a moment.'],
  'internal': [500, 'Something broke on our side. Nothing you sent is lost; try again.'],
  'conversation-busy': [503, 'The conversation is busy. Send the same request again.'],
  'shutting-down': [503, 'The desk is restarting. Send the same request again in a moment.'],
  'store-unavailable': [503, 'The desk can not write anything down for a moment. Send the same request again.'],
  'wallet-unavailable': [503, 'The wallet does not answer. Try again in a moment.'],
} as const satisfies Record<string, readonly [status: number, message: string]>;

export type ErrorCode = keyof typeof catalogue;

export class EstafetError extends Error {
  readonly code: ErrorCode;
  readonly status: number;
  /** What exactly was wrong, safe to show to the caller. */
  readonly details?: unknown;
  readonly headers: Record<string, string>;

  constructor(code: ErrorCode, options: { message?: string; details?: unknown; headers?: Record<string, string>; cause?: unknown } = {}) {
    super(options.message ?? catalogue[code][1], { cause: options.cause });
    this.name = 'EstafetError';
    this.code = code;
    this.status = catalogue[code][0];
    this.details = options.details;
    this.headers = options.headers ?? {};
  }

  toJSON() {
    return { error: { code: this.code, message: this.message, ...(this.details !== undefined && { details: this.details }) } };
  }
}

/** What comes from outside, parsed at the edge. @throws {EstafetError} `code`, naming at most ten fields */
export function parseAs<T extends z.ZodType>(code: ErrorCode, schema: T, value: unknown): z.infer<T> {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const details = parsed.error.issues.slice(0, 10).map(({ path, message }) => ({ field: path.join('.'), problem: message }));
  throw new EstafetError(code, { details });
}
