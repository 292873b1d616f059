/** All standings of a flow and how one leads to another, found by XState's own graph search over the real steps. */
import { getShortestPaths } from 'xstate/graph';
import { startRun } from '../../src/core/run-flow.ts';
import { instrument } from './instrument.ts';
import { CUSTOMER, makeMove, type Move, movesAt, source, type Standing, standingAfter, type Surroundings } from './standing.ts';

/** More standings than this, and the flow remembers something that never ends. */
const LIMIT = 12_000;
/** Characters of a standing's key, which is mostly its snapshot. */
const LONGEST = 32_768;

export interface Edge {
  from: Standing;
  move: Move;
  to: Standing;
  /** The moves from the start to `to`. */
  path: Move[];
}

export interface Exploration {
  around: Surroundings;
  customerId: string;
  start: Standing;
  /** One for each standing that differs, with a shortest way to it. */
  standings: { at: Standing; path: Move[] }[];
  edges: Edge[];
  /** All the flow has, of which the exploration took some. */
  transitions: string[];
  states: string[];
  /** Given up: there was no end of standings, and what is here is incomplete. */
  endless: boolean;
}

/** @param verified as a customer whom the wallet has vouched for, else as a guest */
export function explore(plain: Surroundings, verified: boolean): Exploration {
  const { flow, transitions, states } = instrument(plain.flow);
  const around = { ...plain, flow };
  const customerId = verified ? CUSTOMER : '';
  const start = begin(around, customerId);
  const made: Omit<Edge, 'path'>[] = [];
  const logic = {
    config: {},
    getInitialSnapshot: () => start,
    transition: (from: Standing, move: Move) => {
      const to = makeMove(flow, from, move);
      made.push({ from, move, to });
      return to;
    },
    getPersistedSnapshot: (at: Standing) => at,
  };
  const seen = new Set<string>();
  let endless = false;
  const paths = getShortestPaths(logic as never, {
    events: ((at: Standing) => {
      const key = keyOf(at);
      seen.add(key);
      endless ||= seen.size > LIMIT || key.length > LONGEST;
      return endless ? [] : movesAt(around, at);
    }) as never,
    serializeState: ((at: Standing) => keyOf(at)) as never,
    serializeEvent: ((move: Move) => JSON.stringify(move)) as never,
  }) as unknown as { state: Standing; steps: { state: Standing; event: Move | { type: 'xstate.init' } }[] }[];
  const standings = paths.map(({ state, steps: taken }) => ({
    at: state,
    path: taken.flatMap(({ event }) => (event.type === 'xstate.init' ? [] : [event])),
  }));
  const pathTo = new Map(standings.map(({ at, path }) => [keyOf(at), path]));
  const edges = made.map((edge) => ({ ...edge, path: [...(pathTo.get(keyOf(edge.from)) ?? []), edge.move] }));
  return { around, customerId, start, standings, edges, transitions, states, endless };
}

function begin({ flow, locale }: Surroundings, customerId: string): Standing {
  try {
    return standingAfter(undefined, startRun(flow, 'run', { locale, customerId }, source));
  } catch (error) {
    const run = {
      id: 'run',
      flow: flow.key,
      snapshot: { value: '', context: {}, status: 'active' as const, history: {} },
      calls: {},
      timers: {},
      trail: [],
    };
    return { status: 'active', owner: 'bot', run, said: [], taken: [], entered: [], stale: [], error: `start: ${String(error)}` };
  }
}

const keys = new WeakMap<Standing, string>();

/** What tells standings apart: not which sum, date, number or address it is, only whether there is one. */
export function keyOf(standing: Standing): string {
  const known = keys.get(standing);
  if (known !== undefined) return known;
  const { run, owner, within, error } = standing;
  const context = JSON.stringify(run.snapshot.context, (_, value: unknown) => (isParticular(value) ? '#' : value));
  const key = JSON.stringify([
    run.snapshot.value,
    run.snapshot.status,
    context,
    owner,
    within,
    Object.keys(run.calls),
    Object.keys(run.timers),
    error,
  ]);
  keys.set(standing, key);
  return key;
}

function isParticular(value: unknown): boolean {
  if (typeof value === 'string') return /\d{4}/.test(value) || value.includes('@');
  return typeof value === 'number' && value >= 1000;
}
