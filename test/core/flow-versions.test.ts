import { describe, expect, it } from 'vitest';
import type { FlowRun } from '../../src/core/conversation.ts';
import { assign, defineFlow, type Flow, flowActions, type FlowTypes, setup } from '../../src/core/flow.ts';
import { carriedAlong, strandedBecause } from '../../src/core/flow-versions.ts';
import { stepRun } from '../../src/core/run-flow.ts';

type Context = { name: string };

function flow(version: number, states: string[], migrate?: Flow['migrate']): Flow {
  const machine = setup({ types: {} as FlowTypes<Context>, actions: { ...flowActions, name: assign({ name: 'Sinta' }) } }).createMachine({
    id: 'greet',
    context: { name: '' },
    initial: states[0],
    states: Object.fromEntries(
      states.map((state, index) => [
        state,
        {
          entry: { type: 'ask' as const, params: { prompt: state } },
          on: { AFFIRM: { target: states[index + 1] ?? state, actions: 'name' as const } },
        },
      ]),
    ),
  });
  return defineFlow({ id: 'greet', version, machine, ...(migrate && { migrate }) });
}

function registry(current: Flow, ...older: Flow[]) {
  return { flows: new Map([current, ...older].map((each) => [each.key, each])), current: new Map([[current.id, current]]) };
}

const standing = { flow: 'greet@1', value: 'ask', history: {} };
const run: FlowRun = {
  id: 'run',
  flow: 'greet@1',
  snapshot: { value: 'ask', context: { name: 'Wei' }, status: 'active', history: {} },
  calls: {},
  timers: {},
  trail: [
    { state: 'greet.ask', at: 1 },
    { state: 'greet.question', at: 2 },
  ],
};
const toQuestion: Flow['migrate'] = (stored, from) => ({
  ...stored,
  value: from === 1 && stored.value === 'ask' ? 'question' : stored.value,
});

describe('conversations of an older version', () => {
  it('go on in it while its file is kept', () => {
    const kept = registry(flow(2, ['question', 'done']), flow(1, ['ask', 'done']));
    expect(strandedBecause(standing, kept)).toBeUndefined();
    expect(carriedAlong(run, kept)).toBe(run);
  });

  it('are taken along by migrate, with what was learnt, and step on', () => {
    const current = flow(2, ['question', 'done'], toQuestion);
    const taken = carriedAlong(run, registry(current));
    expect(strandedBecause(standing, registry(current))).toBeUndefined();
    expect(taken).toMatchObject({ flow: 'greet@2', snapshot: { value: 'question', context: { name: 'Wei' } } });
    expect(taken.trail).toEqual([{ state: 'greet.question', at: 2 }]);
    const { run: next } = stepRun(current, taken, { type: 'AFFIRM' }, { now: 1, nextId: () => 'id' });
    expect(next.snapshot).toMatchObject({ value: 'done', context: { name: 'Sinta' } });
  });

  it.each([
    ['whose file is gone', registry(flow(2, ['question'])), 'flows/greet/flow.ts is version 2: keep the old file as flows/greet/flow@1.ts'],
    [
      'whose flow is gone',
      { flows: new Map(), current: new Map() },
      'there is no flows/greet/flow.ts: keep the old file as flows/greet/flow@1.ts',
    ],
    ['whose state was renamed in place', registry(flow(1, ['question'])), 'which flows/greet/flow.ts no longer has'],
    ['whose migrate leads nowhere', registry(flow(2, ['question'], (stored) => stored)), 'does not lead to a state that it has'],
    [
      'whose migrate throws',
      registry(
        flow(2, ['question'], () => {
          throw new Error('unknown to me');
        }),
      ),
      'unknown to me',
    ],
  ])('%s are refused, naming the file and the way out', (_what, known, reason) => {
    expect(strandedBecause(standing, known)).toContain('conversations stand in greet@1 at "ask"');
    expect(strandedBecause(standing, known)).toContain(reason);
  });
});
