import type { Limits } from './limits.ts';
import type { Live } from './live.ts';
import type { Records } from './records.ts';
import type { Store } from './store.ts';

/** One engine's parts, opened and closed together. */
export interface Storage {
  store: Store;
  records: Records;
  live: Live;
  limits: Limits;
  close(): Promise<void>;
}

/** What `src/stores/<name>/index.ts` exports; `<name>` is the scheme of `ESTAFET_STORE`. */
export interface StorageModule {
  /** @param location what follows `<name>:` in the URL, e.g. `./data/estafet.db` or `:memory:` */
  open(location: string): Promise<Storage>;
}
