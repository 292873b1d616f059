/** A turn that begins with the customer. */
import { BOT } from './activity.ts';
import { activeRun } from './conversation.ts';
import { type Draft, MAX_RUNS } from './draft.ts';
import { choiceEvent, INTERRUPT_THRESHOLD, isTap, matchChoice, spokenLocale, textEvents } from './route.ts';
import type { ActivityInput } from './turn-types.ts';
import { answerWaiting } from './waiting.ts';

/** @param relayOnly keeps what she said and leaves the answer to others */
export function decideActivity(draft: Draft, input: ActivityInput, { relayOnly = false } = {}): void {
  const { activity } = input;
  if (activity.type === 'conversationUpdate') {
    if (draft.conversation.activityCount === 0) greet(draft);
    return;
  }
  const { text } = activity;
  draft.log({
    type: activity.type === 'event' ? 'event' : 'message',
    from: { id: activity.from.id, name: activity.from.name, role: 'user' },
    visibility: 'customer',
    ...(text !== undefined && { text }),
    ...(activity.name !== undefined && { name: activity.name }),
    ...(activity.value !== undefined && { value: activity.value }),
    ...(activity.attachments?.length && { attachments: activity.attachments }),
    ...(activity.channelData && { channelData: activity.channelData }),
  });
  draft.conversation.customerAt = draft.now;
  if (draft.conversation.status === 'closed') draft.conversation.status = 'open';
  if (activity.type !== 'message') return;
  if (input.masked?.length) sayMasked(draft, input.masked);
  const { followUp, owner } = draft.conversation;
  // What she adds will get an answer of its own.
  if (followUp?.kind === 'ticket') draft.conversation.followUp = { kind: 'ticket', ticket: followUp.ticket };
  if (relayOnly || owner.kind === 'agent') return;
  if (owner.kind === 'queue') return answerWaiting(draft, text ?? '', input);
  if (!isTap(draft.conversation.choices, text ?? '')) followLanguage(draft, input);
  if (!text?.trim() && activity.attachments?.length) return takeFiles(draft);
  answer(draft, text ?? '', input);
}

/** Whoever owns the conversation, she learns why her words look different. */
function sayMasked(draft: Draft, kinds: string[]): void {
  if (draft.conversation.owner.kind === 'bot') return draft.say('_common.secret-masked');
  draft.log({ type: 'event', name: 'secret.masked', value: { kinds }, from: BOT, visibility: 'customer' });
}

function greet(draft: Draft): void {
  draft.say('_common.welcome', {}, { choices: draft.topicChoices() });
}

function followLanguage(draft: Draft, input: ActivityInput): void {
  const spoken = spokenLocale(input.classification);
  if (spoken && draft.world.texts.locales.includes(spoken)) draft.conversation.locale = spoken;
}

function answer(draft: Draft, text: string, input: ActivityInput): void {
  const { conversation } = draft;
  const chosen = matchChoice(conversation.choices, text);
  conversation.choices = [];
  if (chosen && choose(draft, chosen.value)) return understood(draft);

  const { classification } = input;
  const intent = classification?.band === 'answer' ? classification.intent : 'none';
  if (wish(draft, intent)) return understood(draft);
  for (const event of textEvents(text, classification)) {
    if (draft.can(event)) {
      draft.step(event);
      return understood(draft);
    }
  }
  if (changeTopic(draft, intent, classification?.score ?? 0) || smallTalk(draft, intent)) return understood(draft);
  if (isBusy(draft)) return draft.say('_common.one-moment');
  misunderstand(draft, input);
}

/** The bot reads no files; she is told so, and the question she was asked still stands. */
function takeFiles(draft: Draft): void {
  const asked = activeRun(draft.conversation) !== undefined;
  draft.say('_common.file-received', {}, asked ? {} : { choices: draft.topicChoices() });
  if (asked) draft.ask();
}

function understood(draft: Draft): void {
  draft.conversation.misunderstood = 0;
}

function choose(draft: Draft, value: string): boolean {
  if (value.startsWith('topic:')) return startTopic(draft, value.slice('topic:'.length));
  if (value === 'human') return wish(draft, 'talk-to-human');
  const event = choiceEvent(value);
  if (draft.can(event)) {
    draft.step(event);
    return true;
  }
  return value === 'back' || value === 'cancel' ? wish(draft, value) : false;
}

/** Wishes that hold in every state. */
function wish(draft: Draft, intent: string): boolean {
  switch (intent) {
    case 'talk-to-human':
      if (draft.can({ type: 'HUMAN' })) draft.step({ type: 'HUMAN' });
      draft.handoff('asked-for-person');
      return true;
    case 'cancel':
      if (!activeRun(draft.conversation)) return false;
      draft.step({ type: 'CANCEL' });
      return true;
    case 'back':
      return goBack(draft);
    default:
      return false;
  }
}

/** To the question before this one; at the first question it is asked again. */
function goBack(draft: Draft): boolean {
  const run = activeRun(draft.conversation);
  const target = run && (run.trail.at(-2) ?? run.trail.at(-1));
  if (!target) return false;
  draft.step({ type: `goto.${target.state}` });
  return true;
}

function changeTopic(draft: Draft, intent: string, score: number): boolean {
  const flow = [...draft.world.current.values()].find((candidate) => candidate.intent === intent);
  const run = activeRun(draft.conversation);
  if (!flow || (run && score < INTERRUPT_THRESHOLD)) return false;
  return startTopic(draft, flow.id);
}

function startTopic(draft: Draft, flowId: string): boolean {
  const flow = draft.world.current.get(flowId);
  if (!flow) return false;
  const { runs } = draft.conversation;
  if (runs.at(-1)?.flow === flow.key) return draft.ask();
  // The topic she comes back to is continued, and the oldest of too many is let go.
  const others = runs.filter((run) => !run.flow.startsWith(`${flowId}@`)).slice(-(MAX_RUNS - 1));
  const resumed = runs.find((run) => run.flow === flow.key);
  draft.conversation.runs = resumed ? [...others, resumed] : others;
  if (resumed) return draft.ask();
  draft.start(flow);
  return true;
}

function smallTalk(draft: Draft, intent: string): boolean {
  const inFlow = activeRun(draft.conversation) !== undefined;
  // Between topics, "yes" and "no" answer whether there is anything else.
  if (!inFlow && intent === 'deny') return smallTalk(draft, 'thanks-goodbye');
  if (!inFlow && intent === 'affirm') {
    draft.say('_common.go-ahead', {}, { choices: draft.topicChoices() });
    return true;
  }
  if (intent !== 'greeting' && intent !== 'thanks-goodbye') return false;
  const key = intent === 'greeting' ? '_common.hello' : '_common.you-are-welcome';
  draft.say(key, {}, inFlow || intent === 'thanks-goodbye' ? {} : { choices: draft.topicChoices() });
  if (inFlow) draft.ask();
  return true;
}

/** In a state that waits for the wallet and asks nothing. */
function isBusy(draft: Draft): boolean {
  const run = activeRun(draft.conversation);
  return run !== undefined && Object.keys(run.calls).length > 0;
}

/** First time reworded, second time choices with a person among them, third time a person. */
function misunderstand(draft: Draft, input: ActivityInput): void {
  draft.conversation.misunderstood += 1;
  const times = draft.conversation.misunderstood;
  if (times >= 3) return draft.handoff('not-understood');
  if (draft.ask(true)) return;
  const offered = input.classification?.band === 'offer' ? offeredTopics(draft, input) : [];
  if (offered.length) return draft.say('_common.did-you-mean', {}, { choices: draft.choices(undefined, [...offered, 'human']) });
  if (times === 1) return draft.say('_common.not-understood', {}, { choices: draft.topicChoices() });
  draft.say('_common.not-understood-again', {}, { choices: draft.topicChoices() });
}

function offeredTopics(draft: Draft, input: ActivityInput): string[] {
  const flows = [...draft.world.current.values()];
  const likely = input.classification?.alternatives ?? [];
  const offered = likely.flatMap(({ intent }) => flows.filter((flow) => flow.intent === intent).map((flow) => `topic:${flow.id}`));
  return offered.slice(0, 2);
}
