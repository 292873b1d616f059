/** The console's language. Reading `t` inside a component makes it follow a switch. */
import { computed, signal } from '@preact/signals';
import type english from '../locales/en.json';
import { browserStorage } from '../shared/browser-storage.ts';
import { matchLocale, translator, type Values } from '../shared/i18n.ts';

export type DeskText = keyof (typeof english)['desk'];

const LOCALE_KEY = 'estafet-desk:locale';
const storage = browserStorage();

export const languages = Object.entries(ESTAFET_TEXTS).map(([locale, { name }]) => ({ locale, name }));

export const locale = signal(matchLocale(Object.keys(ESTAFET_TEXTS), [storage.get(LOCALE_KEY), ...navigator.languages]));

const current = computed(() => translator<DeskText>(locale.value, ESTAFET_TEXTS[locale.value]?.texts ?? {}));

export function t(key: DeskText, values?: Values): string {
  return current.value(key, values);
}

/** The sentence for an error code, known or not. */
export function errorText(code: string): string {
  const key = `error.${code}`;
  return Object.hasOwn(ESTAFET_TEXTS.en?.texts ?? {}, key) ? t(key as DeskText) : t('error.unknown');
}

export function setLocale(next: string): void {
  storage.set(LOCALE_KEY, next);
  locale.value = next;
}
