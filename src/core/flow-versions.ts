/** Conversations outlive versions of a flow: each goes on in its own, or is taken along. */
import type { FlowRun, FlowStanding } from './conversation.ts';
import type { Flow } from './flow.ts';
import { restoreSnapshot } from './snapshot.ts';

interface Registry {
  /** By `id@version`. */
  flows: ReadonlyMap<string, Flow>;
  /** The newest of each id. */
  current: ReadonlyMap<string, Flow>;
}

/** A run whose version is gone, in the version that takes it along; any other as it is. */
export function carriedAlong(run: FlowRun, registry: Registry): FlowRun {
  if (registry.flows.has(run.flow)) return run;
  const { id, version } = partsOf(run.flow);
  const flow = registry.current.get(id);
  if (!flow?.migrate) return run;
  const known = new Set(flow.askingStates);
  return {
    ...run,
    flow: flow.key,
    snapshot: flow.migrate(run.snapshot, version),
    trail: run.trail.filter(({ state }) => known.has(state)),
  };
}

/** Why conversations that stand there could not go on; undefined when they can. */
export function strandedBecause({ flow: key, value, history }: FlowStanding, registry: Registry): string | undefined {
  const { id, version } = partsOf(key);
  const own = registry.flows.get(key);
  const flow = own ?? registry.current.get(id);
  const stored = { value, history, status: 'active' as const, context: {} };
  const at = `conversations stand in ${key} at ${JSON.stringify(value)}`;
  const old = `keep the old file as flows/${id}/flow@${version}.ts until they have ended`;
  if (!flow) return `${at}, and there is no flows/${id}/flow.ts: ${old}`;
  if (!own && !flow.migrate) return `${at}, and flows/${id}/flow.ts is version ${flow.version}: ${old}, or give it a \`migrate\``;
  try {
    restoreSnapshot(flow.machine, own ? stored : (flow.migrate?.(stored, version) ?? stored));
    return undefined;
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return own
      ? `${at}, which flows/${id}/flow.ts no longer has (${reason}): raise its version and ${old}, or give it a \`migrate\``
      : `${at}, and the \`migrate\` of flows/${id}/flow.ts does not lead to a state that it has (${reason})`;
  }
}

function partsOf(key: string): { id: string; version: number } {
  const at = key.lastIndexOf('@');
  return { id: key.slice(0, at), version: Number(key.slice(at + 1)) };
}
