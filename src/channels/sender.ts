/**
 * Brings one activity to where its conversation lives, as as many messages of the provider's as it takes. What went out
 * is remembered part by part, so that another try after a failure repeats no part. Only a crash between a part's sending
 * and the note of it sends that part again, where the provider knows no idempotency key.
 */
import * as z from 'zod';
import type { Activity } from '../core/activity.ts';
import type { Conversation } from '../core/conversation.ts';
import type { ChannelContext, SendResult } from '../ports/channel.ts';
import type { Capabilities, OutgoingMessage } from './capabilities.ts';
import type { SendFailure } from './provider-call.ts';
import { queueWords } from './news.ts';
import { render } from './render.ts';

const PARTS = 'sent-parts';
/** Milliseconds; longer than the outbox tries. */
const REMEMBERED_MS = 24 * 60 * 60 * 1_000;

/** `everyone`: the limit is our account's, so nobody else's message is tried before it is over either. */
export type Delivered = { ok: true; providerId?: string } | (SendFailure & { everyone?: true });

interface PartsSenderOptions<Address, Part> {
  /** The channel's name. */
  channel: string;
  /** Of `Conversation.address`. */
  address: z.ZodType<Address>;
  context: Pick<ChannelContext, 'storage' | 'deliveries' | 'now'>;
  /** The same for every try, but for her place in the queue. */
  parts(activity: Activity, to: Address): Part[] | Promise<Part[]>;
  deliver(to: Address, part: Part, details: { conversation: Conversation; activity: Activity; key: string }): Promise<Delivered>;
}

export interface SenderOptions<Address> extends Omit<PartsSenderOptions<Address, OutgoingMessage>, 'parts'> {
  context: Pick<ChannelContext, 'storage' | 'texts' | 'deliveries' | 'queueStatus' | 'now'>;
  capabilities: Capabilities;
}

const progress = z.object({ parts: z.number(), ids: z.array(z.string()) });

export function createSender<Address>({ capabilities, ...options }: SenderOptions<Address>) {
  const { context } = options;
  const parts = async (activity: Activity) => render((await placeInQueue(activity, context)) ?? activity, capabilities, context.texts);
  return createPartsSender({ ...options, parts });
}

/** Where news of the queue keeps coming, it comes by events; here she hears once where she stands, as a message. */
export async function placeInQueue(
  activity: Activity,
  { texts, queueStatus }: Pick<ChannelContext, 'texts' | 'queueStatus'>,
): Promise<Activity | undefined> {
  if (activity.type !== 'event' || activity.name !== 'handoff.initiate') return undefined;
  const status = await queueStatus(activity.conversationId);
  if (!status) return undefined;
  const { value: _facts, name: _name, ...rest } = activity;
  return { ...rest, type: 'message', text: queueWords(status, texts, activity.locale ?? '') };
}

/** For a channel whose messages take another form. */
export function createPartsSender<Address, Part>({ channel, address, context, parts, deliver }: PartsSenderOptions<Address, Part>) {
  const { storage, deliveries, now } = context;
  /** Epoch ms. */
  let pausedUntil = 0;

  return async (conversation: Conversation, activity: Activity, key: string): Promise<SendResult> => {
    const to = address.safeParse(conversation.address);
    if (!to.success) return { ok: false, retry: false, error: 'the conversation has no address to send to' };
    const messages = await parts(activity, to.data);
    if (!messages.length) return { ok: true };
    if (now() < pausedUntil) return { ok: false, retry: true, error: 'the provider asked us to wait', retryAfterMs: pausedUntil - now() };

    const record = messages.length > 1 ? await storage.records.get(PARTS, key, now()) : undefined;
    const { parts: sent, ids } = record ? progress.parse(record.value) : { parts: 0, ids: [] };
    for (let index = sent; index < messages.length; index++) {
      const message = messages[index] as Part;
      const delivered = await deliver(to.data, message, { conversation, activity, key: `${key}|${index}` });
      if (!delivered.ok) {
        const { everyone, ...failure } = delivered;
        if (everyone && failure.retry && failure.retryAfterMs !== undefined) pausedUntil = now() + failure.retryAfterMs;
        return failure;
      }
      if (delivered.providerId !== undefined) ids.push(delivered.providerId);
      if (messages.length > 1) await storage.records.put(PARTS, key, { parts: index + 1, ids }, { expiresAt: now() + REMEMBERED_MS });
    }
    await deliveries.sent(activity, channel, ids);
    return { ok: true };
  };
}
