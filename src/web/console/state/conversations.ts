/** Conversations that were opened: their log by watermark, so that a gap in the line loses nothing. */
import { signal } from '@preact/signals';
import { call, codeOf } from '../api.ts';
import type { Activity, ConversationAnswer, ConversationItem, FlowView } from '../shapes.ts';
import { locale } from '../texts.ts';

export interface OpenConversation {
  item: ConversationItem;
  activities: Activity[];
  watermark: number;
  flow: FlowView | null;
}

export const conversations = signal<ReadonlyMap<string, OpenConversation>>(new Map());
/** Error codes of conversations whose last load failed. */
export const failures = signal<ReadonlyMap<string, string>>(new Map());

const loading = new Map<string, { again: boolean }>();

/** What is new since the watermark. One call at a time for each; a wish meanwhile makes one more. */
export async function loadConversation(id: string): Promise<void> {
  const running = loading.get(id);
  if (running) {
    running.again = true;
    return;
  }
  const turn = { again: true };
  loading.set(id, turn);
  try {
    while (turn.again) {
      turn.again = false;
      if (await loadPage(id)) turn.again = true;
    }
    failures.value = without(failures.peek(), id);
  } catch (error) {
    failures.value = new Map(failures.peek()).set(id, codeOf(error));
  } finally {
    loading.delete(id);
  }
}

/** @returns whether more is to be had at once */
async function loadPage(id: string): Promise<boolean> {
  const after = conversations.peek().get(id)?.watermark ?? 0;
  const answer = await call<ConversationAnswer>('GET', `/conversations/${encodeURIComponent(id)}?after=${after}&lang=${locale.peek()}`);
  const known = conversations.peek().get(id)?.activities ?? [];
  const seen = new Set(known.map((activity) => activity.seq));
  const activities = [...known, ...answer.activities.filter((activity) => !seen.has(activity.seq))].sort((a, b) => a.seq - b.seq);
  const open = { item: answer.conversation, activities, watermark: Math.max(after, answer.watermark), flow: answer.flow };
  conversations.value = new Map(conversations.peek()).set(id, open);
  return answer.more && answer.watermark > after;
}

export function forgetConversations(): void {
  conversations.value = new Map();
  failures.value = new Map();
}

function without<V>(map: ReadonlyMap<string, V>, id: string): ReadonlyMap<string, V> {
  if (!map.has(id)) return map;
  const rest = new Map(map);
  rest.delete(id);
  return rest;
}
