/** One turn: an activity of a Bot Framework channel goes to the engine; what must be answered at once, is. */
import type { TurnContext } from 'botbuilder';
import type { Activity } from '../../core/activity.ts';
import type { ActivityInput } from '../../core/turn-types.ts';
import type { ChannelContext } from '../../ports/channel.ts';
import { answerInput, conversationIdOf, type Incoming, inputIdOf, toInput } from './incoming.ts';
import { readInvoke } from './invoke.ts';
import { toWire } from './wire.ts';

/** How far back the replies to a repeated delivery are looked for. */
const RECENT = 200;

type TurnPorts = Pick<ChannelContext, 'engine' | 'storage' | 'texts'>;

/** Resolves once what she said is durable. @throws {EstafetError} as `Engine.handle` */
export async function takeTurn(turn: TurnContext, activity: Incoming, ports: TurnPorts): Promise<void> {
  switch (activity.type) {
    case 'typing': {
      const from = { id: activity.from.id, ...(activity.from.name && { name: activity.from.name }), role: 'user' as const };
      ports.storage.live.publish({ kind: 'typing', conversationId: conversationIdOf(activity), from });
      return;
    }
    case 'invoke':
      return takeInvoke(turn, activity, ports);
    default: {
      const input = toInput(activity);
      if (!input) return;
      const replies = await repliesTo(input, ports);
      if (!input.repliesInline) return;
      const wire = replies.flatMap((reply) => toWire(reply, { texts: ports.texts, customerId: activity.from.id }));
      if (wire.length) await turn.sendActivities(wire);
    }
  }
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
