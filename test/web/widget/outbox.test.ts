/** What she wrote survives a reload, and whatever else happened to the browser's storage. */
import { describe, expect, it } from 'vitest';
import { type KeyValue, memoryStorage } from '../../../src/web/shared/key-value.ts';
import { forgetPending, keepPending, type Pending, readOutbox } from '../../../src/web/widget/outbox.ts';
import { scopeOf } from '../../../src/web/widget/session.ts';

const SCOPE = scopeOf(undefined);
const pending = (id: string, at: number): Pending => ({ id, text: `text of ${id}`, at, state: 'sending' });

function filled(...items: Pending[]): KeyValue {
  const storage = memoryStorage();
  for (const item of items) keepPending(storage, SCOPE, item);
  return storage;
}

describe('the outbox', () => {
  it('gives back what was kept, in the order written, to be sent again', () => {
    const restored = readOutbox(filled(pending('b', 2), pending('a', 1), pending('c', 3)), SCOPE);
    expect(restored).toEqual(['a', 'b', 'c'].map((id, index) => ({ id, text: `text of ${id}`, at: index + 1, state: 'failed' })));
  });

  it('keeps one once, however often it is kept', () => {
    expect(readOutbox(filled(pending('a', 1), pending('a', 1)), SCOPE)).toHaveLength(1);
  });

  it('forgets what arrived and nothing else', () => {
    const storage = filled(pending('a', 1), pending('b', 2));
    forgetPending(storage, SCOPE, 'a');
    forgetPending(storage, SCOPE, 'unknown');
    expect(readOutbox(storage, SCOPE).map(({ id }) => id)).toEqual(['b']);
  });

  it('loses nothing when two tabs write at once', () => {
    const storage = memoryStorage();
    const [one, other] = [readOutbox(storage, SCOPE), readOutbox(storage, SCOPE)];
    keepPending(storage, SCOPE, pending('of one', one.length + 1));
    keepPending(storage, SCOPE, pending('of the other', other.length + 2));
    expect(readOutbox(storage, SCOPE).map(({ id }) => id)).toEqual(['of one', 'of the other']);
  });

  it.each(['', 'x', '{', 'null', '[]', '"text"', '{"id":"a"}', '{"id":"a","text":7,"at":1}', '{"id":"a","text":"x","at":"1"}'])(
    'leaves out what is damaged: %s',
    (stored) => {
      const storage = filled(pending('whole', 1));
      storage.set(`${SCOPE}out:damaged`, stored);
      expect(readOutbox(storage, SCOPE).map(({ id }) => id)).toEqual(['whole']);
    },
  );

  it('is its own customer’s, and takes no other thing for a message', () => {
    const storage = filled(pending('of a guest', 1));
    storage.set(`${SCOPE}resume`, JSON.stringify(pending('resume', 2)));
    expect(readOutbox(storage, 'estafet:customer:sinta:')).toEqual([]);
    expect(readOutbox(storage, SCOPE).map(({ id }) => id)).toEqual(['of a guest']);
  });
});
