/** How a customer gets into a flow: by her own words, through a flow that starts it, or when an agent closes. */
import type { Flow } from '../../src/core/flow.ts';
import { nearest, pathAlong } from './explore.ts';
import { type Material, memoised } from './material.ts';
import type { Move, Standing } from './standing.ts';
import { type Walker, type Words, walk } from './walk.ts';

export interface Entrance {
  /** The shortest way through the flow that asks who she is, to where it has told. */
  identifyingMoves(verified: boolean): Move[];
  /** @throws {Error} when there is no way in */
  enter(walker: Walker, flow: Flow, verified: boolean, locale: string, words: Words): Promise<void>;
}

/** Each way is looked for once, among all edges of all flows. */
export function createEntrance({ flows, explored, opening, world }: Material): Entrance {
  const exploredAs = (id: string, verified: boolean) => explored(id)[verified ? 1 : 0];

  const identifyingMoves = memoised((verified: boolean): Move[] => {
    for (const id of flows) {
      const exploration = exploredAs(id, verified);
      const edge = exploration && nearest(exploration, ({ to }) => to.said.some(({ type }) => type === 'identify'));
      if (edge) return pathAlong(exploration, edge);
    }
    return [];
  });

  /** The shortest way to where another flow starts this one. */
  function starter(id: string, verified: boolean): { flow: Flow; start: Standing; path: Move[] } | undefined {
    for (const other of flows) {
      const flow = world.current.get(other);
      const exploration = exploredAs(other, verified);
      const starts = ({ said }: Standing) => said.some((output) => output.type === 'startFlow' && output.flow === id);
      const edge = exploration && nearest(exploration, ({ to }) => starts(to));
      if (flow && edge) return { flow, start: exploration.start, path: pathAlong(exploration, edge) };
    }
    return undefined;
  }
  const starters = { verified: memoised((id: string) => starter(id, true)), guest: memoised((id: string) => starter(id, false)) };

  async function enter(walker: Walker, flow: Flow, verified: boolean, locale: string, words: Words): Promise<void> {
    if (flow.intent) {
      const phrase = opening(flow.id, locale);
      if (phrase === undefined) throw new Error(`${locale}: no phrase starts ${flow.id}`);
      return walker.say(phrase);
    }
    if (flow.atClose) return walker.closed(words);
    const way = starters[verified ? 'verified' : 'guest'](flow.id);
    if (!way) throw new Error(`nothing starts ${flow.id}`);
    await enter(walker, way.flow, verified, locale, words);
    const last = way.path.at(-1);
    await walk(walker, way.flow, way.start, way.path.slice(0, -1), words);
    if (last) await walker.move(way.flow, last, words);
  }

  return { identifyingMoves, enter };
}
