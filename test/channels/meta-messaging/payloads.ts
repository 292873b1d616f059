/**
 * Events of conversations:
 * https://developers.facebook.com/documentation/business-messaging/messenger-platform/webhooks/webhook-events (messages,
 * message-echoes, messaging_postbacks, message-deliveries, message-reads, message-reactions, messaging_handovers, standby)
 * https://developers.facebook.com/documentation/instagram-platform/webhooks/examples
 */

export interface Attachment {
  type: string;
  payload?: object;
}

export interface EventHead {
  sender: string;
  recipient: string;
  /** Epoch ms. */
  at: number;
}

/** @param standby another app has the conversation: we may only watch */
export function notification(object: 'page' | 'instagram', accountId: string, time: number, events: object[], standby = false): object {
  return { object, entry: [{ time, id: accountId, [standby ? 'standby' : 'messaging']: events }] };
}

/** @param body what happened, e.g. `{ read: { watermark } }` */
export function event({ sender, recipient, at }: EventHead, body: object): object {
  return { sender: { id: sender }, recipient: { id: recipient }, timestamp: at, ...body };
}

export const text = (mid: string, body: string): object => ({ message: { mid, text: body } });

export const replyTo = (mid: string, body: string, answered: string): object => ({
  message: { mid, text: body, reply_to: { mid: answered } },
});

export const quickReply = (mid: string, title: string, payload: string): object => ({
  message: { mid, quick_reply: { payload }, text: title },
});

export const postback = (mid: string, title: string, payload: string): object => ({ postback: { title, payload, mid } });

export const attachments = (mid: string, list: Attachment[]): object => ({ message: { mid, attachments: list } });

/** @param action `unreact` names no emoji */
export const reaction = (mid: string, action: 'react' | 'unreact', kind: string, emoji: string): object => ({
  reaction: { mid, action, ...(action === 'react' && { reaction: kind, emoji }) },
});

/** Of ours, whoever of us wrote it. @param appId Instagram names none */
export const echo = (mid: string, content: object, appId?: string): object => ({
  message: { mid, is_echo: true, ...(appId && { app_id: Number(appId) }), ...content },
});

export const delivered = (mids: string[], watermark: number): object => ({ delivery: { mids, watermark } });

export const readUpTo = (watermark: number): object => ({ read: { watermark } });

// Instagram alone.

export const seen = (mid: string): object => ({ read: { mid } });

export const deleted = (mid: string): object => ({ message: { mid, is_deleted: true } });

export const unsupported = (mid: string): object => ({ message: { mid, is_unsupported: true } });

export const storyReply = (mid: string, body: string, story: { url: string; id: string }): object => ({
  message: { mid, text: body, reply_to: { story } },
});

export const storyMention = (mid: string, url: string): object => attachments(mid, [{ type: 'story_mention', payload: { url } }]);

// Messenger alone: who has the conversation.

export const passedControl = (from: string | null, to: string, metadata: string): object => ({
  pass_thread_control: { previous_owner_app_id: from, new_owner_app_id: to, metadata },
});

export const tookControl = (from: string, to: string, metadata: string): object => ({
  take_thread_control: { previous_owner_app_id: from, new_owner_app_id: to, metadata },
});

export const requestedControl = (by: string, metadata: string): object => ({
  request_thread_control: { requested_owner_app_id: by, metadata },
});
