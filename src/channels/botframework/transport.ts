/**
 * How the SDK's connector client reaches a channel: one request, one answer. The client's own pipeline repeats what
 * failed, up to three times and out of our sight; a failure thrown here passes it, so that the outbox alone repeats.
 */
import type { ConfigurationBotFrameworkAuthentication } from 'botbuilder';
import { isPassing, reasonOf, retryAfter, type SendFailure } from '../provider-call.ts';

type ConnectorOptions = NonNullable<ConstructorParameters<typeof ConfigurationBotFrameworkAuthentication>[4]>;
type HttpClient = NonNullable<ConnectorOptions['httpClient']>;

/** Nothing reaches her any more: the bot was removed, or she has blocked it. */
const BLOCKED =
  /^(BotNotInConversationRoster|ConversationBlockedByUser|BotDisabledByUser|MessageWritesBlocked|ForbiddenOperationException|UserBlocked)$/;

export class DeliveryFailed extends Error {
  readonly result: SendFailure;
  constructor(result: SendFailure) {
    super(result.error);
    this.name = 'DeliveryFailed';
    this.result = result;
  }
}

export function createTransport(timeoutMs: number): HttpClient {
  return {
    async sendRequest(request) {
      const response = await attempt(request, timeoutMs);
      if (!response.ok) throw new DeliveryFailed(await failureOf(response));
      const headers = request.headers.clone();
      for (const name of headers.headerNames()) headers.remove(name);
      headers.set('content-type', response.headers.get('content-type') ?? 'application/json');
      return { request, status: response.status, headers, bodyAsText: await response.text() };
    },
  };
}

async function attempt(request: Parameters<HttpClient['sendRequest']>[0], timeoutMs: number): Promise<Response> {
  const headers = { ...request.headers.rawHeaders() };
  // fetch counts for itself, and asks for what it can decode.
  for (const name of Object.keys(headers)) if (/^(content-length|accept-encoding|connection)$/i.test(name)) delete headers[name];
  try {
    return await fetch(request.url, {
      method: request.method,
      headers,
      body: typeof request.body === 'string' ? request.body : undefined,
      redirect: 'error',
      signal: AbortSignal.timeout(timeoutMs),
    });
  } catch (error) {
    throw new DeliveryFailed({ ok: false, retry: true, error: `no answer from the connector: ${reasonOf(error)}` });
  }
}

async function failureOf(response: Response): Promise<SendFailure> {
  const { status } = response;
  const body = await response.text().catch(() => '');
  const code = /"code"\s*:\s*"([\w.-]{1,100})"/.exec(body)?.[1];
  const error = `the connector answered ${status}${code ? ` ${code}` : ''}`;
  if (!isPassing(status)) {
    const isBlocked = (status === 403 || status === 404) && code !== undefined && BLOCKED.test(code);
    return { ok: false, retry: false, error, reason: isBlocked ? 'blocked' : 'rejected' };
  }
  const retryAfterMs = retryAfter(response.headers.get('retry-after'));
  return { ok: false, retry: true, error, ...(retryAfterMs !== undefined && { retryAfterMs }) };
}
