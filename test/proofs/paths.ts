/** The fewest walks that between them take every transition of a flow. */
import type { Explorations } from './checks.ts';
import { type Edge, type Exploration, pathAlong } from './explore.ts';
import type { Move } from './standing.ts';

export interface Path {
  exploration: Exploration;
  moves: Move[];
  /** Transitions it is there for. */
  proves: string[];
}

/** Shortest first for each transition; a path that another one contains is left out. */
export function coveringPaths(explorations: Explorations): Path[] {
  const best = new Map<string, { exploration: Exploration; edge: Edge; steps: number }>();
  for (const exploration of explorations) {
    for (const edge of exploration.edges) {
      const steps = exploration.ways.get(edge.from.key)?.length ?? 0;
      for (const id of edge.to.taken) {
        const known = best.get(id);
        if (!known || steps < known.steps) best.set(id, { exploration, edge, steps });
      }
    }
  }
  const paths = new Map<string, Path>();
  for (const [id, { exploration, edge }] of best) {
    const moves = pathAlong(exploration, edge);
    const key = `${exploration.customerId} ${JSON.stringify(moves)}`;
    const path = paths.get(key) ?? { exploration, moves, proves: [] };
    path.proves.push(id);
    paths.set(key, path);
  }
  const longestFirst = [...paths].sort(([, a], [, b]) => b.moves.length - a.moves.length);
  const kept: string[] = [];
  return longestFirst.flatMap(([key, path]) => {
    // Its moves are the beginning of a longer one's: JSON of a list without its bracket is a prefix.
    if (kept.some((longer) => longer.startsWith(key.slice(0, -1)))) return [];
    kept.push(key);
    return [path];
  });
}
