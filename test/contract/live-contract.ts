/** What every engine's passing news must do; an engine's own tests call this with a way to open an empty one. */
import { describe, expect, test } from 'vitest';
import type { Signal } from '../../src/ports/live.ts';
import type { Storage } from '../../src/ports/storage.ts';
import { opened } from './opened.ts';
import { quietWarnings } from './quiet.ts';

function typing(conversationId: string): Signal {
  return { kind: 'typing', conversationId, from: { id: 'agent:sari', name: 'Sari', role: 'agent' } };
}

export function liveContract(name: string, open: () => Promise<Storage>): void {
  describe(`${name}: live`, () => {
    const storage = opened(open);

    test('every listener hears every signal, in order', async () => {
      const { live } = storage();
      const heard: Signal[][] = [[], []];
      for (const list of heard) live.subscribe((signal) => list.push(signal));
      live.publish(typing('a'));
      live.publish(typing('b'));
      for (const list of heard) await expect.poll(() => list).toEqual([typing('a'), typing('b')]);
    });

    test('who has left hears nothing; the same listener twice leaves once at a time', async () => {
      const { live } = storage();
      const heard: string[] = [];
      const listener = (signal: Signal) => heard.push(signal.conversationId);
      const leave = live.subscribe(listener);
      live.subscribe(listener);
      leave();
      leave();
      live.publish(typing('a'));
      live.publish(typing('last'));
      await expect.poll(() => heard).toEqual(['a', 'last']);
    });

    test('a listener that throws disturbs neither the publisher nor the others', async () => {
      quietWarnings();
      const { live } = storage();
      const heard: string[] = [];
      live.subscribe(() => {
        throw new Error('this listener throws on purpose');
      });
      live.subscribe((signal) => heard.push(signal.conversationId));
      live.publish(typing('a'));
      live.publish(typing('b'));
      await expect.poll(() => heard).toEqual(['a', 'b']);
    });

    test('nobody needs to listen', () => {
      expect(() => storage().live.publish(typing('a'))).not.toThrow();
    });
  });
}
