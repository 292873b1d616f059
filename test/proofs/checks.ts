/** What must hold for every flow, as questions to its explorations. Each answers with what is wrong, in words. */
import { allStates, askOf, type Flow } from '../../src/core/flow.ts';
import { activeStates, restoreSnapshot, storeSnapshot } from '../../src/core/snapshot.ts';
import { settleCall } from '../../src/core/run-flow.ts';
import { WRITE_OPERATIONS } from '../../src/core/wallet-operations.ts';
import type { Edge, Exploration } from './explore.ts';
import { describeMove, makeMove, movesAt, source, type Standing } from './standing.ts';

/** Bytes of JSON that one snapshot may take: thousands of them lie in memory and go to disk each turn. */
const MAX_SNAPSHOT = 8 * 1024;
const LONG_CHAT = 400;

/** A guest's and a verified customer's. */
export type Explorations = readonly Exploration[];

export function untaken(explorations: Explorations): string[] {
  const taken = new Set(explorations.flatMap(({ start, edges }) => [start, ...edges.map(({ to }) => to)].flatMap((at) => at.taken)));
  return missing(explorations, 'transitions', taken).map((id) => `nothing ever takes: ${id}`);
}

export function unreachable(explorations: Explorations): string[] {
  const entered = new Set(explorations.flatMap(({ start, edges }) => [start, ...edges.map(({ to }) => to)].flatMap((at) => at.entered)));
  return missing(explorations, 'states', entered).map((id) => `nobody ever gets to: ${id}`);
}

function missing(explorations: Explorations, what: 'transitions' | 'states', seen: ReadonlySet<string>): string[] {
  return [...new Set(explorations.flatMap((exploration) => exploration[what]))].filter((id) => !seen.has(id));
}

export function thrown(explorations: Explorations): string[] {
  return distinct(explorations.flatMap(({ start, edges }) => [start, ...edges.map(({ to }) => to)].flatMap(({ error }) => error ?? [])));
}

/** Moves that the house gives to every flow; a flow is not to live on them alone. */
const GIVEN = ['human', 'cancel', 'goto'];

/** Standings where nobody can do anything, or from which nothing leads to an end or to a person. */
export function deadEnds(explorations: Explorations): string[] {
  return distinct(
    explorations.flatMap((exploration) => {
      const { flow } = exploration.around;
      const ends = leadingTo(exploration, ({ to }) => to.status === 'done' || to.owner === 'queue');
      const own = new Set(exploration.edges.filter(({ move }) => !GIVEN.includes(move.type)).map(({ from }) => from.key));
      return exploration.places.flatMap((at) => {
        if (at.status === 'done' || at.error !== undefined) return [];
        if (at.owner === 'bot' && !own.has(at.key)) return [`${where(at)}: nothing she, the wallet or the clock does leads on`];
        const mute = at.owner === 'queue' && Object.keys(at.run.calls).length === 0 && !asks(flow, at);
        if (mute && makeMove(flow, at, { type: 'return' }).said.length === 0)
          return [`${where(at)}: an agent who hands back finds the bot without a word`];
        return ends.has(at.key) || at.owner === 'queue' ? [] : [`${where(at)}: nothing leads to an end or to a person`];
      });
    }),
  );
}

function asks(flow: Flow, { run }: Standing): boolean {
  return activeStates(flow.machine, restoreSnapshot(flow.machine, run.snapshot)).some((node) => askOf(node));
}

/** A person, by HUMAN from everywhere, and by the flow's own way as well. */
export function withoutPerson(explorations: Explorations): string[] {
  return distinct(
    explorations.flatMap((exploration) => {
      const called = exploration.edges.filter(({ move, to }) => move.type === 'human' && to.owner !== 'queue');
      const own = leadingTo(exploration, ({ move, to }) => move.type !== 'human' && handsOff(to));
      const stranded = exploration.places.filter((at) => at.status === 'active' && at.error === undefined && !own.has(at.key));
      return [
        ...called.map(({ from }) => `${where(from)}: asking for a person brings none`),
        ...stranded.map((at) => `${where(at)}: the flow itself never brings a person`),
      ];
    }),
  );
}

function handsOff({ said }: Standing): boolean {
  return said.some(({ type }) => type === 'handoff');
}

/** Keys of the standings from which some edge like this can be reached, without what the house gives. */
function leadingTo({ edges }: Exploration, wanted: (edge: Edge) => boolean): Set<string> {
  const before = new Map<string, string[]>();
  const open: string[] = [];
  for (const edge of edges) {
    if (GIVEN.includes(edge.move.type)) continue;
    const from = edge.from.key;
    if (wanted(edge)) open.push(from);
    const to = edge.to.key;
    const known = before.get(to);
    if (known) known.push(from);
    else before.set(to, [from]);
  }
  const found = new Set<string>();
  for (let key = open.pop(); key !== undefined; key = open.pop()) {
    if (found.has(key)) continue;
    found.add(key);
    open.push(...(before.get(key) ?? []));
  }
  return found;
}

/** Snapshots are plain JSON, come back as they went, and stay small in the longest chat. */
export function badSnapshots(explorations: Explorations): string[] {
  const places = new Map(
    explorations.flatMap(({ around, places: found }) => found.map((at) => [at.run.snapshot, { flow: around.flow, at }])),
  );
  return distinct([
    ...[...places.values()].flatMap(({ flow, at }) => badSnapshot(flow, at)),
    ...explorations.flatMap((exploration) => [
      ...(exploration.endless ? [`${exploration.around.flow.key} remembers more and more: there is no end of its snapshots`] : []),
      ...wander(exploration).flatMap((at) => badSnapshot(exploration.around.flow, at)),
    ]),
  ]);
}

function badSnapshot(flow: Flow, at: Standing): string[] {
  if (at.error !== undefined) return [];
  const { snapshot } = at.run;
  const json = JSON.stringify(snapshot);
  const again = JSON.stringify(storeSnapshot(restoreSnapshot(flow.machine, JSON.parse(json) as typeof snapshot)));
  return [
    ...(Buffer.byteLength(json) > MAX_SNAPSHOT ? [`${where(at)}: a snapshot of more than ${MAX_SNAPSHOT} bytes`] : []),
    ...(again === json && isPlain(snapshot.context) ? [] : [`${where(at)}: the snapshot does not come back from JSON as it went`]),
  ];
}

function isPlain(value: unknown): boolean {
  if (value === null || typeof value === 'string' || typeof value === 'boolean') return true;
  if (typeof value === 'number') return Number.isFinite(value);
  if (typeof value !== 'object') return false;
  const proto: unknown = Object.getPrototypeOf(value);
  return (Array.isArray(value) || proto === Object.prototype) && Object.values(value).every(isPlain);
}

/** A chat that goes round and round: always the move that was made least often. */
function wander({ around, start }: Exploration): Standing[] {
  const times = new Map<string, number>();
  const seen: Standing[] = [start];
  let at: Standing = start;
  for (let turn = 0; turn < LONG_CHAT; turn += 1) {
    const tired = (id: string) => times.get(id) ?? 0;
    const moves = movesAt(around, at).filter(({ type }) => type !== 'cancel');
    const place = JSON.stringify(at.run.snapshot.value);
    const named = moves.map((move) => ({ move, id: `${place} ${describeMove(move)}` })).sort((a, b) => tired(a.id) - tired(b.id));
    let least: { id: string; to: Standing } | undefined;
    for (const { move, id } of named) {
      const to = makeMove(around.flow, at, move);
      if (to.status !== 'active' || to.error !== undefined) continue;
      least = { id, to };
      break;
    }
    if (!least) return seen;
    times.set(least.id, tired(least.id) + 1);
    at = least.to;
    seen.push(at);
  }
  return seen;
}

/** The answer to an earlier visit of a state changes nothing; and no state listens for answers that are not its own. */
export function staleAccepted(explorations: Explorations): string[] {
  const flow = explorations[0]?.around.flow;
  const listeners = flow ? allStates(flow.machine.root).flatMap((node) => ownListeners(node.config.on, node.id)) : [];
  const late = explorations.flatMap(({ around, edges }) =>
    edges.flatMap(({ to }) =>
      to.stale.flatMap((effect) => {
        const step = settleCall(around.flow, to.run, effect, { ok: true, output: {} }, source);
        return step ? [`${where(to)}: takes an answer that was meant for an earlier state`] : [];
      }),
    ),
  );
  return distinct([...listeners, ...late]);
}

function ownListeners(on: object | undefined, id: string): string[] {
  const foreign = Object.keys(on ?? {}).filter((event) => event.startsWith('xstate.') || event.includes('*'));
  return foreign.map((event) => `${id} listens for ${event}, so for answers to calls that it did not make`);
}

/** One step back and a new start have the wallet do nothing a second time. */
export function repeatedWrites(explorations: Explorations): string[] {
  const writes = ({ said }: Standing) => said.some((output) => output.type === 'callWallet' && WRITE_OPERATIONS.includes(output.operation));
  return distinct(
    explorations.flatMap(({ around, start, edges }) => [
      ...edges.flatMap(({ from, move, to }) =>
        move.type === 'goto' && writes(to) ? [`${where(from)}: ${describeMove(move)} and writes`] : [],
      ),
      ...(around.flow.intent && writes(start) ? [`${where(start)}: whoever starts over has it written again`] : []),
    ]),
  );
}

export function where({ run, owner }: Standing): string {
  return `${run.flow} at ${JSON.stringify(run.snapshot.value)}${owner === 'queue' ? ' (waiting for a person)' : ''}`;
}

function distinct(list: string[]): string[] {
  return [...new Set(list)];
}
