/** JSON over HTTP with a time limit. */
import { isObject } from '../shared/wire.ts';

const TIME_LIMIT_MS = 15_000;

/** The server said no; `status` is its HTTP status. A network that fails throws whatever fetch throws. */
export class HttpFailure extends Error {
  readonly status: number;
  constructor(status: number) {
    super(`HTTP ${status}`);
    this.status = status;
  }
}

/** @throws {HttpFailure} on any status outside 200–299 */
export async function callJson(
  method: 'GET' | 'POST',
  url: string,
  token: string | undefined,
  body?: unknown,
): Promise<Record<string, unknown>> {
  const sent = body instanceof FormData ? body : body ? JSON.stringify(body) : undefined;
  const response = await fetch(url, {
    method,
    // A form names its own type, boundary included.
    headers: {
      ...(typeof sent === 'string' && { 'Content-Type': 'application/json' }),
      ...(token && { Authorization: `Bearer ${token}` }),
    },
    ...(sent && { body: sent }),
    signal: AbortSignal.timeout(TIME_LIMIT_MS),
  });
  const json: unknown = await response.json().catch(() => undefined);
  if (!response.ok) throw new HttpFailure(response.status);
  return isObject(json) ? json : {};
}

export function statusOf(error: unknown): number | undefined {
  return error instanceof HttpFailure ? error.status : undefined;
}
