/** The open sockets: each reads the log by its own watermark, so tabs never take a line from one another. */
import type { Signal } from '../../ports/live.ts';
import type { ChannelContext } from '../../ports/channel.ts';
import type { Socket } from '../../ports/http.ts';
import { EstafetError } from '../../errors.ts';
import { toActivitySet, toTyping } from './wire.ts';

/** Tabs and devices of one conversation. */
const MAX_SOCKETS = 16;

export interface Streams {
  /** @throws {EstafetError} `too-many-requests` when it has too many already */
  requireRoom(conversationId: string): void;
  /** Sends what follows the watermark, then whatever is written. */
  connect(conversationId: string, watermark: number, socket: Socket): void;
  /** Passing news, in no log. */
  tell(conversationId: string, activity: object): void;
  close(): void;
}

interface Reader {
  socket: Socket;
  watermark: number;
  reading: boolean;
  /** Something was written while it was reading. */
  again: boolean;
  /** It has just come, and knows nothing of the queue yet. */
  isNew: boolean;
}

export interface StreamsOptions extends Pick<ChannelContext, 'storage' | 'log' | 'now'> {
  /** The conversation may have begun or ceased to wait. */
  onHandoff(conversationId: string): void;
  /** Nobody listens there any more. */
  onSilent(conversationId: string): void;
}

export function createStreams({ storage, log, now, onHandoff, onSilent }: StreamsOptions): Streams {
  const readers = new Map<string, Set<Reader>>();

  async function read(conversationId: string, reader: Reader): Promise<void> {
    reader.again = true;
    if (reader.reading) return;
    reader.reading = true;
    let mayWait = reader.isNew;
    reader.isNew = false;
    try {
      while (reader.again) {
        reader.again = false;
        const page = await storage.store.activitiesAfter(conversationId, reader.watermark, 'customer');
        reader.again ||= page.more;
        if (page.watermark > reader.watermark) {
          reader.watermark = page.watermark;
          if (page.activities.length) reader.socket.send(JSON.stringify(toActivitySet(page.activities, page.watermark)));
        }
        mayWait ||= page.activities.some(({ type, from }) => type === 'event' && from.role !== 'user');
      }
      // Once, however many pages told of it: her place comes after the words that led there.
      if (mayWait) onHandoff(conversationId);
    } catch (error) {
      // It comes back with its watermark and misses nothing.
      log.error({ err: error, conversation: conversationId }, 'a stream could not read the log');
      reader.socket.close(1011, 'try again');
    } finally {
      reader.reading = false;
    }
  }

  function tell(conversationId: string, activity: object): void {
    for (const reader of readers.get(conversationId) ?? []) {
      reader.socket.send(JSON.stringify({ activities: [activity], watermark: String(reader.watermark) }));
    }
  }

  function leave(conversationId: string, reader: Reader): void {
    const set = readers.get(conversationId);
    set?.delete(reader);
    if (set?.size) return;
    readers.delete(conversationId);
    onSilent(conversationId);
  }

  const stopReading = storage.store.onChange(({ conversationId }) => {
    for (const reader of readers.get(conversationId) ?? []) void read(conversationId, reader);
  });
  const stopListening = storage.live.subscribe((signal: Signal) => {
    if (signal.kind === 'typing' && signal.from.role !== 'user')
      tell(signal.conversationId, toTyping(signal.conversationId, signal.from, now()));
  });

  return {
    requireRoom(conversationId) {
      if ((readers.get(conversationId)?.size ?? 0) < MAX_SOCKETS) return;
      throw new EstafetError('too-many-requests', { headers: { 'Retry-After': '20' } });
    },
    connect(conversationId, watermark, socket) {
      const reader: Reader = { socket, watermark, reading: false, again: false, isNew: true };
      const set = readers.get(conversationId) ?? new Set();
      readers.set(conversationId, set.add(reader));
      socket.onClose(() => leave(conversationId, reader));
      void read(conversationId, reader);
    },
    tell,
    close() {
      stopReading();
      stopListening();
    },
  };
}
