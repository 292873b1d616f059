/** The memory that stands in where the browser grants no storage. */
import { expect, it } from 'vitest';
import { memoryStorage } from '../../../src/web/shared/key-value.ts';

it('remembers, forgets, and lists by how keys begin', () => {
  const storage = memoryStorage();
  for (const key of ['a:1', 'a:2', 'b:1']) storage.set(key, `value of ${key}`);
  storage.set('a:1', '');
  expect(storage.get('a:1')).toBe('');
  expect(storage.keys('a:').toSorted()).toEqual(['a:1', 'a:2']);
  storage.remove('a:1');
  expect(storage.get('a:1')).toBeUndefined();
  expect(storage.keys('a:')).toEqual(['a:2']);
});

it('shares nothing with another', () => {
  memoryStorage().set('key', 'value');
  expect(memoryStorage().get('key')).toBeUndefined();
});
