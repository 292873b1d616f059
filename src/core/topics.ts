/** Topics: those with a flow, and those that are understood and go to a person, until somebody builds their flow. */
import type { FlowRun } from './conversation.ts';
import type { World } from './draft.ts';
import type { Flow, Priority } from './flow.ts';

/** Acts in every state: she may be losing money now. */
export const DANGER = 'account-compromised';

const PRIORITIES = new Map<string, Priority>([
  [DANGER, 'urgent'],
  ['complaint', 'high'],
]);

export function flowFor(world: World, intent: string): Flow | undefined {
  return [...world.current.values()].find((flow) => flow.intent === intent);
}

/** The topic she is in: the latest of her runs that no other flow has started. */
export function topicRun({ flows }: World, runs: FlowRun[]): FlowRun | undefined {
  return runs.findLast(({ flow }) => flows.get(flow)?.intent);
}

/** Whether there is a topic of this name without a flow: then it has a title all the same. */
export function isForPerson({ texts, current }: World, locale: string, topic: string): boolean {
  return !current.has(topic) && topic !== '_common' && texts.has(locale, `${topic}.title`);
}

export function priorityOf(topic: string): Priority {
  return PRIORITIES.get(topic) ?? 'normal';
}

/** What she hears before a person takes over. */
export function passingOnKey({ texts }: World, locale: string, topic: string): string {
  const own = `_common.passing-on.${topic}`;
  return texts.has(locale, own) ? own : '_common.passing-on';
}

/** Choice ids of the likeliest topics that she can be offered. */
export function offerable(world: World, locale: string, intents: string[]): string[] {
  return intents.flatMap((intent) => {
    const flow = flowFor(world, intent);
    if (flow) return [`topic:${flow.id}`];
    return isForPerson(world, locale, intent) ? [`topic:${intent}`] : [];
  });
}
