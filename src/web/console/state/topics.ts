/** What a conversation can be about, asked once in the agent's language. */
import { signal } from '@preact/signals';
import { call } from '../api.ts';

export interface Topic {
  id: string;
  title: string;
}

export const topics = signal<Topic[]>([]);
let asked: string | undefined;

export async function askTopics(lang: string): Promise<void> {
  if (asked === lang) return;
  asked = lang;
  try {
    topics.value = (await call<{ topics: Topic[] }>('GET', `/topics?lang=${encodeURIComponent(lang)}`)).topics;
  } catch {
    // The topic is shown as it is; the next conversation asks again.
    asked = undefined;
  }
}
