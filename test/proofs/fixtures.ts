/** One sound flow and broken ones, each wrong in one way. */
import { type AnyStateMachine } from 'xstate';
import { assign, defineFlow, type Flow, flowActions, type FlowTypes, setup, walletCall } from '../../src/core/flow.ts';
import type { Messages } from '../../src/core/render.ts';

type Context = { customerId: string; notes: string[] };

const base = setup({
  types: {} as FlowTypes<Context>,
  actions: {
    ...flowActions,
    note: assign({ notes: ({ context }) => [...context.notes, 'she said it once more. '.repeat(40)] }),
    noteDate: assign({ notes: () => [new Date(0)] as never }),
  },
  actors: { look: walletCall('getCustomer'), write: walletCall('notifyCustomer') },
  guards: {
    never: () => false,
    throws: () => {
      throw new Error('a guard that throws');
    },
  },
});

/** A question, a call to the wallet, an end and a person. */
const sound = {
  question: {
    entry: { type: 'ask', params: { prompt: 'question', choices: ['look', 'human'] } },
    on: { 'choose.look': 'looking', 'DENY': 'person' },
  },
  looking: {
    invoke: { src: 'look', id: 'look', input: { customerId: 'sinta' }, onDone: 'done', onError: 'person' },
  },
  person: { entry: { type: 'handoff', params: { reason: 'asked-for-person' } }, on: { RETURN: 'question' } },
  done: { type: 'final' },
};

function flowOf(change: Record<string, object>, rest: object = {}): Flow {
  const config = {
    id: 'fixture',
    context: ({ input }: { input: { customerId: string } }) => ({ customerId: input.customerId, notes: [] }),
    initial: 'question',
    states: { ...sound, ...change },
    ...rest,
  };
  return defineFlow({ id: 'fixture', version: 1, machine: base.createMachine(config as never) as unknown as AnyStateMachine });
}

const question = (on: object, prompt = 'question') => ({
  question: {
    ...sound.question,
    entry: { type: 'ask', params: { prompt, choices: ['look', 'human'] } },
    on: { ...sound.question.on, ...on },
  },
});

export const soundFlow = flowOf({});

export const brokenFlows = {
  deadEnd: flowOf({ ...question({ AFFIRM: 'stuck' }), stuck: { entry: { type: 'say', params: { key: 'question' } } } }),
  silentReturn: flowOf({
    ...question({ AFFIRM: 'handed' }),
    handed: { entry: { type: 'handoff', params: { reason: 'asked-for-person' } } },
  }),
  unreachable: flowOf({ island: { on: { AFFIRM: 'question' } } }),
  untaken: flowOf(question({ AFFIRM: { guard: 'never', target: 'done' } })),
  throwingGuard: flowOf(question({ AFFIRM: { guard: 'throws', target: 'done' } })),
  growing: flowOf(question({ AFFIRM: { target: 'question', actions: 'note', reenter: true } })),
  notJson: flowOf(question({ AFFIRM: { target: 'looking', actions: 'noteDate' } })),
  noPerson: flowOf({
    ...question({ DENY: 'done' }),
    looking: { invoke: { src: 'look', id: 'look', input: { customerId: 'sinta' }, onDone: 'done', onError: 'done' } },
  }),
  deafToPerson: flowOf({}, { on: { HUMAN: { actions: { type: 'say', params: { key: 'question' } } } } }),
  staleResult: flowOf({}, { on: { 'xstate.done.actor.look': '.done' } }),
  rewritten: flowOf({
    ...question({ AFFIRM: 'journey' }),
    journey: {
      initial: 'leg',
      invoke: { src: 'write', id: 'write', input: { customerId: 'sinta', text: '' }, onDone: 'done', onError: 'person' },
      states: { leg: { entry: { type: 'ask', params: { prompt: 'question', choices: ['human'] } } } },
    },
  }),
  missingKey: flowOf(question({}, 'unwritten')),
};

const texts = {
  'fixture.title': 'Fixture',
  'fixture.question': '{customerId, select, other {Shall I look?}}',
  'fixture.question-again': 'Shall I?',
  'fixture.choice.look': 'Look',
};

export const fixtureMessages = (shared: Messages): Messages =>
  Object.fromEntries(Object.entries(shared).map(([locale, messages]) => [locale, { ...messages, ...texts }]));
