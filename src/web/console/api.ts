/** Calls of `/desk/api`. The cookie signs them; a 401 on any of them ends the session here. */

/** `network`: nothing answered. Else a code of the server's catalogue. */
export class ApiError extends Error {
  readonly code: string;
  readonly status: number;
  constructor(code: string, status: number) {
    super(code);
    this.name = 'ApiError';
    this.code = code;
    this.status = status;
  }
}

const TIME_LIMIT_MS = 20_000;
let onSignedOut: () => void = () => undefined;

export function whenSignedOut(listener: () => void): void {
  onSignedOut = listener;
}

/** @throws {ApiError} */
export async function call<T>(
  method: 'GET' | 'POST' | 'DELETE',
  path: string,
  body?: unknown,
  { withinMs = TIME_LIMIT_MS }: { withinMs?: number } = {},
): Promise<T> {
  let response: Response;
  try {
    response = await fetch(`/desk/api${path}`, {
      method,
      credentials: 'same-origin',
      headers: body === undefined ? {} : { 'Content-Type': 'application/json' },
      ...(body !== undefined && { body: JSON.stringify(body) }),
      signal: AbortSignal.timeout(withinMs),
    });
  } catch {
    throw new ApiError('network', 0);
  }
  const json: unknown = await response.json().catch(() => undefined);
  if (response.ok) return json as T;
  const code = (json as { error?: { code?: string } } | undefined)?.error?.code ?? 'unknown';
  if (response.status === 401 && code !== 'sign-in-failed') onSignedOut();
  throw new ApiError(code, response.status);
}

export function codeOf(error: unknown): string {
  return error instanceof ApiError ? error.code : 'unknown';
}
