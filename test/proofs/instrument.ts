/** A flow that tells which of its transitions it takes and which states it enters: as messages with a key of their own. */
import { type AnyStateMachine, createMachine } from 'xstate';
import type { Flow } from '../../src/core/flow.ts';

const TAKEN = 'proof:taken:';
const ENTERED = 'proof:entered:';

type Config = Record<string, unknown>;
type Branch = string | Config;

export interface Instrumented {
  flow: Flow;
  /** Every transition as `<state> on <event> #<branch>`. */
  transitions: string[];
  /** Ids of all states. */
  states: string[];
}

export function instrument(flow: Flow): Instrumented {
  const transitions: string[] = [];
  const states: string[] = [];
  const say = (key: string) => ({ type: 'say', params: { key } });

  function branches(value: unknown, at: string): unknown {
    if (value === undefined) return undefined;
    return listOf(value as Branch | Branch[]).map((branch, index) => {
      const id = `${at} #${index + 1}`;
      transitions.push(id);
      const plain = typeof branch === 'string' ? { target: branch } : branch;
      return { ...plain, actions: [...listOf(plain.actions), say(TAKEN + id)] };
    });
  }
  const each = (handlers: unknown, at: string) =>
    handlers && Object.fromEntries(Object.entries(handlers).map(([event, value]) => [event, branches(value, `${at} on ${event}`)]));

  function state(config: Config, id: string): Config {
    states.push(id);
    return {
      ...config,
      entry: [say(ENTERED + id), ...listOf(config.entry)],
      ...(config.on !== undefined && { on: each(config.on, id) }),
      ...(config.after !== undefined && { after: each(config.after, `${id} after`) }),
      ...(config.always !== undefined && { always: branches(config.always, `${id} always`) }),
      ...(config.onDone !== undefined && { onDone: branches(config.onDone, `${id} done`) }),
      ...(config.invoke !== undefined && {
        invoke: listOf(config.invoke as Config | Config[]).map((call) => ({
          ...call,
          onDone: branches(call.onDone, `${id} ${String(call.src)} done`),
          onError: branches(call.onError, `${id} ${String(call.src)} error`),
        })),
      }),
      ...(config.states !== undefined && {
        states: Object.fromEntries(
          Object.entries(config.states as Record<string, Config>).map(([key, child]) => [key, state(child, `${id}.${key}`)]),
        ),
      }),
    };
  }

  const { config, implementations } = flow.machine;
  const told = state(config as Config, flow.machine.id);
  const machine = createMachine(told as never, implementations as never) as unknown as AnyStateMachine;
  return { flow: { ...flow, machine }, transitions, states };
}

function listOf(value: unknown): Config[];
function listOf<T>(value: T | T[] | undefined): T[];
function listOf(value: unknown): unknown[] {
  if (value === undefined) return [];
  return Array.isArray(value) ? value : [value];
}

/** What an instrumented step tells, parted from what the flow says. */
export function readTold<T extends { type: string }>(outputs: T[]): { said: T[]; taken: string[]; entered: string[] } {
  const told = { said: [] as T[], taken: [] as string[], entered: [] as string[] };
  for (const output of outputs) {
    const key = 'key' in output ? String(output.key) : '';
    if (key.startsWith(TAKEN)) told.taken.push(idIn(key, TAKEN));
    else if (key.startsWith(ENTERED)) told.entered.push(idIn(key, ENTERED));
    else told.said.push(output);
  }
  return told;
}

const ids = new Map<string, string>();

/** One string for each, which hundreds of thousands of standings share. */
function idIn(key: string, prefix: string): string {
  const known = ids.get(key) ?? key.slice(prefix.length);
  ids.set(key, known);
  return known;
}
