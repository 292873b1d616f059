/** What every engine's passing news must do; an engine's own tests call this with a way to open an empty one. */
import { describe, expect, test } from 'vitest';
import type { Signal, TypingSignal } from '../../src/ports/live.ts';
import type { Storage } from '../../src/ports/storage.ts';
import { opened } from './opened.ts';
import { quietWarnings } from './quiet.ts';

function typing(conversationId: string): TypingSignal {
  return { kind: 'typing', conversationId, from: { id: 'agent:sari', name: 'Sari', role: 'agent' } };
}

const OF_EVERY_KIND: { [kind in Signal['kind']]: Extract<Signal, { kind: kind }> } = {
  'typing': typing('a'),
  'session-ended': { kind: 'session-ended', session: 'f00d' },
  'presence': { kind: 'presence' },
  'delivery': { kind: 'delivery', conversationId: 'a', activityId: 'a|1', state: 'read' },
};

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

    test('signals of every kind come as they were', async () => {
      const { live } = storage();
      const signals: Signal[] = Object.values(OF_EVERY_KIND);
      const heard: Signal[] = [];
      live.subscribe((signal) => heard.push(signal));
      for (const signal of signals) live.publish(signal);
      await expect.poll(() => heard).toEqual(signals);
    });

    test('who has left hears nothing; the same listener twice leaves once at a time', async () => {
      const { live } = storage();
      const heard: Signal[] = [];
      const listener = (signal: Signal) => heard.push(signal);
      const leave = live.subscribe(listener);
      live.subscribe(listener);
      leave();
      leave();
      live.publish(typing('a'));
      live.publish(typing('last'));
      await expect.poll(() => heard).toEqual([typing('a'), typing('last')]);
    });

    test('a listener that throws disturbs neither the publisher nor the others', async () => {
      quietWarnings();
      const { live } = storage();
      const heard: Signal[] = [];
      live.subscribe(() => {
        throw new Error('this listener throws on purpose');
      });
      live.subscribe((signal) => heard.push(signal));
      live.publish(typing('a'));
      live.publish(typing('b'));
      await expect.poll(() => heard).toEqual([typing('a'), typing('b')]);
    });

    test('nobody needs to listen', () => {
      expect(() => storage().live.publish(typing('a'))).not.toThrow();
    });
  });
}
