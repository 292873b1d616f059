/** The flow a customer is in, as an agent sees it: never the raw snapshot. */
import { activeRun, type Conversation, type FlowRun } from '../core/conversation.ts';
import { factsOf } from '../core/handoff.ts';
import type { Flow } from '../core/flow.ts';
import { currentAsk } from '../core/run-flow.ts';
import { activeStates, restoreSnapshot } from '../core/snapshot.ts';
import type { Labels } from './labels.ts';
import type { FlowView } from './schemas.ts';

/** Null when no topic is running. @param lang of titles and labels */
export function flowView(conversation: Conversation, flows: ReadonlyMap<string, Flow>, labels: Labels, lang: string): FlowView | null {
  const run = activeRun(conversation);
  const flow = run && flows.get(run.flow);
  if (!run || !flow) return null;
  const { state, prompt } = standing(flow, run);
  const titled = (id: string) => ({ state: id, title: labels.state(lang, flow.id, id) });
  const question = prompt && labels.question(lang, flow.id, prompt, run.snapshot.context);
  return {
    id: flow.id,
    title: labels.topic(lang, flow.id),
    state,
    stateTitle: labels.state(lang, flow.id, state, `_common.state.${conversation.owner.kind === 'bot' ? 'working' : 'handed-off'}`),
    ...(question && { question }),
    facts: Object.entries(factsOf(flow, run)).map(([name, value]) => ({
      name,
      label: labels.fact(lang, flow.id, name),
      value: labels.factValue(lang, flow.id, name, value ?? ''),
    })),
    trail: run.trail.map(({ state: id, at }) => ({ ...titled(id), at })),
  };
}

/** Where she is: the step that asks, else the innermost one. A stored state that its flow no longer knows is shown as it is. */
function standing(flow: Flow, run: FlowRun): { state: string; prompt?: string } {
  try {
    const ask = currentAsk(flow, run);
    if (ask) return { state: ask.state, prompt: ask.params.prompt };
    const innermost = activeStates(flow.machine, restoreSnapshot(flow.machine, run.snapshot)).at(-1);
    return { state: innermost?.id ?? flow.id };
  } catch {
    return { state: JSON.stringify(run.snapshot.value) };
  }
}
