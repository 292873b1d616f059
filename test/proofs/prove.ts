/** Everything that is proven of a flow without a test of its own. */
import type { Flow } from '../../src/core/flow.ts';
import type { Messages } from '../../src/core/render.ts';
import {
  badSnapshots,
  deadEnds,
  type Explorations,
  repeatedWrites,
  staleAccepted,
  thrown,
  unreachable,
  untaken,
  withoutPerson,
} from './checks.ts';
import { createExplorer } from './explore.ts';
import { unevenLanguages, unsayable } from './messages.ts';
import type { Surroundings } from './standing.ts';

export const CHECKS = {
  'no step throws': thrown,
  'all states can be reached': unreachable,
  'every transition is taken': untaken,
  'there is no dead end': deadEnds,
  'a person can be reached from every state, by the flow’s own way too': withoutPerson,
  'snapshots are plain JSON of bounded size': badSnapshots,
  'no stale answer is taken': staleAccepted,
  'going back repeats no wallet write': repeatedWrites,
} satisfies Record<string, (explorations: Explorations) => string[]>;

export function exploreBoth(around: Surroundings): Explorations {
  const explore = createExplorer(around);
  return [explore(false), explore(true)];
}

export function badMessages(explorations: Explorations, flow: Flow, messages: Messages): string[] {
  const texts = explorations[0]?.around.world.texts;
  return [...unevenLanguages(flow.id, messages), ...(texts ? unsayable(explorations, texts) : [])];
}
