/** A turn that begins with the customer. */
import { BOT } from './activity.ts';
import { activeRun } from './conversation.ts';
import { readCorrection } from './correction.ts';
import { type Draft, MAX_RUNS } from './draft.ts';
import type { Opening } from './flow.ts';
import { isUpset, moodAfter, soothingKey } from './mood.ts';
import { correct, goBack, holdsForWallet, startOver } from './repair.ts';
import { choiceEvent, INTERRUPT_THRESHOLD, isTap, matchChoice, matchPlace, spokenLocale, textEvents } from './route.ts';
import { DANGER, flowFor, isForPerson, offerable, passingOnKey, priorityOf, topicRun } from './topics.ts';
import type { ActivityInput, Classification } from './turn-types.ts';
import { answerWaiting } from './waiting.ts';
import { leave, matchReturn, resume, welcomeBack } from './welcome-back.ts';

const CLOSING_HOLDS_MS = 12 * 60 * 60 * 1_000;
/** Topics offered at once when it is not clear which she means. */
const OFFERED = 2;
/** Times in a row that the bot may not understand before a person takes over; upset customers have less patience. */
const PATIENCE = 3;
const UPSET_PATIENCE = 2;

/** @param relayOnly keeps what she said and leaves the answer to others */
export function decideActivity(draft: Draft, input: ActivityInput, { relayOnly = false } = {}): void {
  const { activity } = input;
  if (activity.type === 'conversationUpdate') {
    if (draft.conversation.activityCount === 0) greet(draft);
    return;
  }
  // Whoever writes has us unblocked.
  draft.conversation.blockedAt = undefined;
  const { text } = activity;
  draft.log({
    type: activity.type === 'event' ? 'event' : 'message',
    from: { id: activity.from.id, name: activity.from.name, role: 'user' },
    visibility: 'customer',
    text,
    name: activity.name,
    value: activity.value,
    attachments: activity.attachments?.length ? activity.attachments : undefined,
    channelData: activity.channelData,
  });
  if (draft.conversation.status === 'closed') reopen(draft);
  draft.conversation.customerAt = Math.max(draft.conversation.customerAt ?? 0, saidAt(activity.channelData?.sentAt, draft.now));
  if (activity.type !== 'message') return;
  draft.conversation.openSecret = input.openSecret;
  const returns = draft.conversation.silence?.kind === 'closed';
  if (returns) draft.conversation.silence = undefined;
  const { followUp, owner } = draft.conversation;
  if (!relayOnly && owner.kind === 'bot' && !isTap(draft.conversation.choices, text ?? '')) {
    followLanguage(draft, input);
    draft.conversation.mood = moodAfter(draft.conversation.mood, input.classification?.mood);
  }
  if (input.masked?.length) sayMasked(draft, input.masked);
  // What she adds will get an answer of its own.
  if (followUp?.kind === 'ticket') draft.conversation.followUp = { kind: 'ticket', ticket: followUp.ticket };
  if (relayOnly || owner.kind === 'agent') return;
  if (owner.kind === 'queue') return answerWaiting(draft, text ?? '', input);
  if (!text?.trim() && activity.attachments?.length) return takeFiles(draft);
  if (returns && welcomeBack(draft, text ?? '', input)) return understood(draft);
  answer(draft, text ?? '', input);
}

/** By the provider's clock where it tells, as windows are counted by that; a clock ahead of ours is not believed. */
function saidAt(sentAt: unknown, now: number): number {
  return typeof sentAt === 'number' ? Math.min(now, Math.floor(sentAt)) : now;
}

/** What was asked at the close is not asked again of somebody who comes back another day. */
function reopen(draft: Draft): void {
  const { conversation } = draft;
  conversation.status = 'open';
  if (conversation.silence?.kind === 'closed') return;
  if (draft.now - conversation.updatedAt < CLOSING_HOLDS_MS) return;
  conversation.runs = [];
  conversation.choices = [];
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
  const { conversation } = draft;
  const spoken = spokenLocale(input.classification);
  if (!spoken || !draft.world.texts.locales.includes(spoken)) return;
  const stray = input.classification?.language?.brief && conversation.spoken !== undefined && conversation.spoken !== spoken;
  conversation.spoken = spoken;
  if (!stray) conversation.locale = spoken;
}

function answer(draft: Draft, text: string, input: ActivityInput): void {
  const { classification } = input;
  const intent = classification?.band === 'answer' ? classification.intent : 'none';
  const { choices } = draft.conversation;
  draft.conversation.choices = [];
  if (putsRight(draft, text, input, intent)) return understood(draft);
  const chosen = matchChoice(choices, text) ?? matchPlace(choices, text, classification) ?? matchReturn(choices, intent);
  if (chosen && choose(draft, chosen.value)) return understood(draft);

  soothe(draft, input, intent);
  if (wish(draft, intent)) return understood(draft);
  for (const event of textEvents(text, classification)) {
    if (draft.can(event)) {
      draft.step(event);
      return understood(draft);
    }
  }
  if (changeTopic(draft, intent, text, classification) || smallTalk(draft, intent)) return understood(draft);
  if (isBusy(draft)) return draft.say('_common.one-moment');
  misunderstand(draft, input);
}

/** Another answer to an earlier question, unless she wishes for something else altogether. */
function putsRight(draft: Draft, text: string, { classification }: ActivityInput, intent: string): boolean {
  if (!activeRun(draft.conversation) || ['talk-to-human', 'cancel', 'start-over', DANGER].includes(intent)) return false;
  const correction = readCorrection(draft.world.texts, text, classification?.entities ?? []);
  return correction !== undefined && correct(draft, correction);
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
  if (value === 'resume') return resume(draft);
  if (value === 'leave') return leave(draft);
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
      if (!holdsForWallet(draft)) draft.step({ type: 'CANCEL' });
      return true;
    case 'back':
      return goBack(draft);
    case 'start-over':
      letGo(draft);
      return startOver(draft);
    case DANGER:
      return inDanger(draft);
    default:
      return false;
  }
}

/** Comes before whatever she was asked; in the topic itself it is an answer like others. */
function inDanger(draft: Draft): boolean {
  const flow = flowFor(draft.world, DANGER);
  if (!flow) return passOn(draft, DANGER);
  const run = topicRun(draft.world, draft.conversation.runs);
  return run !== undefined && draft.flowOf(run).id === flow.id ? false : startTopic(draft, flow.id);
}

function changeTopic(draft: Draft, intent: string, text: string, classification?: Classification): boolean {
  const run = activeRun(draft.conversation);
  const holds = run !== undefined && !draft.flowOf(run).atClose;
  if (holds && (classification?.score ?? 0) < INTERRUPT_THRESHOLD && intent !== DANGER) return false;
  const entities = classification?.entities ?? [];
  return startTopic(draft, flowFor(draft.world, intent)?.id ?? intent, entities.length ? { text, entities } : undefined);
}

/** One warm sentence, then a person who sees what it is about. */
function passOn(draft: Draft, topic: string): boolean {
  if (!isForPerson(draft.world, draft.locale, topic)) return false;
  draft.conversation.topic = topic;
  draft.say(passingOnKey(draft.world, draft.locale, topic), { topic: draft.world.texts.format(draft.locale, `${topic}.title`) });
  draft.handoff('no-flow', { priority: priorityOf(topic) });
  return true;
}

/** One kind sentence before the answer, not every time. */
function soothe(draft: Draft, input: ActivityInput, intent: string): void {
  const { conversation, now, world, locale } = draft;
  const key = soothingKey(input.classification?.mood, conversation.soothedAt, now);
  // What is said to one in danger or with a complaint is kind already.
  if (!key || passingOnKey(world, locale, intent) !== '_common.passing-on') return;
  conversation.soothedAt = now;
  draft.say(key);
}

function startTopic(draft: Draft, flowId: string, opening?: Opening): boolean {
  const flow = draft.world.current.get(flowId);
  if (!flow) return passOn(draft, flowId);
  letGo(draft);
  const { runs } = draft.conversation;
  // Also where she is in a flow that it has started, which is to come first.
  if (topicRun(draft.world, runs)?.flow === flow.key) return draft.ask();
  // The topic she comes back to is continued, and the oldest of too many is let go.
  const others = runs.filter((run) => !run.flow.startsWith(`${flowId}@`)).slice(-(MAX_RUNS - 1));
  const resumed = runs.find((run) => run.flow === flow.key);
  draft.conversation.runs = resumed ? [...others, resumed] : others;
  if (resumed) return draft.ask();
  draft.start(flow, opening);
  return true;
}

/** Of what was asked at the close: she has come back with something new. */
function letGo(draft: Draft): void {
  draft.conversation.runs = draft.conversation.runs.filter((run) => !draft.flowOf(run).atClose);
}

function smallTalk(draft: Draft, intent: string): boolean {
  if (intent === 'greeting') letGo(draft);
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

/** First time reworded, second time choices with a person among them, third time a person; sooner for the upset. */
function misunderstand(draft: Draft, input: ActivityInput): void {
  draft.conversation.misunderstood += 1;
  const times = draft.conversation.misunderstood;
  const upset = isUpset(draft.conversation.mood);
  if (times >= (upset ? UPSET_PATIENCE : PATIENCE)) return draft.handoff('not-understood');
  if (upset) return draft.say('_common.not-understood-upset', {}, { choices: draft.choices(undefined, ['human']) });
  if (draft.ask(true)) return;
  const offered = input.classification?.band === 'offer' ? offeredTopics(draft, input) : [];
  if (offered.length) return draft.say('_common.did-you-mean', {}, { choices: draft.choices(undefined, [...offered, 'human']) });
  if (times === 1) return draft.say('_common.not-understood', {}, { choices: draft.topicChoices() });
  draft.say('_common.not-understood-again', {}, { choices: draft.topicChoices() });
}

function offeredTopics(draft: Draft, input: ActivityInput): string[] {
  const likely = input.classification?.alternatives ?? [];
  const { world, locale } = draft;
  return offerable(
    world,
    locale,
    likely.map(({ intent }) => intent),
  ).slice(0, OFFERED);
}
