/** A statechart's snapshot to plain JSON and back. */
import { type AnyMachineSnapshot, type AnyStateMachine, type AnyStateNode, getStateNodes } from 'xstate';
import type { Json, JsonObject } from './activity.ts';
import type { StoredSnapshot } from './conversation.ts';

/** A turn asks several times what can happen in one state. */
const restored = new WeakMap<StoredSnapshot, AnyMachineSnapshot>();

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
  restored.set(stored, snapshot);
  return stored;
}

/**
 * @param stored never changed after it was stored
 * @throws {Error} when the machine has no state of a stored id.
 */
export function restoreSnapshot(machine: AnyStateMachine, stored: StoredSnapshot): AnyMachineSnapshot {
  const known = restored.get(stored);
  if (known?.machine === machine) return known;
  const snapshot = resolve(machine, stored);
  restored.set(stored, snapshot);
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
export function activeStates(machine: AnyStateMachine, snapshot: AnyMachineSnapshot): AnyStateNode[] {
  return getStateNodes(machine.root, snapshot.value).toSorted((a, b) => a.path.length - b.path.length);
}
