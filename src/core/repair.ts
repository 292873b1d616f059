/** Mending a conversation, the same in every flow: one step back, all over again, another answer to an earlier question. */
import { activeRun, type FlowRun } from './conversation.ts';
import type { Correction } from './correction.ts';
import type { Draft } from './draft.ts';
import type { Flow, FlowEvent } from './flow.ts';
import { callsUnderWay, canStep, currentAsk, type FlowStep, stepRun } from './run-flow.ts';
import { topicRun } from './topics.ts';
import { WRITE_OPERATIONS } from './wallet-operations.ts';

type TextEvent = Extract<FlowEvent, { type: 'TEXT' }>;

/** Says nothing that a state could want; whoever takes this takes any text. */
const ANY_TEXT: TextEvent = { type: 'TEXT', text: 'abc def', intent: 'none', entities: [] };

/**
 * Whether she has to wait: a wallet write is under way, and only its answer tells what it did. Whoever left now would
 * hear that nothing has changed, or have it done a second time.
 */
export function holdsForWallet(draft: Draft): boolean {
  const run = activeRun(draft.conversation);
  const writes = run !== undefined && callsUnderWay(draft.flowOf(run), run).some((operation) => WRITE_OPERATIONS.includes(operation));
  if (writes) draft.say('_common.under-way');
  return writes;
}

/** To the question before this one, or, while none is asked, to the last; at the first question it is asked again. */
export function goBack(draft: Draft): boolean {
  const run = activeRun(draft.conversation);
  if (!run || holdsForWallet(draft)) return run !== undefined;
  const asked = currentAsk(draft.flowOf(run), run)?.state;
  const last = run.trail.at(-1);
  const target = asked === last?.state ? (run.trail.at(-2) ?? last) : last;
  if (!target) return false;
  draft.step({ type: `goto.${target.state}` });
  return true;
}

/** The topic she is in from its beginning, with all that was started for it; between topics, which one. */
export function startOver(draft: Draft): boolean {
  const { conversation, world } = draft;
  const run = topicRun(world, conversation.runs);
  const flow = run && world.current.get(draft.flowOf(run).id);
  if (!run || !flow) {
    draft.say('_common.go-ahead', {}, { choices: draft.topicChoices() });
    return true;
  }
  if (holdsForWallet(draft)) return true;
  conversation.runs = conversation.runs.slice(0, conversation.runs.indexOf(run));
  draft.say('_common.starting-over');
  draft.start(flow);
  return true;
}

/**
 * The question that asks for what she puts right takes it: this one, else the latest of those she came through, to which
 * she is taken back; else this one as any text.
 */
export function correct(draft: Draft, { text, entities }: Correction): boolean {
  const run = activeRun(draft.conversation);
  if (!run) return false;
  const flow = draft.flowOf(run);
  const event: TextEvent = { type: 'TEXT', text, intent: 'none', entities };
  if (asksFor(flow, run, event)) {
    draft.step(event);
    return true;
  }
  const earlier = earlierAnswer(draft, flow, run, event);
  if (earlier) {
    if (!holdsForWallet(draft)) {
      draft.say('_common.corrected');
      draft.apply(earlier);
    }
    return true;
  }
  if (!canStep(flow, run, event)) return false;
  draft.step(event);
  return true;
}

function asksFor(flow: Flow, run: FlowRun, event: TextEvent): boolean {
  return canStep(flow, run, event) && !canStep(flow, run, ANY_TEXT);
}

/** Back to an earlier question and its new answer in one step: the question itself is not heard again. */
function earlierAnswer(draft: Draft, flow: Flow, run: FlowRun, event: TextEvent): FlowStep | undefined {
  const source = { now: draft.now, nextId: draft.nextId };
  const asked = currentAsk(flow, run)?.state;
  for (const { state } of run.trail.toReversed()) {
    if (state === asked) continue;
    const back = stepRun(flow, run, { type: `goto.${state}` }, source);
    if (!asksFor(flow, back.run, event)) continue;
    const step = stepRun(flow, back.run, event, source);
    const live = new Set(Object.values(step.run.calls));
    const kept = back.outputs.filter((output) => output.type === 'callWallet' && live.has(output.effectId));
    return { run: step.run, outputs: [...kept, ...step.outputs] };
  }
  return undefined;
}
