/** The same customer's other conversations, on whatever channel. */
import { signal } from '@preact/signals';
import { call } from '../api.ts';
import type { ConversationItem } from '../shapes.ts';
import { locale } from '../texts.ts';

/** By conversation id. */
export const others = signal<ReadonlyMap<string, ConversationItem[]>>(new Map());

export async function askOthers(id: string): Promise<void> {
  try {
    const path = `/conversations/${encodeURIComponent(id)}/others?lang=${locale.peek()}`;
    const { conversations } = await call<{ conversations: ConversationItem[] }>('GET', path);
    others.value = new Map(others.peek()).set(id, conversations);
  } catch {
    // What was known stays; opening the conversation asks again.
  }
}

export function forgetOthers(): void {
  others.value = new Map();
}
