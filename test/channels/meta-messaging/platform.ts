/**
 * What Messenger and Instagram have in common, and what differs.
 * https://developers.facebook.com/documentation/business-messaging/messenger-platform/send-messages
 * https://developers.facebook.com/documentation/instagram-platform/instagram-api-with-instagram-login/messaging-api
 */
import { GraphError, type GraphErrorFields } from '../meta-graph.ts';

export interface Platform {
  object: 'page' | 'instagram';
  /** Of the page, or of the professional account. */
  accountId: string;
  /** Whose token we have. */
  appId: string;
  /** How the provider's errors are called. */
  errorType: 'OAuthException' | 'IGApiException';
  errors: {
    /** The window is closed. */
    window: GraphErrorFields;
    unknownUser: GraphErrorFields;
    limited: GraphErrorFields;
    temporary: GraphErrorFields;
  };
  /** How the usage headers call it. */
  useCase: 'messenger' | 'instagram';
  text: { limit: number; size(text: string): number };
  /** What happens to titles of quick replies over 20 characters. */
  longTitles: 'refuse' | 'cut';
  messagingTypeRequired: boolean;
  /** Whether a file can come with the request itself. */
  uploads: boolean;
  /** Types of files that can be sent, as patterns. */
  media: Record<'image' | 'audio' | 'video' | 'file', RegExp>;
  /** Fields of a profile. */
  profileFields: string[];
  /** Echoes name the app, deliveries are told, reads have a watermark. */
  receipts: 'messenger' | 'instagram';
}

/** https://developers.facebook.com/documentation/business-messaging/messenger-platform/error-codes */
export const UNAVAILABLE: GraphErrorFields = {
  message: "(#551) This person isn't available right now.",
  code: 551,
  error_subcode: 1545041,
};

export const OTHER_APP: GraphErrorFields = {
  message: '(#10) Message failed to send because another app is controlling this thread now.',
  code: 10,
  error_subcode: 2018300,
};

export function refuse(platform: Platform, fields: GraphErrorFields, status = 400, headers: Record<string, string> = {}): GraphError {
  return new GraphError(status, { type: platform.errorType, ...fields }, headers);
}

/** https://developers.facebook.com/docs/graph-api/overview/rate-limiting: the wait is named in whole minutes. */
export function rateLimited(platform: Platform, seconds: number): GraphError {
  const usage = { call_count: 100, total_cputime: 25, total_time: 25 };
  const business = {
    [platform.accountId]: [{ type: platform.useCase, ...usage, estimated_time_to_regain_access: Math.floor(seconds / 60) }],
  };
  return refuse(platform, platform.errors.limited, 400, {
    'X-App-Usage': JSON.stringify(usage),
    'X-Business-Use-Case-Usage': JSON.stringify(business),
  });
}

export function failedWith(platform: Platform, status: number): GraphError {
  if (status === 400) return refuse(platform, { message: '(#100) Invalid parameter', code: 100 });
  if (status === 401) {
    const fields = {
      message: 'Error validating access token: Session has expired.',
      type: 'OAuthException',
      code: 190,
      error_subcode: 463,
    };
    return new GraphError(401, fields);
  }
  if (status === 403) return refuse(platform, { message: '(#200) Permissions error', code: 200 }, 403);
  if (status === 404) {
    const message =
      'Unsupported post request. Object does not exist, cannot be loaded due to missing permissions, or does not support this operation.';
    return refuse(platform, { message, type: 'GraphMethodException', code: 100, error_subcode: 33 }, 404);
  }
  if (status === 429) return rateLimited(platform, 0);
  if (status === 503) {
    return refuse(platform, { message: '(#2) Service temporarily unavailable', code: 2, is_transient: true }, 503);
  }
  return refuse(platform, platform.errors.temporary, status);
}
