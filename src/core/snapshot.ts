/** A statechart's snapshot to plain JSON and back. */
import { type AnyMachineSnapshot, type AnyStateMachine, type AnyStateNode, getStateNodes } from 'xstate';
import type { Json, JsonObject } from './activity.ts';
import type { StoredSnapshot } from './conversation.ts';

/**
 * A turn asks several times what can happen in one state, and is over before the next begins: the latest few are kept.
 * Not in a WeakMap: what one holds outlives the collector's quick rounds.
 */
const latest: { stored: StoredSnapshot; snapshot: AnyMachineSnapshot; active?: AnyStateNode[] }[] = [];
const LATEST = 4;
let kept = 0;

function keep(stored: StoredSnapshot, snapshot: AnyMachineSnapshot): void {
  latest[kept++ % LATEST] = { stored, snapshot };
}

/** History is kept as state ids: `JSON.stringify` of XState's own history loses it without an error. */
export function storeSnapshot(snapshot: AnyMachineSnapshot): StoredSnapshot {
  const history: Record<string, string[]> = {};
  for (const [id, nodes] of Object.entries(snapshot.historyValue as Record<string, AnyStateNode[]>)) {
    history[id] = nodes.map((node) => node.id);
  }
  const stored: StoredSnapshot = {
    value: snapshot.value as Json,
    context: snapshot.context as JsonObject,
    status: snapshot.status === 'active' ? 'active' : 'done',
    history,
  };
  keep(stored, snapshot);
  return stored;
}

/**
 * @param stored never changed after it was stored
 * @throws {Error} when the machine has no state of a stored id.
 */
export function restoreSnapshot(machine: AnyStateMachine, stored: StoredSnapshot): AnyMachineSnapshot {
  const known = latest.find((each) => each.stored === stored)?.snapshot;
  if (known?.machine === machine) return known;
  const snapshot = resolve(machine, stored);
  keep(stored, snapshot);
  return snapshot;
}

function resolve(machine: AnyStateMachine, stored: StoredSnapshot): AnyMachineSnapshot {
  const historyValue = Object.fromEntries(
    Object.entries(stored.history).map(([id, ids]) => [id, ids.map((stateId) => machine.getStateNodeById(stateId))]),
  );
  return machine.resolveState({
    value: stored.value as never,
    context: stored.context,
    status: stored.status,
    historyValue,
  }) as AnyMachineSnapshot;
}

/** Active states, outermost first. */
export function activeStates(machine: AnyStateMachine, snapshot: AnyMachineSnapshot): readonly AnyStateNode[] {
  const known = latest.find((each) => each.snapshot === snapshot);
  if (known?.active) return known.active;
  const active = getStateNodes(machine.root, snapshot.value).toSorted((a, b) => a.path.length - b.path.length);
  if (known) known.active = active;
  return active;
}
