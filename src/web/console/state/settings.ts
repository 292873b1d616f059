/** What an agent likes, kept in the browser. */
import { effect, signal } from '@preact/signals';
import { browserStorage } from '../../shared/browser-storage.ts';
import { locale } from '../texts.ts';

export type Theme = 'system' | 'light' | 'dark';

const storage = browserStorage();
const THEME_KEY = 'estafet-desk:theme';
const KEYS_KEY = 'estafet-desk:single-keys';

export const theme = signal<Theme>(readTheme());
/** Single letters act as commands outside text fields. */
export const singleKeys = signal(storage.get(KEYS_KEY) !== 'off');

export function setTheme(next: Theme): void {
  storage.set(THEME_KEY, next);
  theme.value = next;
}

export function setSingleKeys(on: boolean): void {
  storage.set(KEYS_KEY, on ? 'on' : 'off');
  singleKeys.value = on;
}

/** Keeps the page as she likes it. */
export function applySettings(): void {
  effect(() => {
    document.documentElement.lang = locale.value;
  });
  effect(() => {
    if (theme.value === 'system') delete document.documentElement.dataset.theme;
    else document.documentElement.dataset.theme = theme.value;
  });
}

function readTheme(): Theme {
  const stored = storage.get(THEME_KEY);
  return stored === 'light' || stored === 'dark' ? stored : 'system';
}
