/** All that the widget shows. */
import { isObject, type WireActivity } from '../shared/wire.ts';
import type { Phase } from './link.ts';
import type { Pending } from './outbox.ts';

export interface QueueNews {
  /** From 1; 1,001 means "more than 1,000". */
  position: number;
  estimateSeconds?: number;
  agentsOnline: number;
}

export interface WidgetState {
  open: boolean;
  locale: string;
  phase: Phase;
  /** It was connected once: what follows is a reconnect. */
  wasOnline: boolean;
  /** The customer's token is not accepted. */
  refused: boolean;
  /** In order, each once. */
  activities: WireActivity[];
  pending: Pending[];
  queue?: QueueNews;
  /** Who writes just now. */
  typing?: { name: string; agent: boolean };
  unread: number;
  /** She wants to hear when a message comes. */
  sound: boolean;
}

export function readQueueNews(value: unknown): QueueNews | undefined {
  if (!isObject(value) || typeof value.position !== 'number' || typeof value.agentsOnline !== 'number') return undefined;
  const { position, agentsOnline, estimateSeconds } = value;
  return { position, agentsOnline, ...(typeof estimateSeconds === 'number' && { estimateSeconds }) };
}
