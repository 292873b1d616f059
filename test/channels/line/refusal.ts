/** Errors of the Messaging API: https://developers.line.biz/en/reference/messaging-api/#error-responses and #status-codes. */

/** What is wrong with one property of a request. */
export interface Detail {
  message: string;
  property: string;
}

/** The API answers with this error. */
export class Refusal extends Error {
  readonly status: number;
  readonly more: Record<string, unknown>;
  readonly headers: Record<string, string>;

  constructor(status: number, message: string, more: Record<string, unknown> = {}, headers: Record<string, string> = {}) {
    super(message);
    this.status = status;
    this.more = more;
    this.headers = headers;
  }
}

export const wrongBody = (details: Detail[]) => new Refusal(400, `The request body has ${details.length} error(s)`, { details });

export const wrongProperty = (name: string) =>
  new Refusal(400, `The property, '${name}', in the request body is invalid (line: -, column: -)`);

export const notFound = () => new Refusal(404, 'Not found');

export const unauthorized = () =>
  new Refusal(
    401,
    'Authentication failed due to the following reason: invalid token. Confirm that the access token in the authorization header is valid.',
  );

/** LINE names no time to wait. */
export const tooMany = () => new Refusal(429, 'The API rate limit has been exceeded. Try again later.');

const MESSAGES: Record<number, string> = {
  400: 'Failed to send messages',
  403: 'Access to this API is not available for your account',
  404: 'Not found',
  410: 'Gone',
  413: 'Payload Too Large',
  500: 'Internal Server Error',
};

export function failure(status: number): Refusal {
  if (status === 401) return unauthorized();
  return status === 429 ? tooMany() : new Refusal(status, MESSAGES[status] ?? `Error ${status}`);
}
