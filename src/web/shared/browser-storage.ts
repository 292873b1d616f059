import { type KeyValue, memoryStorage } from './key-value.ts';

/** localStorage where the browser grants it, else memory: a page in a sandboxed frame still works, it only forgets. */
export function browserStorage(): KeyValue {
  let storage: Storage;
  try {
    storage = window.localStorage;
    storage.setItem('estafet:probe', '');
    storage.removeItem('estafet:probe');
  } catch {
    return memoryStorage();
  }
  return {
    get: (key) => storage.getItem(key) ?? undefined,
    set: (key, value) => {
      try {
        storage.setItem(key, value);
      } catch {
        // Full: what was to be remembered is only lost for the next visit.
      }
    },
    remove: (key) => storage.removeItem(key),
    keys: (prefix) => Object.keys(storage).filter((key) => key.startsWith(prefix)),
  };
}
