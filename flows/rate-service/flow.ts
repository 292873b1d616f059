/** How she liked the help, asked when an agent closes the conversation. Whoever was not helped is offered a person again. */
import { defineFlow, type FlowTypes, flowActions, setup } from '../../src/core/flow.ts';

const rated = (score: number, target: string) => ({ target, actions: { type: 'rate', params: { score } } as const });

const machine = setup({ types: {} as FlowTypes<Record<string, never>>, actions: flowActions }).createMachine({
  id: 'rate-service',
  context: {},
  initial: 'score',
  states: {
    // In this order a typed number is both the place in the list and the score.
    score: {
      entry: { type: 'ask', params: { prompt: 'score', choices: ['1', '2', '3', '4', '5'] } },
      on: {
        'choose.1': rated(1, 'sorry'),
        'choose.2': rated(2, 'sorry'),
        'choose.3': rated(3, 'thanks'),
        'choose.4': rated(4, 'thanks'),
        'choose.5': rated(5, 'thanks'),
      },
    },
    sorry: {
      entry: { type: 'ask', params: { prompt: 'sorry', choices: ['more-help', 'no-more'] } },
      on: { 'choose.more-help': 'person', 'AFFIRM': 'person', 'choose.no-more': 'thanks', 'DENY': 'thanks' },
    },
    person: {
      entry: { type: 'handoff', params: { reason: 'not-satisfied', priority: 'high' } },
      on: { RETURN: 'score' },
    },
    thanks: { type: 'final', entry: { type: 'say', params: { key: 'thanks' } } },
  },
});

export default defineFlow({ id: 'rate-service', version: 1, machine, atClose: true });
