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

export type Edge = 'inbox' | 'side';

/** Rem; what the style sheet has where she set nothing. */
export const PANE_WIDTHS: Record<Edge, { least: number; usual: number; most: number }> = {
  inbox: { least: 16, usual: 20, most: 30 },
  side: { least: 15, usual: 18, most: 30 },
};

export const widths = { inbox: signal(readWidth('inbox')), side: signal(readWidth('side')) };

export function setWidth(edge: Edge, rem: number): void {
  const { least, most } = PANE_WIDTHS[edge];
  const width = Math.round(Math.min(most, Math.max(least, rem)) * 4) / 4;
  storage.set(widthKey(edge), String(width));
  widths[edge].value = width;
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

function readWidth(edge: Edge): number {
  const { least, usual, most } = PANE_WIDTHS[edge];
  const stored = Number(storage.get(widthKey(edge)));
  return stored >= least && stored <= most ? stored : usual;
}

function widthKey(edge: Edge): string {
  return `estafet-desk:width:${edge}`;
}
