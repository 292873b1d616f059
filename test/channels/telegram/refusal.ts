/** Errors of the Bot API: https://core.telegram.org/bots/api#making-requests and #responseparameters. */
import type { Answer } from '../provider.ts';

interface ResponseParameters {
  migrate_to_chat_id?: number;
  retry_after?: number;
}

/** The API answers with this error. */
export class Refusal extends Error {
  readonly code: number;
  readonly parameters: ResponseParameters | undefined;

  /** @param code an HTTP status, which is `error_code` too */
  constructor(code: number, description: string, parameters?: ResponseParameters) {
    super(description);
    this.code = code;
    this.parameters = parameters;
  }

  answer(): Answer {
    const { code, message, parameters } = this;
    const headers: Record<string, string> = {};
    if (parameters?.retry_after !== undefined) headers['Retry-After'] = String(parameters.retry_after);
    const body = { ok: false, error_code: code, description: message, ...(parameters && { parameters }) };
    return { status: code, headers, body };
  }
}

export const badRequest = (why: string) => new Refusal(400, `Bad Request: ${why}`);

export const tooMany = (seconds: number) => new Refusal(429, `Too Many Requests: retry after ${seconds}`, { retry_after: seconds });

const DESCRIPTIONS: Record<number, string> = {
  400: 'Bad Request: chat not found',
  401: 'Unauthorized',
  403: 'Forbidden: bot was blocked by the user',
  404: 'Not Found',
  409: 'Conflict: terminated by other getUpdates request; make sure that only one bot instance is running',
  413: 'Request Entity Too Large',
  500: 'Internal Server Error',
  502: 'Bad Gateway',
};

export function failure(status: number): Refusal {
  return status === 429 ? tooMany(1) : new Refusal(status, DESCRIPTIONS[status] ?? `Error ${status}`);
}
