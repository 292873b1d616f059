/**
 * Somebody else may be at her money. First the account is made safe, by her tap in the app or, without the app, by a
 * request that a person confirms; then what happened is gathered; always a person at the end, before everybody else.
 */
import { defineFlow, failureOf } from '../../src/core/flow.ts';
import { ID, kit, namedIn, type Outcome, UNKNOWN, UNSEEN, UNTRIED } from './setting.ts';
import { toPick } from './suspects.ts';

const HAPPENED = ['unknown-transaction', 'lost-phone', 'gave-code', 'taken-over', 'something-else'];
const IDENTIFY = { type: 'startFlow' as const, params: { flow: 'confirm-identity' } };
/** Once a write has been tried, “back” or an agent's jump to these doesn't lead to a second one. */
const BEFORE_WRITES = ['whatHappened', 'freeze', 'signOut', 'confirmAgain', 'contact.unknown', 'contact.notFound'];

type Failed = { event: { error: unknown } };

/** Writes down what came of it and tells her. */
function conclude(outcome: Exclude<Outcome, ''>) {
  return [
    { type: 'conclude' as const, params: outcome },
    { type: 'say' as const, params: { key: `told.${outcome}` } },
  ];
}

/** Where a freeze or a sign-out got no yes. */
function notDone() {
  return [
    {
      guard: { type: 'outdatedOnce' as const, params: ({ event }: Failed) => failureOf(event).code },
      target: 'confirmAgain' as const,
      actions: 'confirmAnew' as const,
    },
    {
      guard: { type: 'is' as const, params: ({ event }: Failed) => [failureOf(event).code, 'unavailable'] },
      target: 'person' as const,
      actions: conclude('unknown'),
    },
    { target: 'person' as const, actions: conclude('not_done') },
  ];
}

const machine = kit.createMachine({
  id: ID,
  context: ({ input }) => ({ locale: input.locale, customerId: input.customerId, ...UNTRIED, ...UNKNOWN, ...UNSEEN }),
  initial: 'whatHappened',
  on: {
    // Where something was done or tried, a person still looks at it.
    CANCEL: [{ guard: 'acted', target: '.person' }, { target: '.cancelled' }],
    [`goto.${ID}.which`]: '.reviewing',
    ...Object.fromEntries(
      BEFORE_WRITES.map((state) => [
        `goto.${ID}.${state}` as const,
        [
          { guard: 'acted' as const, target: '.reviewing' as const },
          { target: `#${ID}.${state}`, reenter: true },
        ],
      ]),
    ),
  },
  states: {
    whatHappened: {
      entry: { type: 'ask', params: { prompt: 'what-happened', choices: [...HAPPENED, 'human'] } },
      on: {
        'choose.unknown-transaction': { target: 'checking', actions: { type: 'rememberHappened', params: 'unknown_transaction' } },
        'choose.lost-phone': { target: 'checking', actions: { type: 'rememberHappened', params: 'lost_phone' } },
        'choose.gave-code': { target: 'checking', actions: { type: 'rememberHappened', params: 'gave_code' } },
        'choose.taken-over': { target: 'checking', actions: { type: 'rememberHappened', params: 'taken_over' } },
        'choose.something-else': { target: 'checking', actions: { type: 'rememberHappened', params: 'something_else' } },
        // In a fright one tells: the agent reads it, and no second is lost on understanding it.
        'TEXT': { guard: 'tellsStory', target: 'checking', actions: { type: 'rememberHappened', params: 'something_else' } },
      },
    },
    checking: { always: [{ guard: 'verified', target: 'lookingUp' }, { target: 'freeze' }] },
    lookingUp: {
      invoke: {
        src: 'getCustomer',
        id: 'customer',
        input: ({ context }) => ({ customerId: context.customerId }),
        onDone: [
          {
            guard: { type: 'is', params: ({ event }) => [event.output.status, 'frozen'] },
            target: 'reviewing',
            actions: conclude('frozen_before'),
          },
          {
            guard: { type: 'is', params: ({ event }) => [event.output.status, 'locked'] },
            target: 'reviewing',
            actions: conclude('locked_before'),
          },
          { target: 'freeze' },
        ],
        onError: 'freeze',
      },
    },
    freeze: {
      entry: {
        type: 'ask',
        params: ({ context }) => ({
          prompt: 'freeze',
          // Signing out spares the device her app is on: with a lost phone, just the wrong one.
          choices: [...(context.happened === 'lost_phone' ? ['no-app', 'other-device'] : ['freeze-now', 'sign-out', 'no-app']), 'human'],
        }),
      },
      on: {
        'choose.freeze-now': { actions: IDENTIFY },
        'choose.other-device': { actions: IDENTIFY },
        'AFFIRM': [{ guard: 'lostPhone', target: 'contact' }, { actions: IDENTIFY }],
        'IDENTIFIED': { target: 'freezing', actions: { type: 'rememberIdentity', params: ({ event }) => event } },
        'choose.sign-out': 'signOut',
        'choose.no-app': 'contact',
        'DENY': [{ guard: 'lostPhone', target: 'person', actions: conclude('not_wanted') }, { target: 'signOut' }],
      },
    },
    signOut: {
      entry: { type: 'ask', params: { prompt: 'sign-out', choices: ['sign-out-now', 'freeze-instead', 'no-app', 'human'] } },
      on: {
        'choose.sign-out-now': { actions: IDENTIFY },
        'AFFIRM': { actions: IDENTIFY },
        'IDENTIFIED': { target: 'signingOut', actions: { type: 'rememberIdentity', params: ({ event }) => event } },
        'choose.freeze-instead': 'freeze',
        'choose.no-app': 'contact',
        'DENY': { target: 'person', actions: conclude('not_wanted') },
      },
    },
    freezing: {
      entry: { type: 'attempt', params: 'freeze' },
      invoke: {
        src: 'freezeAccount',
        id: 'freeze',
        input: ({ context: { customerId, confirmationId } }) => ({ customerId, confirmationId }),
        onDone: {
          target: 'reviewing',
          actions: [{ type: 'rememberFreeze', params: ({ event }) => event.output.frozenAt }, ...conclude('frozen')],
        },
        onError: notDone(),
      },
    },
    signingOut: {
      entry: { type: 'attempt', params: 'sign-out' },
      invoke: {
        src: 'signOutDevices',
        id: 'signOut',
        input: ({ context: { customerId, confirmationId } }) => ({ customerId, confirmationId }),
        onDone: {
          target: 'reviewing',
          actions: [{ type: 'rememberSignedOut', params: ({ event }) => event.output.signedOut }, ...conclude('signed_out')],
        },
        onError: notDone(),
      },
    },
    // Her tap was too long ago: once more, and then a person does it.
    confirmAgain: {
      entry: { type: 'ask', params: { prompt: 'confirm-again', choices: ['yes', 'no-app', 'human'] } },
      on: {
        'AFFIRM': { actions: IDENTIFY },
        'IDENTIFIED': [
          { guard: 'signsOut', target: 'signingOut', actions: { type: 'rememberIdentity', params: ({ event }) => event } },
          { target: 'freezing', actions: { type: 'rememberIdentity', params: ({ event }) => event } },
        ],
        'choose.no-app': 'contact',
        'DENY': { target: 'person', actions: conclude('not_wanted') },
      },
    },
    // Without the app nothing shows that it is she; a person of the wallet confirms the request before anything is locked.
    contact: {
      initial: 'unknown',
      on: {
        'TEXT': { guard: 'hasContact', target: 'requesting', actions: 'rememberContact' },
        'choose.no-contact': { target: 'person', actions: conclude('no_contact') },
        'choose.have-app': 'freeze',
      },
      states: {
        unknown: { entry: { type: 'ask', params: { prompt: 'ask-contact', choices: ['have-app', 'no-contact', 'human'] } } },
        notFound: { entry: { type: 'ask', params: { prompt: 'contact-not-found', choices: ['no-contact', 'have-app', 'human'] } } },
      },
    },
    requesting: {
      entry: { type: 'attempt', params: 'freeze' },
      invoke: {
        src: 'requestFreeze',
        id: 'request',
        input: ({ context: { contact, locale } }) => ({ contact, locale }),
        onDone: {
          target: 'reviewing',
          actions: [{ type: 'rememberRequest', params: ({ event }) => event.output }, ...conclude('requested')],
        },
        onError: [
          { guard: { type: 'missedOnce', params: ({ event }) => failureOf(event).code }, target: 'contact.notFound', actions: 'askAnew' },
          { guard: { type: 'missed', params: ({ event }) => failureOf(event).code }, target: 'person', actions: conclude('no_contact') },
          {
            guard: { type: 'is', params: ({ event }) => [failureOf(event).code, 'too_many_requests'] },
            target: 'person',
            actions: conclude('too_many'),
          },
          {
            guard: { type: 'is', params: ({ event }) => [failureOf(event).code, 'unavailable'] },
            target: 'person',
            actions: conclude('unknown'),
          },
          { target: 'person', actions: conclude('not_done') },
        ],
      },
    },
    reviewing: { always: [{ guard: 'verified', target: 'listing' }, { target: 'person' }] },
    listing: {
      entry: 'lookAnew',
      invoke: {
        src: 'listTransactions',
        id: 'list',
        input: ({ context }) => ({ customerId: context.customerId, limit: 50 }),
        onDone: [
          {
            guard: { type: 'hasSuspects', params: ({ event }) => event.output.transactions },
            target: 'which',
            actions: { type: 'rememberSuspects', params: ({ event }) => event.output.transactions },
          },
          { target: 'gathering' },
        ],
        onError: 'gathering',
      },
    },
    which: {
      entry: {
        type: 'ask',
        params: ({ context }) => ({
          prompt: context.notHers ? 'which-more' : 'which',
          choices: [...context.suspects.map(toPick), ...(context.notHers ? ['that-is-all'] : ['all-of-these', 'all-mine']), 'human'],
        }),
      },
      on: {
        'PICK': {
          guard: { type: 'isLeft', params: ({ event }) => event.id },
          target: 'noted',
          actions: { type: 'notHers', params: ({ event }) => [event.id] },
        },
        'TEXT': {
          guard: 'isNamed',
          target: 'noted',
          actions: { type: 'notHers', params: ({ context, event }) => [namedIn(context, event)] },
        },
        'choose.all-of-these': {
          target: 'gathering',
          actions: { type: 'notHers', params: ({ context }) => context.suspects.map(({ transactionId }) => transactionId) },
        },
        'choose.all-mine': 'gathering',
        'choose.that-is-all': 'gathering',
        'DENY': { guard: 'hasNamed', target: 'gathering' },
      },
    },
    noted: { always: [{ guard: 'hasMore', target: 'which' }, { target: 'gathering' }] },
    // The page to change her password on.
    gathering: {
      entry: 'leaveSuspects',
      invoke: {
        src: 'getSecuritySettings',
        id: 'settings',
        input: ({ context }) => ({ customerId: context.customerId }),
        onDone: { target: 'person', actions: { type: 'rememberSettings', params: ({ event }) => event.output.settingsUrl } },
        onError: 'person',
      },
    },
    person: {
      entry: [
        {
          type: 'say',
          params: ({ context: { settingsUrl } }) => ({
            key: 'advice',
            ...(settingsUrl && { links: [{ label: 'link.security', url: settingsUrl }] }),
          }),
        },
        { type: 'handoff', params: ({ context }) => ({ reason: context.outcome || 'not_done', priority: 'urgent' }) },
      ],
      // The agent has all of it; what comes now is new.
      on: { RETURN: { target: 'back', actions: 'lookAnew' } },
    },
    back: {
      entry: { type: 'ask', params: { prompt: 'back', choices: ['all-good', 'something-new', 'human'] } },
      on: {
        'choose.all-good': 'done',
        'AFFIRM': 'done',
        'CANCEL': 'done',
        'choose.something-new': { target: 'whatHappened', actions: 'beginAnew' },
        'DENY': { target: 'whatHappened', actions: 'beginAnew' },
      },
    },
    done: { type: 'final', entry: { type: 'say', params: { key: 'done' } } },
    cancelled: { type: 'final', entry: { type: 'say', params: { key: 'cancelled' } } },
  },
});

export default defineFlow({
  id: ID,
  version: 1,
  intent: ID,
  urgent: true,
  machine,
  facts: ['happened', 'outcome', 'frozenAt', 'signedOut', 'requestNumber', 'maskedContact', 'notHers', 'stolen'],
});
