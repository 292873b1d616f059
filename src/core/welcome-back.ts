/** What the bot says when she falls silent, and when she comes back. */
import { activeRun, type Choice } from './conversation.ts';
import type { Draft } from './draft.ts';
import { INTERRUPT_THRESHOLD, matchLabel, textEvents } from './route.ts';
import { DANGER, flowFor, isForPerson, topicRun } from './topics.ts';
import type { ActivityInput } from './turn-types.ts';

/** Wishes that say clearly enough what she has come back for. */
const CLEAR = ['talk-to-human', 'cancel', 'back', 'start-over', DANGER];

/** @returns whether the timer was that of her silence */
export function fallSilent(draft: Draft, timerId: string): boolean {
  const { silence } = draft.conversation;
  if (!silence || silence.kind === 'closed' || silence.timerId !== timerId) return false;
  if (draft.now < silence.dueAt) {
    draft.listenOn(silence);
    return true;
  }
  if (silence.kind === 'remind') {
    draft.say('_common.still-there');
    draft.ask();
    draft.listensFor = 'close';
    return true;
  }
  draft.say('_common.closed-quietly');
  draft.conversation.status = 'closed';
  draft.conversation.silence = { kind: 'closed' };
  return true;
}

/** Her first message after that; false where it says by itself what she wants. */
export function welcomeBack(draft: Draft, text: string, { classification }: ActivityInput): boolean {
  const { conversation, world, locale } = draft;
  const run = topicRun(world, conversation.runs);
  if (!run || matchLabel(conversation.choices, text)) return false;
  const intent = classification?.band === 'answer' ? classification.intent : 'none';
  const topic = flowFor(world, intent) !== undefined || isForPerson(world, locale, intent);
  if (CLEAR.includes(intent) || (topic && (classification?.score ?? 0) >= INTERRUPT_THRESHOLD)) return false;
  // The answer to what she was asked; a mere "yes" may answer anything.
  if (textEvents(text, classification).some((event) => event.type === 'TEXT' && event.entities.length && draft.can(event))) return false;
  const title = world.texts.format(locale, `${draft.flowOf(run).id}.title`);
  draft.say('_common.welcome-back', { topic: title }, { choices: draft.choices(undefined, ['resume', 'leave']) });
  return true;
}

/** "Yes" and "no" to the welcome, however she words them. */
export function matchReturn(choices: Choice[], intent: string): Choice | undefined {
  if (!choices.some(({ value }) => value === 'resume')) return undefined;
  const value = { affirm: 'resume', deny: 'leave' }[intent];
  return choices.find((choice) => choice.value === value);
}

/** On at the exact state, whose question is repeated. */
export function resume(draft: Draft): boolean {
  if (draft.ask()) return true;
  const run = activeRun(draft.conversation);
  if (run && Object.keys(run.calls).length) draft.say('_common.one-moment');
  else draft.sayAnythingElse();
  return true;
}

export function leave(draft: Draft): boolean {
  draft.conversation.runs = [];
  draft.say('_common.go-ahead', {}, { choices: draft.topicChoices() });
  return true;
}
