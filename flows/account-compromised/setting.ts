/** What the flow remembers, and its named actions and guards. */
import { assign, type FlowTypes, flowActions, type FreezeRequest, setup, type Transaction, walletCall } from '../../src/core/flow.ts';
import { addStolen, type Loss, named, type Suspect, suspectsAmong } from './suspects.ts';

export const ID = 'account-compromised';

/** What has been done about it. Empty: nothing, and no write was tried; `unknown`: one was, and its answer never came. */
export type Outcome =
  | ''
  | 'frozen'
  | 'frozen_before'
  | 'locked_before'
  | 'signed_out'
  | 'requested'
  | 'unknown'
  | 'not_done'
  | 'no_contact'
  | 'too_many'
  | 'not_wanted';

type Context = {
  locale: string;
  customerId: string;
  confirmationId: string;
  happened: string;
  measure: 'freeze' | 'sign-out';
  outcome: Outcome;
  contact: string;
  maskedContact: string;
  requestNumber: string;
  /** Epoch ms. */
  frozenAt: number | null;
  /** Devices. */
  signedOut: number | null;
  /** Confirmations of hers that the wallet no longer took. */
  outdated: number;
  /** Contacts that no account has. */
  misses: number;
  suspects: Suspect[];
  notHers: string;
  stolen: number | null;
  loss: Loss;
  settingsUrl: string;
};

/** What is only needed until something came of it. */
export const UNTRIED = { measure: 'freeze' as const, confirmationId: '', contact: '', outdated: 0, misses: 0 };

/** Before anybody has looked at her transactions. */
export const UNSEEN = { suspects: [], notHers: '', stolen: null, loss: 'unknown' as const, settingsUrl: '' };

/** Before she has told what happened. */
export const UNKNOWN = {
  happened: '',
  outcome: '' as const,
  maskedContact: '',
  requestNumber: '',
  frozenAt: null,
  signedOut: null,
};

function contactIn(event: { type: string; entities?: { kind: string; value: string }[] }): string | undefined {
  return event.entities?.find((entity) => entity.kind === 'phone' || entity.kind === 'email')?.value;
}

function textOf(event: { type: string; text?: string }): string {
  return event.type === 'TEXT' ? (event.text ?? '') : '';
}

/** The one of her suspects that her words name; empty when they name none. */
export function namedIn(context: Context, event: { type: string; text?: string }): string {
  return named(context.suspects, textOf(event))?.transactionId ?? '';
}

export const kit = setup({
  types: {} as FlowTypes<Context>,
  actions: {
    ...flowActions,
    rememberHappened: assign({ happened: (_, happened: string) => happened }),
    rememberIdentity: assign((_, { customerId, confirmationId }: { customerId: string; confirmationId: string }) => ({
      customerId,
      confirmationId,
    })),
    rememberContact: assign({ contact: ({ event }) => contactIn(event) ?? '' }),
    attempt: assign((_, measure: Context['measure']) => ({ measure, outcome: 'unknown' as const })),
    confirmAnew: assign({ outcome: '' as const, outdated: ({ context }) => context.outdated + 1 }),
    askAnew: assign({ outcome: '' as const, misses: ({ context }) => context.misses + 1 }),
    conclude: assign((_, outcome: Outcome) => ({ outcome, ...UNTRIED })),
    rememberFreeze: assign({ frozenAt: (_, frozenAt: string) => Date.parse(frozenAt) }),
    rememberSignedOut: assign({ signedOut: (_, signedOut: number) => signedOut }),
    rememberRequest: assign((_, { requestNumber, maskedContact }: FreezeRequest) => ({ requestNumber, maskedContact })),
    rememberSuspects: assign((_, transactions: Transaction[]) => ({
      ...addStolen({ notHers: '', stolen: 0 }, []),
      suspects: suspectsAmong(transactions),
    })),
    notHers: assign(({ context }, ids: string[]) => ({
      ...addStolen(
        context,
        context.suspects.filter(({ transactionId }) => ids.includes(transactionId)),
      ),
      suspects: context.suspects.filter(({ transactionId }) => !ids.includes(transactionId)),
    })),
    rememberSettings: assign({ settingsUrl: (_, settingsUrl: string) => settingsUrl }),
    leaveSuspects: assign({ suspects: [] }),
    lookAnew: assign({ ...UNSEEN, ...UNTRIED }),
    beginAnew: assign({ ...UNKNOWN, ...UNTRIED, ...UNSEEN }),
  },
  actors: {
    getCustomer: walletCall('getCustomer'),
    freezeAccount: walletCall('freezeAccount'),
    signOutDevices: walletCall('signOutDevices'),
    requestFreeze: walletCall('requestFreeze'),
    listTransactions: walletCall('listTransactions'),
    getSecuritySettings: walletCall('getSecuritySettings'),
  },
  guards: {
    verified: ({ context }) => context.customerId !== '',
    acted: ({ context }) => context.outcome !== '',
    lostPhone: ({ context }) => context.happened === 'lost_phone',
    signsOut: ({ context }) => context.measure === 'sign-out',
    tellsStory: ({ event }) => event.type === 'TEXT' && ['none', ID].includes(event.intent),
    hasContact: ({ event }) => contactIn(event) !== undefined,
    is: (_, [actual, expected]: string[]) => actual === expected,
    outdatedOnce: ({ context }, code: string) => code === 'confirmation_needed' && context.outdated === 0,
    missedOnce: ({ context }, code: string) => ['account_not_found', 'contact_invalid'].includes(code) && context.misses === 0,
    missed: (_, code: string) => ['account_not_found', 'contact_invalid'].includes(code),
    hasSuspects: (_, transactions: Transaction[]) => suspectsAmong(transactions).length > 0,
    isLeft: ({ context }, id: string) => context.suspects.some(({ transactionId }) => transactionId === id),
    hasMore: ({ context }) => context.suspects.length > 0,
    hasNamed: ({ context }) => context.notHers !== '',
    isNamed: ({ context, event }) => namedIn(context, event) !== '',
  },
});
