import type { Limits } from './limits.ts';
import type { Live } from './live.ts';
import type { Records } from './records.ts';
import type { Store } from './store.ts';
import type { Incoming, Outgoing } from './transfer.ts';

/** One engine's parts, opened and closed together. */
export interface Storage {
  store: Store;
  records: Records;
  live: Live;
  incoming: Incoming;
  /** Absent in an engine that keeps less than another would need. */
  outgoing?: Outgoing;
  limits: Limits;
  close(): Promise<void>;
}

/** What `src/stores/<name>/index.ts` exports; `<name>` is the scheme of `ESTAFET_STORE`, or `<name>s` for it over TLS. */
export interface StorageModule {
  /**
   * @param location what follows the scheme in the URL, e.g. `./data/estafet.db` or `:memory:`
   * @param options `secure`: the scheme has an s at its end, as in `https`
   */
  open(location: string, options?: { secure: boolean }): Promise<Storage>;
}
