/** Who one is, and what arrived on the phone. */
import { computed, signal } from '@preact/signals';
import type english from '../locales/en.json';
import { browserStorage } from '../shared/browser-storage.ts';
import { matchLocale, translator } from '../shared/i18n.ts';
import { isObject } from '../shared/wire.ts';
import { CUSTOMERS } from './customers.ts';

export interface PhoneMessage {
  id: string;
  channel: string;
  to: string;
  text: string;
  code?: string;
  link?: string;
  /** The app asks whether it is she, by a number to tap. */
  confirmation?: { id: string; numbers: string[]; status: 'pending' | 'approved' | 'denied' | 'expired' };
  /** Epoch ms or ISO 8601. */
  at: number | string;
}

const CUSTOMER_KEY = 'estafet-demo:customer';
const GUEST = 'guest';
const storage = browserStorage();
const available = Object.keys(ESTAFET_TEXTS);

/** Undefined: a guest. */
export const customerId = signal(remembered());
export const customer = computed(() => CUSTOMERS.find(({ id }) => id === customerId.value));
/** The page's own language until she becomes another: the visitor's at first, then what she picked. */
const picked = signal<string | undefined>(storage.get(CUSTOMER_KEY) ? undefined : navigator.language);
export const locale = computed(() => matchLocale(available, [picked.value, customer.value?.locale, ...navigator.languages]));
const translate = computed(() => translator<keyof (typeof english)['demo']>(locale.value, ESTAFET_TEXTS[locale.value]?.texts ?? {}));

export const t: (...args: Parameters<typeof translate.value>) => string = (...args) => translate.value(...args);

export function become(id: string | undefined): void {
  picked.value = undefined;
  customerId.value = id;
  storage.set(CUSTOMER_KEY, id ?? GUEST);
}

/** Whoever one was last; at first the first. */
function remembered(): string | undefined {
  const stored = storage.get(CUSTOMER_KEY);
  return stored === GUEST ? undefined : (CUSTOMERS.find(({ id }) => id === stored) ?? CUSTOMERS[0])?.id;
}

export function pickLocale(next: string): void {
  picked.value = next;
}

export const languages = available.map((id) => ({ id, name: ESTAFET_TEXTS[id]?.name ?? id }));

/** The token that the wallet's app would have signed; undefined for a guest. */
export async function customerToken(id: string | undefined): Promise<string | undefined> {
  if (!id) return undefined;
  const response = await fetch('/sandbox/token', {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ customerId: id }),
  });
  const json: unknown = await response.json();
  return isObject(json) && typeof json.token === 'string' ? json.token : undefined;
}

export const phone = signal<{ messages: PhoneMessage[]; reachable: boolean }>({ messages: [], reachable: true });

const LOOK_EVERY_MS = 2_000;

export async function watchPhone(): Promise<void> {
  for (;;) {
    if (!document.hidden) await look();
    await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
  }
}

async function look(): Promise<void> {
  try {
    const response = await fetch('/sandbox/phone/messages');
    const json: unknown = await response.json();
    if (!response.ok || !isObject(json) || !Array.isArray(json.messages)) throw new TypeError('no messages');
    const messages = json.messages as PhoneMessage[];
    const known = phone.peek();
    if (!known.reachable || JSON.stringify(messages) !== JSON.stringify(known.messages)) phone.value = { messages, reachable: true };
  } catch {
    if (phone.peek().reachable) phone.value = { ...phone.peek(), reachable: false };
  }
}

/** @param number the one she taps; `none`: it is not she */
export async function tapConfirmation(id: string, number: string): Promise<void> {
  await fetch(`/sandbox/confirmations/${id}`, { method: 'POST', body: new URLSearchParams({ number }) }).catch(() => undefined);
  await look();
}
