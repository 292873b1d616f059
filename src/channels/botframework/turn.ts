/** One turn: an activity of a Bot Framework channel goes to the engine; what must be answered at once, is. */
import type { TurnContext } from 'botbuilder';
import type { Activity } from '../../core/activity.ts';
import type { ActivityInput } from '../../core/turn-types.ts';
import type { ChannelContext } from '../../ports/channel.ts';
import { numberedLabel } from '../options.ts';
import { isStale } from '../webhook.ts';
import {
  answerInput,
  conversationIdOf,
  type Incoming,
  inputIdOf,
  isGroup,
  providerIdOf,
  reference,
  sentAtOf,
  toInput,
} from './incoming.ts';
import { readInvoke } from './invoke.ts';
import { lookOf } from './looks.ts';
import { expectFiles } from './media.ts';
import { wireContextOf } from './send.ts';
import { toWire } from './wire.ts';

/** How far back the replies to a repeated delivery are looked for. */
const RECENT = 200;

/** Teams tells what she has read. */
const READ_RECEIPT = 'application/vnd.microsoft.readReceipt';

type TurnPorts = Pick<ChannelContext, 'engine' | 'storage' | 'texts' | 'files' | 'deliveries' | 'log' | 'now'>;

/** Resolves once what she said is durable. @throws {EstafetError} as `Engine.handle` */
export async function takeTurn(turn: TurnContext, activity: Incoming, ports: TurnPorts): Promise<void> {
  // A wallet's affairs belong in a private chat: once one member is known, the others could act for her.
  if (isGroup(activity)) return ports.log.debug({ channel: activity.channelId }, 'bot framework: nothing for us, it is of a group');
  const sentAt = sentAtOf(activity);
  if (sentAt !== undefined && isStale(sentAt, ports.now())) {
    return ports.log.warn({ id: activity.id }, 'bot framework: a delivery from long ago was left out');
  }
  switch (activity.type) {
    case 'typing': {
      const from = { id: activity.from.id, ...(activity.from.name && { name: activity.from.name }), role: 'user' as const };
      ports.storage.live.publish({ kind: 'typing', conversationId: conversationIdOf(activity), from });
      return;
    }
    case 'invoke':
      return takeInvoke(turn, activity, ports);
    default: {
      if (activity.type === 'event' && activity.name === READ_RECEIPT) return takeReceipt(activity, ports);
      const input = await readInput(activity, ports);
      if (!input) return;
      const replies = await repliesTo(input, ports);
      if (!input.repliesInline) return;
      const context = wireContextOf(reference.parse(input.origin.address), ports);
      const wire = replies.flatMap((reply) => toWire(reply, context));
      if (wire.length) await turn.sendActivities(wire);
    }
  }
}

async function readInput(activity: Incoming, { files, storage }: TurnPorts): Promise<ActivityInput | undefined> {
  const conversationId = conversationIdOf(activity);
  const attachments = await expectFiles(activity, conversationId, files);
  const input = toInput({ ...activity, attachments: attachments.length ? attachments : undefined });
  const { text } = input?.activity ?? {};
  const { cards, capabilities } = lookOf(activity.channelId);
  // Only where options are numbered does a number say one.
  if (!input || cards !== 'words' || text === undefined || text.length > 8) return input;
  const { conversation } = await storage.store.load(conversationId);
  return { ...input, activity: { ...input.activity, text: numberedLabel(text, conversation, capabilities) ?? text } };
}

/** Names the last message she has read; those before it are read, too. */
async function takeReceipt(activity: Incoming, { deliveries }: TurnPorts): Promise<void> {
  const { value } = activity;
  const id = value !== null && typeof value === 'object' && !Array.isArray(value) ? value.lastReadMessageId : undefined;
  if (typeof id !== 'string') return;
  const conversationId = conversationIdOf(activity);
  const known = await deliveries.of(conversationId);
  const read = await deliveries.reported('botframework', providerIdOf(activity, id), 'read');
  const last = known.find(({ activityId }) => activityId === read?.id);
  if (last?.state === 'sent') await deliveries.readUntil(conversationId, last.at);
}

async function takeInvoke(turn: TurnContext, activity: Incoming, ports: TurnPorts): Promise<void> {
  const invoke = readInvoke(activity);
  if (invoke.kind === 'unknown') return;
  const response =
    invoke.kind === 'bad'
      ? invoke.response
      : invoke.respond(await repliesTo({ ...answerInput(activity, invoke.text), repliesInline: true }, ports));
  await turn.sendActivity({ type: 'invokeResponse', value: response });
}

/** What the bot answered her. A repeated delivery, whose first answer may have got lost, gets the same. */
async function repliesTo(input: ActivityInput, { engine, storage }: TurnPorts): Promise<Activity[]> {
  const handled = await engine.handle(input);
  let { activities } = handled;
  if (handled.outcome === 'duplicate' && input.repliesInline && handled.conversation) {
    const after = Math.max(0, handled.conversation.activityCount - RECENT);
    const page = await storage.store.activitiesAfter(input.conversationId, after, 'customer', RECENT);
    activities = page.activities.filter((entry) => inputIdOf(entry) === input.id);
  }
  return activities.filter((entry) => entry.visibility === 'customer' && entry.from.role !== 'user');
}
