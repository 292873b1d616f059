/**
 * Who she is: she taps in the wallet's app the number that the chat shows. Whoever the page that embeds the chat did not
 * vouch for names her account's number or email first. Other flows start it, before they show or do what is hers alone.
 */
import {
  assign,
  type Confirmation,
  defineFlow,
  entityOf,
  type FlowTypes,
  failureOf,
  flowActions,
  setup,
  walletCall,
} from '../../src/core/flow.ts';

type Context = {
  locale: string;
  /** Of whom the desk knows; else empty. */
  known: string;
  contact: string;
  confirmationId: string;
  number: string;
  customerId: string;
  name: string;
};

const machine = setup({
  types: {} as FlowTypes<Context>,
  actions: {
    ...flowActions,
    rememberContact: assign({ contact: ({ event }) => entityOf(event, 'phone', 'email') ?? '' }),
    rememberConfirmation: assign((_, { confirmationId, number, customer }: Confirmation) => ({
      confirmationId,
      number,
      customerId: customer?.customerId ?? '',
      name: customer?.name ?? '',
    })),
  },
  actors: { startConfirmation: walletCall('startConfirmation'), getConfirmation: walletCall('getConfirmation') },
  guards: {
    isKnown: ({ context }) => context.known !== '',
    isGuest: ({ context }) => context.known === '',
    hasContact: ({ event }) => entityOf(event, 'phone', 'email') !== undefined,
    is: (_, [actual, expected]: string[]) => actual === expected,
  },
  delays: { betweenLooks: 2_000 },
}).createMachine({
  id: 'confirm-identity',
  context: ({ input }) => ({
    locale: input.locale,
    known: input.customerId,
    contact: '',
    confirmationId: '',
    number: '',
    customerId: '',
    name: '',
  }),
  initial: 'begin',
  states: {
    begin: { always: [{ guard: 'isKnown', target: 'sending' }, { target: 'contact' }] },
    contact: {
      initial: 'unknown',
      on: { TEXT: { guard: 'hasContact', target: 'sending', actions: 'rememberContact' } },
      states: {
        unknown: { entry: { type: 'ask', params: { prompt: 'ask-contact', choices: ['human', 'cancel'] } } },
        notFound: { entry: { type: 'ask', params: { prompt: 'not-found', choices: ['human', 'cancel'] } } },
      },
    },
    sending: {
      invoke: {
        src: 'startConfirmation',
        id: 'start',
        input: ({ context: { known, contact, locale } }) => (known ? { customerId: known, locale } : { contact, locale }),
        onDone: { target: 'atApp', actions: { type: 'rememberConfirmation', params: ({ event }) => event.output } },
        onError: [
          { guard: { type: 'is', params: ({ event }) => [failureOf(event).code, 'account_locked'] }, target: 'personForLocked' },
          { guard: 'isKnown', target: 'notNow' },
          { guard: { type: 'is', params: ({ event }) => [failureOf(event).code, 'account_not_found'] }, target: 'contact.notFound' },
          { guard: { type: 'is', params: ({ event }) => [failureOf(event).code, 'contact_invalid'] }, target: 'contact.notFound' },
          { target: 'notNow' },
        ],
      },
    },
    // She taps in the app; meanwhile one region talks and the other watches for her answer.
    atApp: {
      type: 'parallel',
      states: {
        talk: {
          initial: 'open',
          states: {
            open: {
              entry: {
                type: 'ask',
                params: ({ context }) => ({ prompt: 'tap', choices: [...(context.known ? [] : ['other-contact']), 'human', 'cancel'] }),
              },
              on: { 'choose.other-contact': { guard: 'isGuest', target: '#confirm-identity.contact.unknown' } },
            },
          },
        },
        watch: {
          initial: 'waiting',
          on: { AFFIRM: '.looking' },
          states: {
            waiting: { after: { betweenLooks: 'looking' } },
            looking: {
              invoke: {
                src: 'getConfirmation',
                id: 'look',
                input: ({ context }) => ({ confirmationId: context.confirmationId }),
                onDone: [
                  {
                    guard: { type: 'is', params: ({ event }) => [event.output.status, 'approved'] },
                    target: '#confirm-identity.confirmed',
                    actions: { type: 'rememberConfirmation', params: ({ event }) => event.output },
                  },
                  { guard: { type: 'is', params: ({ event }) => [event.output.status, 'denied'] }, target: '#confirm-identity.denied' },
                  { guard: { type: 'is', params: ({ event }) => [event.output.status, 'expired'] }, target: '#confirm-identity.expired' },
                  { target: 'waiting' },
                ],
                onError: [
                  {
                    guard: { type: 'is', params: ({ event }) => [failureOf(event).code, 'confirmation_not_found'] },
                    target: '#confirm-identity.expired',
                  },
                  { target: 'waiting' },
                ],
              },
            },
          },
        },
      },
    },
    expired: {
      entry: {
        type: 'ask',
        params: ({ context }) => ({
          prompt: 'expired',
          choices: ['ask-again', ...(context.known ? [] : ['other-contact']), 'human', 'cancel'],
        }),
      },
      on: { 'choose.ask-again': 'sending', 'AFFIRM': 'sending', 'choose.other-contact': { guard: 'isGuest', target: 'contact.unknown' } },
    },
    confirmed: {
      type: 'final',
      entry: [
        { type: 'identify', params: ({ context: { customerId, name, confirmationId } }) => ({ customerId, name, confirmationId }) },
        { type: 'say', params: { key: 'confirmed' } },
      ],
    },
    denied: { type: 'final', entry: { type: 'say', params: { key: 'denied' } } },
    notNow: { type: 'final', entry: { type: 'say', params: { key: 'not-now' } } },
    personForLocked: {
      entry: [
        { type: 'say', params: { key: 'locked' } },
        { type: 'handoff', params: { reason: 'account-locked', priority: 'high' } },
      ],
      on: { RETURN: 'begin' },
    },
  },
});

export default defineFlow({ id: 'confirm-identity', version: 1, machine, facts: ['contact'] });
