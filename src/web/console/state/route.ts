/** Which conversation is open, in the address, so that back, forward and a link work. */
import { signal } from '@preact/signals';

/** On a narrow screen one pane shows at a time. */
export type Pane = 'list' | 'conversation' | 'details';

export const openId = signal<string | undefined>(read().id);
export const pane = signal<Pane>(read().pane);

export function openConversation(id: string): void {
  go(`#/c/${encodeURIComponent(id)}`);
}

export function showDetails(): void {
  if (openId.peek()) go(`#/c/${encodeURIComponent(openId.peek() ?? '')}/details`);
}

export function showConversation(): void {
  if (openId.peek()) openConversation(openId.peek() ?? '');
}

export function showList(): void {
  go('#/');
}

function go(hash: string): void {
  if (location.hash === hash) return;
  history.pushState(null, '', hash);
  follow();
}

function read(): { id: string | undefined; pane: Pane } {
  const [, section, id, details] = location.hash.split('/');
  if (section !== 'c' || !id) return { id: undefined, pane: 'list' };
  return { id: decode(id), pane: details === 'details' ? 'details' : 'conversation' };
}

function decode(id: string): string | undefined {
  try {
    return decodeURIComponent(id);
  } catch {
    return undefined;
  }
}

function follow(): void {
  const next = read();
  openId.value = next.id;
  pane.value = next.pane;
}

window.addEventListener('popstate', follow);
window.addEventListener('hashchange', follow);
