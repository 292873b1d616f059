/** Tells waiting customers who listen where they stand: when it changed, and no more often than every 10 s. */
import type { ChannelContext } from '../../ports/channel.ts';
import { toQueueUpdate } from './wire.ts';

export interface QueueNews {
  /** She may have begun to wait, or listens again. */
  look(conversationId: string): void;
  forget(conversationId: string): void;
  close(): void;
}

interface Told {
  text: string;
  /** Epoch ms. */
  at: number;
}

export interface QueueNewsOptions extends Pick<ChannelContext, 'queueStatus' | 'log' | 'now'> {
  /** Milliseconds. */
  everyMs: number;
  tell(conversationId: string, activity: object): void;
}

export function createQueueNews({ queueStatus, log, now, everyMs, tell }: QueueNewsOptions): QueueNews {
  const waiting = new Map<string, Told | undefined>();

  async function look(conversationId: string, isNew: boolean): Promise<void> {
    try {
      const status = await queueStatus(conversationId);
      if (!status) return void waiting.delete(conversationId);
      const told = isNew ? undefined : waiting.get(conversationId);
      const text = JSON.stringify(status);
      if (told?.text === text || (!isNew && !waiting.has(conversationId))) return;
      waiting.set(conversationId, { text, at: now() });
      tell(conversationId, toQueueUpdate(conversationId, status, now()));
    } catch (error) {
      log.warn({ err: error, conversation: conversationId }, 'the place in the queue is not known');
    }
  }

  let underWay = false;
  async function lookAtAll(): Promise<void> {
    if (underWay) return;
    underWay = true;
    for (const conversationId of waiting.keys()) await look(conversationId, false);
    underWay = false;
  }
  const timer = setInterval(() => void lookAtAll(), everyMs);
  timer.unref();

  return {
    look: (conversationId) => void look(conversationId, true),
    forget: (conversationId) => void waiting.delete(conversationId),
    close: () => clearInterval(timer),
  };
}
