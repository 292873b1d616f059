/**
 * Staying safe: five habits, a check-up with her own settings that can sign a device out, and signs of a scam. Whatever
 * looks like somebody else leads to account-compromised, and back.
 */
import { defineFlow, failureOf, type Pickable } from '../../src/core/flow.ts';
import { kit, UNREAD } from './setting.ts';

const ID = 'security-tips';
const TIPS = ['tip-password', 'tip-two-factor', 'tip-codes', 'tip-activity', 'tip-report'];
const IDENTIFY = { type: 'startFlow' as const, params: { flow: 'confirm-identity' } };
const START_CHECK_UP = [{ guard: 'verified' as const, target: '#security-tips.reading' as const }, { actions: IDENTIFY }];
const READ = {
  target: '#security-tips.reading' as const,
  actions: { type: 'rememberIdentity' as const, params: ({ event }: { event: { customerId: string; confirmationId: string } }) => event },
};

/** Off to make the account safe; she comes back to this question, which is then another. */
function emergencyFrom(question: string) {
  return {
    actions: [
      { type: 'leaveFor' as const, params: question },
      { type: 'startFlow' as const, params: { flow: 'account-compromised' } },
    ],
  };
}

/** @param next name of the tip after it */
function tip<T extends string>(name: string, next: T) {
  return {
    entry: { type: 'ask' as const, params: { prompt: `tip.${name}`, choices: ['next-tip', 'check-up', 'enough', 'human'] } },
    on: { 'choose.next-tip': next, 'AFFIRM': next } as const,
  };
}

function toPick({ deviceId, name, place, seenAt }: { deviceId: string; name: string; place: string; seenAt: number }): Pickable {
  const values = { name, place, seenAt };
  return { pick: deviceId, label: 'pick', values, card: { title: 'card.title', subtitle: 'card.place', text: 'card.seen' } };
}

function settingsLink({ settingsUrl }: { settingsUrl: string }) {
  return [{ label: 'link.settings', url: settingsUrl }];
}

const machine = kit.createMachine({
  id: ID,
  context: ({ input }) => ({ customerId: input.customerId, ...UNREAD }),
  initial: 'menu',
  on: {
    // Once a sign-out was tried, “back” or an agent's jump doesn't lead to a second one.
    [`goto.${ID}.confirmSignOut`]: [
      { guard: 'tried', target: '.seeingOthers' },
      { target: '#security-tips.confirmSignOut', reenter: true },
    ],
    // None of them may be left.
    [`goto.${ID}.devices`]: '.seeingOthers',
  },
  states: {
    menu: {
      entry: ['leaveCheckUp', { type: 'ask', params: { prompt: 'menu', choices: ['check-up', 'tips', 'scam', 'human'] } }],
      on: { 'choose.check-up': START_CHECK_UP, 'IDENTIFIED': READ, 'choose.tips': 'tips', 'choose.scam': 'scam' },
    },
    tips: {
      initial: 'list',
      entry: 'leaveCheckUp',
      on: { 'choose.check-up': START_CHECK_UP, 'IDENTIFIED': READ, 'choose.enough': 'done', 'DENY': 'done' },
      states: {
        list: {
          entry: { type: 'ask', params: { prompt: 'tip.list', choices: [...TIPS, 'check-up', 'human'] } },
          on: {
            'choose.tip-password': 'password',
            'AFFIRM': 'password',
            'choose.tip-two-factor': 'twoFactor',
            'choose.tip-codes': 'codes',
            'choose.tip-activity': 'activity',
            'choose.tip-report': 'report',
          },
        },
        password: tip('password', 'twoFactor'),
        twoFactor: tip('two-factor', 'codes'),
        codes: tip('codes', 'activity'),
        activity: tip('activity', 'report'),
        report: {
          entry: { type: 'ask', params: { prompt: 'tip.report', choices: ['check-up', 'enough', 'human'] } },
          on: { AFFIRM: START_CHECK_UP },
        },
      },
    },
    reading: {
      invoke: {
        src: 'getSecuritySettings',
        id: 'settings',
        input: ({ context }) => ({ customerId: context.customerId }),
        onDone: { target: 'seeingSignIns', actions: { type: 'rememberSettings', params: ({ event }) => event.output } },
        onError: { target: 'tips', actions: { type: 'say', params: { key: 'settings-silent' } } },
      },
    },
    // What may be somebody else comes first.
    seeingSignIns: {
      always: [{ guard: 'hasStranger', target: 'stranger' }, { guard: 'hasLast', target: 'lastSignIn' }, { target: 'password' }],
    },
    stranger: {
      entry: {
        type: 'ask',
        params: ({ context }) =>
          context.afterEmergency === 'stranger'
            ? { prompt: 'stranger-after', choices: ['yes', 'no', 'human'] }
            : { prompt: 'stranger', choices: ['not-me', ...(context.strangerDeviceId ? ['sign-out'] : []), 'was-me', 'human'] },
      },
      on: {
        'choose.not-me': emergencyFrom('stranger'),
        'DENY': emergencyFrom('stranger'),
        'choose.sign-out': { guard: 'canSignOutStranger', target: 'confirmSignOut', actions: 'chooseStranger' },
        'choose.was-me': 'password',
        'AFFIRM': 'password',
      },
    },
    lastSignIn: {
      entry: {
        type: 'ask',
        params: ({ context }) =>
          context.afterEmergency === 'lastSignIn'
            ? { prompt: 'stranger-after', choices: ['yes', 'no', 'human'] }
            : { prompt: 'last-sign-in', choices: ['was-me', 'not-me', 'human'] },
      },
      on: {
        'choose.was-me': 'password',
        'AFFIRM': 'password',
        'choose.not-me': emergencyFrom('lastSignIn'),
        'DENY': emergencyFrom('lastSignIn'),
      },
    },
    password: {
      entry: {
        type: 'ask',
        params: ({ context }) => ({ prompt: 'password', choices: ['next-step', 'enough', 'human'], links: settingsLink(context) }),
      },
      on: { 'choose.next-step': 'twoFactor', 'AFFIRM': 'twoFactor', 'choose.enough': 'done', 'DENY': 'done' },
    },
    twoFactor: {
      entry: {
        type: 'ask',
        params: ({ context }) => ({ prompt: 'two-factor', choices: ['next-step', 'enough', 'human'], links: settingsLink(context) }),
      },
      on: { 'choose.next-step': 'seeingOthers', 'AFFIRM': 'seeingOthers', 'choose.enough': 'done', 'DENY': 'done' },
    },
    seeingOthers: { always: [{ guard: 'hasOthers', target: 'devices' }, { target: 'checked' }] },
    devices: {
      entry: {
        type: 'ask',
        params: ({ context }) => ({ prompt: 'devices', choices: [...context.others.map(toPick), 'all-mine', 'human'] }),
      },
      on: {
        'PICK': {
          guard: { type: 'isOther', params: ({ event }) => event.id },
          target: 'confirmSignOut',
          actions: { type: 'chooseOther', params: ({ event }) => event.id },
        },
        'TEXT': { guard: 'isNamed', target: 'confirmSignOut', actions: 'chooseNamed' },
        'choose.all-mine': 'checked',
        'AFFIRM': 'checked',
      },
    },
    confirmSignOut: {
      entry: {
        type: 'ask',
        params: ({ context }) => ({
          prompt: context.outdated ? 'confirm-again' : 'confirm-sign-out',
          choices: ['sign-out-now', 'keep', 'human'],
        }),
      },
      on: {
        'choose.sign-out-now': { actions: IDENTIFY },
        'AFFIRM': { actions: IDENTIFY },
        'IDENTIFIED': { target: 'signingOut', actions: { type: 'rememberIdentity', params: ({ event }) => event } },
        'choose.keep': [{ guard: 'wasStranger', target: 'stranger' }, { target: 'devices' }],
        'DENY': [{ guard: 'wasStranger', target: 'stranger' }, { target: 'devices' }],
      },
    },
    signingOut: {
      entry: 'attempt',
      invoke: {
        src: 'signOutDevice',
        id: 'signOut',
        input: ({ context: { customerId, confirmationId, leavingId } }) => ({ customerId, confirmationId, deviceId: leavingId }),
        onDone: { target: 'signedOut', actions: ['forgetDevice', { type: 'say', params: { key: 'signed-out' } }] },
        onError: [
          {
            guard: { type: 'outdatedOnce', params: ({ event }) => failureOf(event).code },
            target: 'confirmSignOut',
            actions: 'confirmAnew',
          },
          {
            guard: { type: 'is', params: ({ event }) => [failureOf(event).code, 'device_not_found'] },
            target: 'signedOut',
            actions: ['forgetDevice', { type: 'say', params: { key: 'already-gone' } }],
          },
          { guard: { type: 'is', params: ({ event }) => [failureOf(event).code, 'unavailable'] }, target: 'personForUnclear' },
          { target: 'personForRefused' },
        ],
      },
    },
    signedOut: { always: [{ guard: 'wasStranger', target: 'password' }, { target: 'seeingOthers' }] },
    personForUnclear: {
      entry: [
        { type: 'say', params: { key: 'sign-out-unclear' } },
        { type: 'handoff', params: { reason: 'sign-out-unclear', priority: 'high' } },
      ],
      on: { RETURN: 'menu' },
    },
    personForRefused: {
      entry: [
        { type: 'say', params: { key: 'sign-out-refused' } },
        { type: 'handoff', params: { reason: 'sign-out-refused', priority: 'high' } },
      ],
      on: { RETURN: 'menu' },
    },
    checked: {
      entry: { type: 'ask', params: { prompt: 'checked', choices: ['tips', 'enough', 'human'] } },
      on: { 'choose.tips': 'tips', 'AFFIRM': 'tips', 'choose.enough': 'done', 'DENY': 'done' },
    },
    // Signs, never a verdict: nobody can promise that a message is harmless.
    scam: {
      entry: [
        'leaveCheckUp',
        {
          type: 'ask',
          params: ({ context }) =>
            context.afterEmergency === 'scam'
              ? { prompt: 'scam-after', choices: ['yes', 'no', 'human'] }
              : { prompt: 'scam', choices: ['tapped', 'not-yet', 'human'] },
        },
      ],
      on: {
        'choose.tapped': emergencyFrom('scam'),
        'AFFIRM': emergencyFrom('scam'),
        'choose.not-yet': 'scamAvoided',
        'DENY': 'scamAvoided',
      },
    },
    scamAvoided: {
      entry: { type: 'ask', params: { prompt: 'scam-avoided', choices: ['tips', 'enough', 'human'] } },
      on: { 'choose.tips': 'tips', 'AFFIRM': 'tips', 'choose.enough': 'done', 'DENY': 'done' },
    },
    done: { type: 'final', entry: { type: 'say', params: { key: 'done' } } },
  },
});

export default defineFlow({
  id: ID,
  version: 1,
  intent: ID,
  machine,
  facts: ['passwordChangedAt', 'twoFactor', 'strangerName', 'strangerPlace', 'deviceName'],
});
