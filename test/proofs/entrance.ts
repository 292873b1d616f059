/** How a customer gets into a flow: by her own words, through a flow that starts it, or when an agent closes. */
import type { Flow } from '../../src/core/flow.ts';
import type { Material } from './material.ts';
import type { Move, Standing } from './standing.ts';
import { type Walker, type Words, walk } from './walk.ts';

/** The shortest way through the flow that asks who she is, to where it has told. */
export function identifyingMoves({ flows, explored }: Material, verified: boolean): Move[] {
  for (const id of flows) {
    const [edge] = (explored(id)[verified ? 1 : 0]?.edges ?? [])
      .filter(({ to }) => to.said.some(({ type }) => type === 'identify'))
      .sort((a, b) => a.path.length - b.path.length);
    if (edge) return edge.path;
  }
  return [];
}

/** @throws {Error} when there is no way in */
export async function enter(
  material: Material,
  walker: Walker,
  flow: Flow,
  verified: boolean,
  locale: string,
  words: Words,
): Promise<void> {
  if (flow.intent) {
    const opening = material.opening(flow.id, locale);
    if (opening === undefined) throw new Error(`${locale}: no phrase starts ${flow.id}`);
    return walker.say(opening);
  }
  if (flow.atClose) return walker.closed(words);
  const way = starter(material, flow, verified);
  if (!way) throw new Error(`nothing starts ${flow.id}`);
  await enter(material, walker, way.flow, verified, locale, words);
  const last = way.path.at(-1);
  await walk(walker, way.flow, way.start, way.path.slice(0, -1), words);
  if (last) await walker.move(way.flow, last, words);
}

function starter(
  { flows, explored, world }: Material,
  flow: Flow,
  verified: boolean,
): { flow: Flow; start: Standing; path: Move[] } | undefined {
  for (const id of flows) {
    const outer = world.current.get(id);
    const exploration = explored(id)[verified ? 1 : 0];
    const [edge] = (exploration?.edges ?? [])
      .filter(({ to }) => to.said.some((output) => output.type === 'startFlow' && output.flow === flow.id))
      .sort((a, b) => a.path.length - b.path.length);
    if (outer && exploration && edge) return { flow: outer, start: exploration.start, path: edge.path };
  }
  return undefined;
}
