/** What became of our messages on push channels: asked when a conversation is opened, then told over the socket. */
import { signal } from '@preact/signals';
import { call } from '../api.ts';
import { type Marks, withMark } from '../marks.ts';
import type { Delivery } from '../shapes.ts';

/** By conversation id. */
export const deliveries = signal<ReadonlyMap<string, Marks>>(new Map());

export function heardDelivery(conversationId: string, { activityId, state }: Delivery): void {
  const known = deliveries.peek().get(conversationId) ?? new Map();
  deliveries.value = new Map(deliveries.peek()).set(conversationId, withMark(known, activityId, state));
}

export async function askDeliveries(conversationId: string): Promise<void> {
  try {
    const answer = await call<{ deliveries: Delivery[] }>('GET', `/conversations/${encodeURIComponent(conversationId)}/deliveries`);
    for (const delivery of answer.deliveries) heardDelivery(conversationId, delivery);
  } catch {
    // Marks are missing for now; the next reconnection asks again.
  }
}

export function forgetDeliveries(): void {
  deliveries.value = new Map();
}
