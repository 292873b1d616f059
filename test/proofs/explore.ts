/** All standings of a flow and how one leads to another, found by XState's own graph search over the real steps. */
import { isDeepStrictEqual } from 'node:util';
import { getShortestPaths } from 'xstate/graph';
import { extendTrail, startRun } from '../../src/core/run-flow.ts';
import { instrument } from './instrument.ts';
import { CUSTOMER, gotosAt, makeMove, type Move, movesAt, source, type Standing, standingAfter, type Surroundings } from './standing.ts';

/** More places than this, and the flow remembers something that never ends. */
const LIMIT = 12_000;
/** Characters of what tells a standing apart, which is mostly its snapshot. */
const LONGEST = 32_768;

/** A standing with what it shares with those that are not told apart from it: short, since there are hundreds of thousands. */
export interface Place extends Standing {
  key: string;
}

export interface Edge {
  from: Place;
  move: Move;
  to: Place;
}

/** From one start. */
export interface Exploration {
  around: Surroundings;
  customerId: string;
  start: Place;
  /** One for each key. */
  places: Place[];
  /** A shortest way to each of them, by its key. */
  ways: Map<string, Move[]>;
  edges: Edge[];
  /** All the flow has, of which the exploration took some. */
  transitions: string[];
  states: string[];
  /** Given up: there was no end of places, and what is here is incomplete. */
  endless: boolean;
}

/**
 * @returns explores the flow as a customer whom the wallet has vouched for, or else as a guest. They mostly come to the same
 * places, where a step is made once for both.
 */
export function createExplorer(plain: Surroundings): (verified: boolean) => Exploration {
  const { flow, transitions, states } = instrument(plain.flow);
  const around = { ...plain, flow };
  const keys = new Map<string, string>();
  /** By the key of where they begin: that place, as it was come to first. */
  const known = new Map<string, { at: Place; edges: Edge[] }>();

  function placed(at: Standing): Place {
    const all = tellingApart(at);
    const key = keys.get(all) ?? `place ${keys.size}`;
    keys.set(all, key);
    // As a store gives it back: the step must restore it, and what it was in memory may go.
    const run = { ...at.run, snapshot: { ...at.run.snapshot } };
    return { ...at, run, key };
  }

  function edgesFrom(from: Place): Edge[] {
    const step = (move: Move): Edge => ({ from, move, to: placed(makeMove(flow, from, move)) });
    const before = known.get(from.key);
    // The key leaves out which sum or number it is, on which a step may depend all the same.
    if (!before || !isDeepStrictEqual(before.at.run.snapshot, from.run.snapshot)) {
      const edges = movesAt(around, from).map(step);
      if (!before) known.set(from.key, { at: from, edges });
      return edges;
    }
    // It leaves out as well where she has been, which she may go back to.
    const back = new Map(before.edges.flatMap((edge) => (edge.move.type === 'goto' ? [[edge.move.state, edge]] : [])));
    return [
      ...before.edges.filter(({ move }) => move.type !== 'goto').map((edge) => along(edge, from)),
      ...gotosAt(from).map((move) => (back.has(move.state) ? along(back.get(move.state) as Edge, from) : step(move))),
    ];
  }

  return (verified) => {
    const customerId = verified ? CUSTOMER : '';
    const start = placed(begin(around, customerId));
    const edges: Edge[] = [];
    // To XState an edge is the event by which it is taken.
    const logic = {
      config: {},
      getInitialSnapshot: () => start,
      transition: (_from: Place, edge: Edge) => {
        edges.push(edge);
        return edge.to;
      },
      getPersistedSnapshot: (at: Place) => at,
    };
    let seen = 0;
    let endless = false;
    const paths = getShortestPaths(logic as never, {
      events: ((at: Place) => {
        seen += 1;
        endless ||= seen > LIMIT || tellingApart(at).length > LONGEST;
        return endless ? [] : edgesFrom(at);
      }) as never,
      serializeState: (({ key }: Place) => key) as never,
      // Only to tell the moves of one standing apart, and `movesAt` names none twice.
      serializeEvent: (() => String(edges.length)) as never,
    }) as unknown as { state: Place; steps: { event: Edge | { type: 'xstate.init' } }[] }[];
    const ways = new Map(paths.map(({ state, steps }) => [state.key, steps.flatMap(({ event }) => ('move' in event ? event.move : []))]));
    return { around, customerId, start, places: paths.map(({ state }) => state), ways, edges, transitions, states, endless };
  };
}

/** The same step from the same place by one who has been elsewhere before. */
function along({ from: theirs, move, to }: Edge, from: Place): Edge {
  const asked = to.run.trail === theirs.run.trail ? undefined : to.run.trail.at(-1)?.state;
  const trail = extendTrail(from.run.trail, asked, source.now);
  return { from, move, to: { ...to, run: { ...to.run, trail } } };
}

/** The moves from the start along this edge. */
export function pathAlong({ ways }: Exploration, { from, move }: Edge): Move[] {
  return [...(ways.get(from.key) ?? []), move];
}

/** Of the edges like this one that lies nearest to the start. */
export function nearest(exploration: Exploration, wanted: (edge: Edge) => boolean): Edge | undefined {
  const distance = ({ from }: Edge) => exploration.ways.get(from.key)?.length ?? 0;
  return exploration.edges.filter(wanted).sort((a, b) => distance(a) - distance(b))[0];
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

/** What tells standings apart: not which sum, date, number or address it is, only whether there is one. */
function tellingApart({ run, owner, within, error }: Standing): string {
  const context = JSON.stringify(run.snapshot.context, (_, value: unknown) => (isParticular(value) ? '#' : value));
  return JSON.stringify([
    run.snapshot.value,
    run.snapshot.status,
    context,
    owner,
    within,
    Object.keys(run.calls),
    Object.keys(run.timers),
    error,
  ]);
}

function isParticular(value: unknown): boolean {
  if (typeof value === 'string') return /\d{4}/.test(value) || value.includes('@');
  return typeof value === 'number' && value >= 1000;
}
