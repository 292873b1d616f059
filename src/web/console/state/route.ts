/** Which conversation is open, in the address, so that back, forward and a link work. */
import { signal } from '@preact/signals';

/** On a narrow screen one pane shows at a time. */
export type Pane = 'list' | 'conversation' | 'details';

export const openId = signal<string | undefined>(read().id);
export const pane = signal<Pane>(read().pane);

/** Where an agent came from to each of the conversations that she went aside to. */
const asides = signal<ReadonlyMap<string, string>>(new Map());

export function openConversation(id: string): void {
  keepAside(id, undefined);
  go(`#/c/${encodeURIComponent(id)}`);
}

/** Another conversation of the same customer, with a way back to this one. */
export function goAside(id: string): void {
  const here = openId.peek();
  if (cameFrom() === id) return goBack();
  keepAside(id, here);
  go(`#/c/${encodeURIComponent(id)}`);
}

/** Undefined: she did not come from another conversation. */
export function cameFrom(): string | undefined {
  return openId.value === undefined ? undefined : asides.value.get(openId.value);
}

export function goBack(): void {
  const back = cameFrom();
  if (back === undefined) return;
  keepAside(openId.peek() ?? '', undefined);
  go(`#/c/${encodeURIComponent(back)}`);
}

export function showDetails(): void {
  if (openId.peek()) go(`#/c/${encodeURIComponent(openId.peek() ?? '')}/details`);
}

export function showConversation(): void {
  if (openId.peek()) go(`#/c/${encodeURIComponent(openId.peek() ?? '')}`);
}

export function showList(): void {
  go('#/');
}

function keepAside(id: string, from: string | undefined): void {
  const next = new Map(asides.peek());
  if (from === undefined) next.delete(id);
  else next.set(id, from);
  asides.value = next;
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
