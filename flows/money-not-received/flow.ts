/**
 * Money that went out and has not arrived: which, where it truly is and until when to wait; looked into when it is
 * overdue, and watched for while she waits.
 */
import { defineFlow, failureOf } from '../../src/core/flow.ts';
import { type Context, NONE_MEANT, parts } from './parts.ts';
import { readTold } from './told.ts';
import { type Status, toPick } from './transactions.ts';

/** What she may want next, once she knows how her money stands. */
const NEXT: Record<Status, string[]> = {
  on_the_way: ['tell-me', 'all-right'],
  overdue: ['investigate', 'tell-me'],
  investigating: ['tell-me', 'all-right'],
  arrived: ['found-it', 'still-missing'],
  failed: ['found-it', 'still-missing'],
  returned: ['found-it', 'still-missing'],
};

/** One of the questions about money that the wallet does not show us. */
function question(about: string, ...choices: string[]) {
  const params = ({ context }: { context: Context }) => ({
    prompt: `ask.${about}`,
    choices: [...(context.customerId ? [] : ['find-it']), ...choices, 'human'],
  });
  return { type: 'ask' as const, params };
}

/** A person takes over; when she hands back, it is looked up anew. */
function person(reason: string, priority: 'normal' | 'high') {
  return {
    entry: [
      { type: 'say' as const, params: { key: `person.${reason}` } },
      { type: 'handoff' as const, params: { reason, priority } },
    ],
    on: { RETURN: 'begin' as const },
  };
}

const machine = parts.createMachine({
  id: 'money-not-received',
  context: ({ input }) => ({
    customerId: input.customerId,
    transactions: [],
    shown: [],
    page: 'open',
    ...NONE_MEANT,
    ...(input.opening && readTold(input.opening.text)),
    patient: false,
    curious: false,
  }),
  initial: 'opening',
  // Back to a question whose list is gone, or whose transaction: begin with what the wallet says now.
  on: {
    'goto.money-not-received.picking': [{ guard: 'showsSome', target: '.picking', reenter: true }, { target: '.begin' }],
    'goto.money-not-received.telling': [{ guard: 'knowsWhich', target: '.telling', reenter: true }, { target: '.begin' }],
    'goto.money-not-received.waiting.talk.open': [{ guard: 'knowsWhich', target: '.waiting', reenter: true }, { target: '.begin' }],
  },
  states: {
    // What she told with her first words still holds; whoever begins anew tells it anew.
    opening: { always: [{ guard: 'verified', target: 'looking' }, { target: 'asking' }] },
    begin: { entry: 'meanNone', always: 'opening' },
    looking: {
      invoke: {
        src: 'listTransactions',
        id: 'list',
        input: ({ context }) => ({ customerId: context.customerId, limit: 50 }),
        onDone: [
          {
            guard: { type: 'oneIsTold', params: ({ event }) => event.output.transactions },
            target: 'reading',
            actions: { type: 'meanTold', params: ({ event }) => event.output.transactions },
          },
          {
            guard: { type: 'someOpen', params: ({ event }) => event.output.transactions },
            target: 'picking',
            actions: [
              { type: 'rememberList', params: ({ event }) => event.output.transactions },
              { type: 'show', params: 'open' },
            ],
          },
          {
            guard: { type: 'someArrived', params: ({ event }) => event.output.transactions },
            target: 'picking',
            actions: [
              { type: 'rememberList', params: ({ event }) => event.output.transactions },
              { type: 'show', params: 'arrived' },
            ],
          },
          { target: 'asking', actions: { type: 'say', params: { key: 'none-found' } } },
        ],
        onError: 'walletSilent',
      },
    },
    walletSilent: {
      entry: { type: 'ask', params: { prompt: 'wallet-silent', choices: ['try-again', 'tell-you', 'human'] } },
      on: {
        'choose.try-again': 'looking',
        'AFFIRM': 'looking',
        'choose.tell-you': 'asking',
        'DENY': 'asking',
        'TEXT': [
          { guard: 'tellsMore', target: 'asking', actions: 'note' },
          { guard: 'isUrgent', target: 'urgent' },
        ],
      },
    },
    picking: {
      entry: {
        type: 'ask',
        params: ({ context }) => ({
          prompt: `which.${context.page}`,
          choices: [
            ...context.transactions.filter(({ transactionId }) => context.shown.includes(transactionId)).map(toPick),
            'another-one',
            'human',
          ],
        }),
      },
      on: {
        'PICK': {
          guard: { type: 'isShown', params: ({ event }) => event.id },
          target: 'reading',
          actions: { type: 'mean', params: ({ event }) => event.id },
        },
        'TEXT': [
          { guard: 'isNamed', target: 'reading', actions: 'meanNamed' },
          { guard: 'someNamed', target: 'picking', reenter: true, actions: 'showNamed' },
          { guard: 'isUrgent', target: 'urgent' },
        ],
        'choose.another-one': 'turningPage',
        'DENY': 'turningPage',
      },
    },
    turningPage: {
      always: [{ guard: 'moreToShow', target: 'picking', actions: { type: 'show', params: 'arrived' } }, { target: 'asking' }],
    },
    // Not verified, or not among those the wallet lists: she tells what a person will need.
    asking: {
      entry: 'forgetKnown',
      initial: 'next',
      on: {
        'choose.find-it': { actions: { type: 'startFlow', params: { flow: 'confirm-identity' } } },
        'IDENTIFIED': { target: 'looking', actions: { type: 'rememberCustomer', params: ({ event }) => event.customerId } },
        'TEXT': [
          { guard: 'tellsMore', target: '.next', actions: ['note', { type: 'say', params: { key: 'noted' } }] },
          { guard: 'isUrgent', target: 'urgent' },
        ],
      },
      states: {
        next: {
          always: [
            { guard: { type: 'lacks', params: 'kind' }, target: 'kind' },
            { guard: { type: 'lacks', params: 'amount' }, target: 'amount' },
            { guard: { type: 'lacks', params: 'when' }, target: 'when' },
            { guard: { type: 'lacks', params: 'counterparty' }, target: 'counterparty' },
            { target: '#money-not-received.personForFacts' },
          ],
        },
        kind: {
          entry: question('kind', 'transfer', 'incoming', 'top-up', 'withdrawal'),
          on: {
            'choose.transfer': { target: 'next', actions: { type: 'noteAs', params: { kind: 'transfer' } } },
            'choose.incoming': { target: 'next', actions: { type: 'noteAs', params: { kind: 'incoming' } } },
            'choose.top-up': { target: 'next', actions: { type: 'noteAs', params: { kind: 'top_up' } } },
            'choose.withdrawal': { target: 'next', actions: { type: 'noteAs', params: { kind: 'withdrawal' } } },
            'TEXT': { guard: { type: 'tells', params: 'kind' }, target: 'next', actions: 'note' },
          },
        },
        amount: {
          entry: question('amount', 'dont-know'),
          on: {
            'choose.dont-know': { target: 'next', actions: { type: 'noteAs', params: { amount: 0 } } },
            'TEXT': { guard: { type: 'tells', params: 'amount' }, target: 'next', actions: 'note' },
          },
        },
        when: {
          entry: question('when', 'dont-know'),
          on: {
            'choose.dont-know': { target: 'next', actions: { type: 'noteAs', params: { when: 'unknown' } } },
            'TEXT': { guard: { type: 'tells', params: 'when' }, target: 'next', actions: 'note' },
          },
        },
        counterparty: {
          entry: question('counterparty', 'dont-know'),
          on: {
            'choose.dont-know': { target: 'next', actions: { type: 'noteAs', params: { counterparty: 'unknown' } } },
            'TEXT': [
              { guard: 'isUrgent', target: '#money-not-received.urgent' },
              { guard: 'tellsName', target: 'next', actions: 'noteName' },
            ],
          },
        },
      },
    },
    // As it stands now; where the wallet does not answer, as its list said.
    reading: {
      invoke: {
        src: 'getTransaction',
        id: 'read',
        input: ({ context: { customerId, transactionId } }) => ({ customerId, transactionId }),
        onDone: { target: 'telling', actions: { type: 'refresh', params: ({ event }) => event.output } },
        onError: 'telling',
      },
    },
    telling: {
      entry: {
        type: 'ask',
        params: ({ context: { status } }) => ({
          prompt: `status.${status}`,
          choices: [...NEXT[status || 'on_the_way'], 'another-one', 'human'],
        }),
      },
      on: {
        'choose.tell-me': 'waiting',
        'choose.investigate': 'lookingAgain',
        'choose.all-right': 'later',
        'choose.found-it': 'done',
        'choose.still-missing': 'personForMissing',
        'choose.another-one': { target: 'looking', actions: 'meanNone' },
        'AFFIRM': [
          { guard: { type: 'is', params: 'overdue' }, target: 'lookingAgain' },
          { guard: 'underWay', target: 'waiting' },
          { target: 'done' },
        ],
        'DENY': [{ guard: 'underWay', target: 'later' }, { target: 'personForMissing' }],
        'TEXT': { guard: 'isUrgent', target: 'urgent' },
      },
    },
    // She may stay or leave the chat; one region talks and the other watches for the money.
    waiting: {
      entry: 'beginWaiting',
      type: 'parallel',
      on: {
        'choose.all-right': 'later',
        'DENY': 'later',
        'TEXT': { guard: 'isUrgent', target: 'urgent' },
      },
      states: {
        talk: {
          initial: 'open',
          states: {
            open: {
              entry: { type: 'ask', params: { prompt: 'waiting', choices: ['check-now', 'all-right', 'human'] } },
              on: { AFFIRM: { actions: { type: 'say', params: { key: 'will-tell' } } } },
            },
          },
        },
        watch: {
          initial: 'pause',
          on: { 'choose.check-now': { target: '.look', actions: 'beCurious' } },
          after: { someMinutes: { actions: 'bePatient' }, aDay: '#money-not-received.reading' },
          states: {
            pause: { after: { betweenLooks: 'look' } },
            look: {
              invoke: {
                src: 'getTransaction',
                id: 'look',
                input: ({ context: { customerId, transactionId } }) => ({ customerId, transactionId }),
                onDone: [
                  {
                    guard: { type: 'nowIs', params: ({ event }) => [event.output, 'arrived'] },
                    target: '#money-not-received.cameIn',
                    actions: { type: 'refresh', params: ({ event }) => event.output },
                  },
                  {
                    guard: { type: 'changed', params: ({ event }) => event.output },
                    target: '#money-not-received.telling',
                    actions: { type: 'refresh', params: ({ event }) => event.output },
                  },
                  { guard: 'curious', target: 'pause', actions: ['satisfied', { type: 'say', params: { key: 'not-yet' } }] },
                  { target: 'pause' },
                ],
                onError: [
                  { guard: 'curious', target: 'pause', actions: ['satisfied', { type: 'say', params: { key: 'can-not-look' } }] },
                  { target: 'pause' },
                ],
              },
            },
          },
        },
      },
    },
    // It may have arrived while she read; nothing is looked into that is there.
    lookingAgain: {
      invoke: {
        src: 'getTransaction',
        id: 'again',
        input: ({ context: { customerId, transactionId } }) => ({ customerId, transactionId }),
        onDone: [
          {
            guard: { type: 'nowIs', params: ({ event }) => [event.output, 'arrived'] },
            target: 'cameIn',
            actions: { type: 'refresh', params: ({ event }) => event.output },
          },
          {
            guard: { type: 'nowIs', params: ({ event }) => [event.output, 'overdue'] },
            target: 'investigating',
            actions: { type: 'refresh', params: ({ event }) => event.output },
          },
          { target: 'telling', actions: { type: 'refresh', params: ({ event }) => event.output } },
        ],
        onError: 'notOpened',
      },
    },
    notOpened: {
      entry: { type: 'ask', params: { prompt: 'not-opened', choices: ['try-again', 'all-right', 'human'] } },
      on: {
        'choose.try-again': 'lookingAgain',
        'AFFIRM': 'lookingAgain',
        'choose.all-right': 'later',
        'DENY': 'personForRefused',
        'TEXT': { guard: 'isUrgent', target: 'urgent' },
      },
    },
    investigating: {
      invoke: {
        src: 'openInvestigation',
        id: 'open',
        input: ({ context: { customerId, transactionId } }) => ({ customerId, transactionId }),
        onDone: {
          target: 'telling',
          actions: [
            { type: 'rememberInvestigation', params: ({ event }) => event.output },
            { type: 'say', params: { key: 'opened' } },
          ],
        },
        onError: [
          { guard: { type: 'failedWith', params: ({ event }) => [failureOf(event).code, 'not_overdue'] }, target: 'reading' },
          { guard: { type: 'failedWith', params: ({ event }) => [failureOf(event).code, 'unavailable'] }, target: 'verifying' },
          { target: 'personForRefused' },
        ],
      },
    },
    // No answer: the wallet may have opened it all the same.
    verifying: {
      invoke: {
        src: 'getTransaction',
        id: 'verify',
        input: ({ context: { customerId, transactionId } }) => ({ customerId, transactionId }),
        onDone: [
          {
            guard: { type: 'nowIs', params: ({ event }) => [event.output, 'investigating'] },
            target: 'telling',
            actions: [
              { type: 'refresh', params: ({ event }) => event.output },
              { type: 'say', params: { key: 'opened' } },
            ],
          },
          {
            guard: { type: 'nowIs', params: ({ event }) => [event.output, 'arrived'] },
            target: 'cameIn',
            actions: { type: 'refresh', params: ({ event }) => event.output },
          },
          { target: 'personForUnknown' },
        ],
        onError: 'personForUnknown',
      },
      on: { CANCEL: { actions: { type: 'say', params: { key: '_common.under-way' } } } },
    },
    urgent: {
      entry: { type: 'ask', params: { prompt: 'urgent', choices: ['human', 'go-on'] } },
      on: {
        'HUMAN': 'personForUrgent',
        'AFFIRM': 'personForUrgent',
        'choose.go-on': 'goingOn',
        'DENY': 'goingOn',
      },
    },
    goingOn: {
      always: [{ guard: 'knowsWhich', target: 'reading' }, { guard: 'showsSome', target: 'picking' }, { target: 'asking' }],
    },
    personForFacts: person('facts', 'normal'),
    personForMissing: person('missing', 'high'),
    personForRefused: person('refused', 'high'),
    personForUnknown: person('unknown', 'high'),
    personForUrgent: person('urgent', 'high'),
    cameIn: { type: 'final', entry: { type: 'say', params: { key: 'came-in' } } },
    done: { type: 'final', entry: { type: 'say', params: { key: 'done' } } },
    later: { type: 'final', entry: { type: 'say', params: { key: 'later' } } },
  },
});

export default defineFlow({
  id: 'money-not-received',
  version: 1,
  intent: 'money-not-received',
  machine,
  facts: ['kind', 'amount', 'counterparty', 'when', 'sentAt', 'status', 'expectedBy', 'investigationNumber', 'answerBy'],
});
