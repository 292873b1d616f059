/** Forgotten password or PIN: the wallet sends a code, she sets a new one on the wallet's own page, never here. */
import {
  assign,
  defineFlow,
  entityOf,
  type FlowTypes,
  failureOf,
  flowActions,
  type PasswordReset,
  setup,
  walletCall,
} from '../../src/core/flow.ts';

type Context = {
  locale: string;
  contact: string;
  mistypes: number;
  maskedContact: string;
  channel: string;
  resetId: string;
  securePageUrl: string;
  loginUrl: string;
  /** Null until the wallet has said it. */
  resendsLeft: number | null;
  /** She told us that she has finished and waits for our word on it. */
  saidDone: boolean;
  /** Minutes the wallet asks her to wait. */
  waitMinutes: number;
};

const MISTYPES_TO_PERSON = 3;

/** She meant to give a phone number or an email, but it is none. */
function looksLikeContact(event: { type: string; text?: string }): boolean {
  return /@|\d{5,}/.test((event.text ?? '').normalize('NFKC').replace(/[\s().-]/g, ''));
}

const machine = setup({
  types: {} as FlowTypes<Context>,
  actions: {
    ...flowActions,
    rememberContact: assign({ contact: ({ event }) => entityOf(event, 'phone', 'email') ?? '', mistypes: 0 }),
    countMistype: assign({ mistypes: ({ context }) => context.mistypes + 1 }),
    rememberReset: assign((_, reset: PasswordReset) => ({
      maskedContact: reset.maskedContact,
      channel: reset.channel,
      resetId: reset.resetId,
      securePageUrl: reset.securePageUrl,
      loginUrl: reset.loginUrl,
      resendsLeft: reset.resendsLeft,
    })),
    expectAnswer: assign({ saidDone: true }),
    answered: assign({ saidDone: false }),
    rememberWait: assign((_, failure: { details?: Record<string, unknown> }) => ({
      waitMinutes: Math.max(1, Math.ceil(Number(failure.details?.retryAfterSeconds ?? 600) / 60)),
    })),
  },
  actors: {
    startPasswordReset: walletCall('startPasswordReset'),
    resendPasswordReset: walletCall('resendPasswordReset'),
    getPasswordReset: walletCall('getPasswordReset'),
  },
  guards: {
    hasContact: ({ event }) => entityOf(event, 'phone', 'email') !== undefined,
    looksLikeContact: ({ event }) => looksLikeContact(event),
    mistypedTooOften: ({ event, context }) => context.mistypes + 1 >= MISTYPES_TO_PERSON && looksLikeContact(event),
    canResend: ({ context }) => (context.resendsLeft ?? 0) > 0,
    is: (_, [actual, expected]: string[]) => actual === expected,
    saidDone: ({ context }) => context.saidDone,
  },
  delays: { betweenLooks: 3_000 },
}).createMachine({
  id: 'reset-password',
  context: ({ input }) => ({
    locale: input.locale,
    contact: '',
    mistypes: 0,
    maskedContact: '',
    channel: '',
    resetId: '',
    securePageUrl: '',
    loginUrl: '',
    resendsLeft: null,
    saidDone: false,
    waitMinutes: 10,
  }),
  initial: 'contact',
  states: {
    contact: {
      initial: 'unknown',
      on: {
        TEXT: [
          { guard: 'hasContact', target: 'sending', actions: 'rememberContact' },
          { guard: 'mistypedTooOften', target: 'personForContact' },
          { guard: 'looksLikeContact', target: '.mistyped', reenter: true, actions: 'countMistype' },
        ],
      },
      states: {
        unknown: { entry: { type: 'ask', params: { prompt: 'ask-contact', choices: ['human', 'cancel'] } } },
        mistyped: { entry: { type: 'ask', params: { prompt: 'contact-mistyped', choices: ['human', 'cancel'] } } },
        notRegistered: {
          entry: { type: 'ask', params: { prompt: 'not-registered', choices: ['other-contact', 'human'] } },
          on: { 'choose.other-contact': 'unknown' },
        },
      },
    },
    sending: {
      invoke: {
        src: 'startPasswordReset',
        id: 'start',
        input: ({ context }) => ({ contact: context.contact, locale: context.locale }),
        onDone: { target: 'atSecurePage', actions: { type: 'rememberReset', params: ({ event }) => event.output } },
        onError: [
          { guard: { type: 'is', params: ({ event }) => [failureOf(event).code, 'account_not_found'] }, target: 'contact.notRegistered' },
          { guard: { type: 'is', params: ({ event }) => [failureOf(event).code, 'contact_invalid'] }, target: 'contact.mistyped' },
          { guard: { type: 'is', params: ({ event }) => [failureOf(event).code, 'account_locked'] }, target: 'personForLocked' },
          { guard: { type: 'is', params: ({ event }) => [failureOf(event).code, 'channel_unreachable'] }, target: 'personForUnreachable' },
          {
            guard: { type: 'is', params: ({ event }) => [failureOf(event).code, 'too_many_requests'] },
            target: 'tooManyRequests',
            actions: { type: 'rememberWait', params: ({ event }) => failureOf(event) },
          },
          { target: 'walletSilent' },
        ],
      },
    },
    // She acts on the wallet's page; meanwhile one region talks and the other watches for the outcome.
    atSecurePage: {
      type: 'parallel',
      states: {
        talk: {
          initial: 'open',
          states: {
            open: {
              entry: {
                type: 'ask',
                params: ({ context }) => ({
                  prompt: 'open-secure-page',
                  choices: ['not-arrived', 'other-contact', 'human'],
                  links: [{ label: 'link.secure-page', url: context.securePageUrl }],
                }),
              },
              on: { 'choose.not-arrived': [{ guard: 'canResend', target: 'notArrived' }, { target: 'noResendsLeft' }] },
            },
            notArrived: {
              entry: { type: 'ask', params: { prompt: 'not-arrived', choices: ['resend', 'other-contact', 'human'] } },
              on: { 'choose.resend': '#reset-password.resending', AFFIRM: '#reset-password.resending' },
            },
            noResendsLeft: { entry: { type: 'ask', params: { prompt: 'no-resends-left', choices: ['human', 'other-contact'] } } },
          },
        },
        watch: {
          initial: 'waiting',
          // She says she has done it: look at once and tell her what the wallet says.
          on: { AFFIRM: { target: '.looking', actions: 'expectAnswer' } },
          states: {
            waiting: { after: { betweenLooks: 'looking' } },
            looking: {
              invoke: {
                src: 'getPasswordReset',
                id: 'look',
                input: ({ context }) => ({ resetId: context.resetId }),
                onDone: [
                  { guard: { type: 'is', params: ({ event }) => [event.output.status, 'completed'] }, target: '#reset-password.done' },
                  { guard: { type: 'is', params: ({ event }) => [event.output.status, 'expired'] }, target: '#reset-password.expired' },
                  {
                    guard: { type: 'is', params: ({ event }) => [event.output.status, 'too_many_attempts'] },
                    target: '#reset-password.tooManyAttempts',
                  },
                  { guard: 'saidDone', target: 'waiting', actions: ['answered', { type: 'say', params: { key: 'not-done-yet' } }] },
                  { target: 'waiting' },
                ],
                onError: [
                  {
                    guard: { type: 'is', params: ({ event }) => [failureOf(event).code, 'reset_not_found'] },
                    target: '#reset-password.expired',
                  },
                  { guard: 'saidDone', target: 'waiting', actions: ['answered', { type: 'say', params: { key: 'not-done-yet' } }] },
                  { target: 'waiting' },
                ],
              },
            },
          },
        },
      },
      on: { 'choose.other-contact': 'contact' },
    },
    resending: {
      invoke: {
        src: 'resendPasswordReset',
        id: 'resend',
        input: ({ context }) => ({ resetId: context.resetId }),
        onDone: {
          target: 'atSecurePage',
          actions: [
            { type: 'rememberReset', params: ({ event }) => event.output },
            { type: 'say', params: { key: 'resent' } },
          ],
        },
        onError: [
          {
            guard: { type: 'is', params: ({ event }) => [failureOf(event).code, 'resend_limit'] },
            target: 'atSecurePage.talk.noResendsLeft',
          },
          { guard: { type: 'is', params: ({ event }) => [failureOf(event).code, 'reset_expired'] }, target: 'expired' },
          { guard: { type: 'is', params: ({ event }) => [failureOf(event).code, 'reset_not_found'] }, target: 'expired' },
          { guard: { type: 'is', params: ({ event }) => [failureOf(event).code, 'channel_unreachable'] }, target: 'personForUnreachable' },
          { target: 'walletSilent' },
        ],
      },
    },
    expired: {
      entry: { type: 'ask', params: { prompt: 'expired', choices: ['send-new', 'human'] } },
      on: { 'choose.send-new': 'sending', AFFIRM: 'sending' },
    },
    tooManyAttempts: {
      entry: { type: 'ask', params: { prompt: 'too-many-attempts', choices: ['send-new', 'human'] } },
      on: { 'choose.send-new': 'sending', AFFIRM: 'sending' },
    },
    tooManyRequests: {
      entry: { type: 'ask', params: { prompt: 'too-many-requests', choices: ['try-again', 'human'] } },
      on: { 'choose.try-again': 'sending', AFFIRM: 'sending' },
    },
    walletSilent: {
      entry: { type: 'ask', params: { prompt: 'wallet-silent', choices: ['try-again', 'human'] } },
      on: { 'choose.try-again': 'sending', AFFIRM: 'sending' },
    },
    personForContact: {
      entry: [
        { type: 'say', params: { key: 'person-for-contact' } },
        { type: 'handoff', params: { reason: 'contact-mistyped' } },
      ],
      on: { RETURN: 'contact' },
    },
    personForLocked: {
      entry: [
        { type: 'say', params: { key: 'account-locked' } },
        { type: 'handoff', params: { reason: 'account-locked', priority: 'high' } },
      ],
      on: { RETURN: 'contact' },
    },
    personForUnreachable: {
      entry: [
        { type: 'say', params: { key: 'channel-unreachable' } },
        { type: 'handoff', params: { reason: 'channel-unreachable' } },
      ],
      on: { RETURN: 'contact' },
    },
    done: {
      type: 'final',
      entry: [
        { type: 'say', params: ({ context }) => ({ key: 'done', links: [{ label: 'link.log-in', url: context.loginUrl }] }) },
        { type: 'say', params: { key: 'strong-password-advice' } },
      ],
    },
  },
});

export default defineFlow({
  id: 'reset-password',
  version: 1,
  intent: 'reset-password',
  machine,
  facts: ['maskedContact', 'channel', 'resendsLeft'],
});
