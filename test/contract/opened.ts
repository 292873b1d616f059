import { afterEach, beforeEach } from 'vitest';
import type { Storage } from '../../src/ports/storage.ts';

/** Opens a storage before each test of the current `describe` and closes it after. */
export function opened(open: () => Promise<Storage>): () => Storage {
  let storage: Storage | undefined;
  beforeEach(async () => {
    storage = await open();
  });
  afterEach(async () => {
    await storage?.close();
    storage = undefined;
  });
  return () => {
    if (!storage) throw new Error('only inside a test');
    return storage;
  };
}
