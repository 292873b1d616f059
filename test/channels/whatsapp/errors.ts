/**
 * How the Cloud API refuses: https://developers.facebook.com/documentation/business-messaging/whatsapp/support/error-codes
 * The statuses are those of the same page's table of 2024; the page now asks to go by the code alone.
 */
import { GraphError, unknownObject } from '../meta-graph.ts';

interface Problem {
  code: number;
  title: string;
  details: string;
}

export const RE_ENGAGEMENT: Problem = {
  code: 131047,
  title: 'Re-engagement message',
  details: 'Message failed to send because more than 24 hours have passed since the customer last replied to this number.',
};

export const UNDELIVERABLE: Problem = { code: 131026, title: 'Message undeliverable', details: 'Message Undeliverable.' };

export function mediaProblem(details: string): Problem {
  return { code: 131053, title: 'Media upload error', details };
}

export function refusal(status: number, { code, title, details }: Problem): GraphError {
  return new GraphError(status, { message: `(#${code}) ${title}`, code, error_data: { messaging_product: 'whatsapp', details } });
}

/** As part of a status: https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/reference/messages/status */
export function statusError({ code, title, details }: Problem): object {
  return {
    code,
    title,
    message: title,
    error_data: { details },
    href: 'https://developers.facebook.com/documentation/business-messaging/whatsapp/support/error-codes',
  };
}

export const badValue = (details: string): GraphError => refusal(400, { code: 131009, title: 'Parameter value is not valid', details });

export const missing = (details: string): GraphError => refusal(400, { code: 131008, title: 'Required parameter is missing', details });

/** The documentation names no time to wait here: it asks for longer and longer waits. */
export const rateLimited = (): GraphError =>
  refusal(400, {
    code: 130429,
    title: 'Rate limit hit',
    details: 'Message failed to send because there were too many messages sent from this phone number in a short period of time.',
  });

export const pairLimited = (): GraphError =>
  refusal(400, {
    code: 131056,
    title: '(Business Account, Consumer Account) pair rate limit hit',
    details:
      'Message failed to send because there were too many messages sent from this phone number to the same phone number in a short period of time.',
  });

export function failedWith(status: number): GraphError {
  if (status === 400) return badValue('One or more parameter values are invalid.');
  if (status === 401)
    return new GraphError(401, { message: 'Error validating access token: Session has expired.', code: 190, error_subcode: 463 });
  if (status === 403)
    return refusal(403, { code: 131005, title: 'Access denied', details: 'Permission is either not granted or has been removed.' });
  if (status === 404) return unknownObject('post', 'unknown');
  if (status === 429) return rateLimited();
  if (status === 503) return refusal(503, { code: 131016, title: 'Service unavailable', details: 'A service is temporarily unavailable.' });
  return refusal(status, { code: 131000, title: 'Something went wrong', details: 'Message failed to send due to an unknown error.' });
}
