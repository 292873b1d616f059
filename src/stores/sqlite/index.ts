/** The store that needs no server: one SQLite file, one process. */
import type { Signal } from '../../ports/live.ts';
import type { Storage } from '../../ports/storage.ts';
import { openDatabase } from './database.ts';
import { Emitter } from '../emitter.ts';
import { GroupCommit } from './group-commit.ts';
import { createMemoryLimits } from './limits.ts';
import { Recent } from './recent.ts';
import { SqliteRecords } from './records.ts';
import { SqliteStore } from './store.ts';
import { SqliteTransfer } from './transfer.ts';

/**
 * @param location a file, whose folder is made when missing, or `:memory:`
 * @throws {Error} when the file can't be opened, belongs to another program or to a newer version
 */
export async function open(location: string): Promise<Storage> {
  const db = openDatabase(location);
  const group = new GroupCommit(db);
  const transfer = new SqliteTransfer(db, group);
  const recent = new Recent();
  const signals = new Emitter<Signal>();
  let closed = false;

  async function close(): Promise<void> {
    if (closed) return;
    closed = true;
    group.close();
    recent.clear();
    // What `Outgoing.hold` began.
    if (db.inTransaction) db.run('COMMIT');
    try {
      db.all('PRAGMA wal_checkpoint(TRUNCATE)');
    } finally {
      db.close();
    }
  }

  return {
    store: new SqliteStore(db, group, recent, close),
    records: new SqliteRecords(db, group),
    live: {
      publish: (signal) => signals.emit(signal),
      subscribe: (listener) => signals.subscribe(listener),
    },
    incoming: transfer,
    outgoing: transfer,
    limits: createMemoryLimits(),
    close,
  };
}
