/** What the check-up remembers, and its named actions and guards. */
import { assign, type Device, type FlowTypes, flowActions, type SecuritySettings, setup, walletCall } from '../../src/core/flow.ts';

type Other = { deviceId: string; name: string; place: string; seenAt: number };

type Context = {
  customerId: string;
  confirmationId: string;
  settingsUrl: string;
  /** Epoch ms; null before her settings are read. */
  passwordChangedAt: number | null;
  passwordMonths: number;
  /** `due`: older than the wallet advises. */
  passwordAge: 'fresh' | 'due';
  twoFactor: '' | 'on' | 'off';
  /** Where she is signed in besides the device her app is on. */
  others: Other[];
  /** The latest sign-in that the wallet doesn't know; empty: none. */
  strangerName: string;
  strangerPlace: string;
  /** Epoch ms. */
  strangerAt: number;
  strangerDeviceId: string;
  /** The latest sign-in that the wallet knows. */
  lastName: string;
  lastPlace: string;
  lastAt: number;
  /** The device to sign out; its id is empty once that was tried. */
  deviceId: string;
  deviceName: string;
  /** The one being signed out. */
  leavingId: string;
  foundAs: 'stranger' | 'other';
  /** Confirmations of hers that the wallet no longer took. */
  outdated: number;
  /** The question she left for an emergency and has come back to. */
  afterEmergency: string;
};

/** Before her settings are read. */
export const UNREAD = {
  confirmationId: '',
  settingsUrl: '',
  passwordChangedAt: null,
  passwordMonths: 0,
  passwordAge: 'fresh' as const,
  twoFactor: '' as const,
  others: [],
  strangerName: '',
  strangerPlace: '',
  strangerAt: 0,
  strangerDeviceId: '',
  lastName: '',
  lastPlace: '',
  lastAt: 0,
  deviceId: '',
  deviceName: '',
  leavingId: '',
  foundAs: 'other' as const,
  outdated: 0,
  afterEmergency: '',
};

const MONTH_MS = 30 * 86_400_000;
/** The wallet's advice: every 3 to 6 months. */
const DUE_MONTHS = 6;
/** As many as she can take in at a glance. */
const SHOWN = 4;

function toOther({ deviceId, name, place, lastSeenAt }: Device): Other {
  return { deviceId, name, place, seenAt: Date.parse(lastSeenAt) };
}

function readSettings({ passwordChangedAt, twoFactor, settingsUrl, devices, signIns }: SecuritySettings) {
  const stranger = signIns.find(({ known }) => !known);
  const last = signIns.find(({ known }) => known);
  const others = devices.filter(({ current }) => !current);
  const changedAt = Date.parse(passwordChangedAt);
  // A flow has no clock; the wallet has seen her at least as late as this.
  const seen = Math.max(changedAt, ...[...devices.map(({ lastSeenAt }) => lastSeenAt), ...signIns.map(({ at }) => at)].map(Date.parse));
  const passwordMonths = Math.floor((seen - changedAt) / MONTH_MS);
  return {
    settingsUrl,
    passwordChangedAt: changedAt,
    passwordMonths,
    passwordAge: passwordMonths >= DUE_MONTHS ? ('due' as const) : ('fresh' as const),
    twoFactor: twoFactor ? ('on' as const) : ('off' as const),
    others: others.slice(0, SHOWN).map(toOther),
    strangerName: stranger?.device ?? '',
    strangerPlace: stranger?.place ?? '',
    strangerAt: stranger ? Date.parse(stranger.at) : 0,
    strangerDeviceId: others.find(({ name, place }) => name === stranger?.device && place === stranger.place)?.deviceId ?? '',
    lastName: last?.device ?? '',
    lastPlace: last?.place ?? '',
    lastAt: last ? Date.parse(last.at) : 0,
  };
}

/** The other device that her words name, when it is exactly one. */
function namedIn(others: Other[], event: { type: string; text?: string }): Other | undefined {
  const said = (event.type === 'TEXT' ? (event.text ?? '') : '').normalize('NFKC').toLowerCase();
  const fits = others.filter(({ name }) => said.includes(name.toLowerCase()));
  return fits.length === 1 ? fits[0] : undefined;
}

export const kit = setup({
  types: {} as FlowTypes<Context>,
  actions: {
    ...flowActions,
    rememberIdentity: assign((_, { customerId, confirmationId }: { customerId: string; confirmationId: string }) => ({
      customerId,
      confirmationId,
    })),
    rememberSettings: assign((_, settings: SecuritySettings) => readSettings(settings)),
    leaveCheckUp: assign(UNREAD),
    leaveFor: assign({ afterEmergency: (_, question: string) => question }),
    chooseStranger: assign(({ context }) => ({
      deviceId: context.strangerDeviceId,
      deviceName: context.strangerName,
      foundAs: 'stranger' as const,
      outdated: 0,
    })),
    chooseOther: assign(({ context }, deviceId: string) => ({
      deviceId,
      deviceName: context.others.find((other) => other.deviceId === deviceId)?.name ?? '',
      foundAs: 'other' as const,
      outdated: 0,
    })),
    chooseNamed: assign(({ context, event }) => {
      const named = namedIn(context.others, event);
      return { deviceId: named?.deviceId ?? '', deviceName: named?.name ?? '', foundAs: 'other' as const, outdated: 0 };
    }),
    attempt: assign({ leavingId: ({ context }) => context.deviceId, deviceId: '' }),
    confirmAnew: assign(({ context }) => ({ deviceId: context.leavingId, outdated: context.outdated + 1 })),
    forgetDevice: assign({
      others: ({ context }) => context.others.filter(({ deviceId }) => deviceId !== context.leavingId),
      strangerDeviceId: ({ context }) => (context.strangerDeviceId === context.leavingId ? '' : context.strangerDeviceId),
    }),
  },
  actors: { getSecuritySettings: walletCall('getSecuritySettings'), signOutDevice: walletCall('signOutDevice') },
  guards: {
    verified: ({ context }) => context.customerId !== '',
    hasStranger: ({ context }) => context.strangerName !== '',
    canSignOutStranger: ({ context }) => context.strangerDeviceId !== '',
    wasStranger: ({ context }) => context.foundAs === 'stranger',
    hasLast: ({ context }) => context.lastName !== '',
    hasOthers: ({ context }) => context.others.length > 0,
    tried: ({ context }) => context.deviceId === '',
    isOther: ({ context }, id: string) => context.others.some(({ deviceId }) => deviceId === id),
    isNamed: ({ context, event }) => namedIn(context.others, event) !== undefined,
    is: (_, [actual, expected]: string[]) => actual === expected,
    outdatedOnce: ({ context }, code: string) => code === 'confirmation_needed' && context.outdated === 0,
  },
});
