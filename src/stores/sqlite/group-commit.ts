/**
 * One fsync for all who wait. Writes that arrive while the event loop is busy go into one transaction, each inside
 * its own savepoint, so that what fails in one of them undoes only that one. One alone needs none.
 */
import { EstafetError } from '../../errors.ts';
import type { Database } from './database.ts';

/** Bounds how long one group holds the event loop, to about ten milliseconds. */
const MAX_GROUP = 128;

interface Job {
  perform(): void;
  committed(): void;
  failed(error: unknown): void;
}

export class GroupCommit {
  readonly #db: Database;
  #waiting: Job[] = [];
  #scheduled = false;
  #closed = false;

  constructor(db: Database) {
    this.#db = db;
  }

  /**
   * Runs `work` in the next group's transaction. Resolves with what it returned once the group is durable.
   * @param committed called with the same, right after the commit, in the order of the writes
   * @throws {EstafetError} `shutting-down` after `close`
   * @throws what `work` threw (its own writes are undone), or what the group's commit failed with (nothing was written)
   */
  run<T>(work: () => T, committed?: (value: T) => void): Promise<T> {
    if (this.#closed) return Promise.reject(new EstafetError('shutting-down'));
    return new Promise<T>((resolve, reject) => {
      let value: T;
      this.#waiting.push({
        perform() {
          value = work();
        },
        committed() {
          resolve(value);
          committed?.(value);
        },
        failed: reject,
      });
      this.#schedule();
    });
  }

  /** Writes what waits, then takes no more. */
  close(): void {
    this.#closed = true;
    while (this.#waiting.length) this.#commitGroup();
  }

  /** setImmediate comes after the I/O of this round of the event loop: all its requests make one group. */
  #schedule(): void {
    if (this.#scheduled) return;
    this.#scheduled = true;
    setImmediate(() => {
      this.#scheduled = false;
      if (this.#waiting.length) this.#commitGroup();
      if (this.#waiting.length) this.#schedule();
    });
  }

  #commitGroup(): void {
    const group = this.#waiting.splice(0, MAX_GROUP);
    const endings: (() => void)[] = [];
    try {
      this.#db.run('BEGIN IMMEDIATE');
      for (const job of group) endings.push(group.length > 1 ? this.#inSavepoint(job) : this.#alone(job));
      this.#db.run('COMMIT');
    } catch (error) {
      this.#rollback();
      for (const job of group) job.failed(error);
      return;
    }
    for (const end of endings) end();
  }

  #alone(job: Job): () => void {
    job.perform();
    return () => job.committed();
  }

  #inSavepoint(job: Job): () => void {
    this.#db.run('SAVEPOINT job');
    try {
      job.perform();
    } catch (error) {
      // Gone when SQLite gave up the whole transaction, as it may on a full disk: then the group fails.
      if (!this.#db.inTransaction) throw error;
      this.#db.run('ROLLBACK TO job');
      this.#db.run('RELEASE job');
      return () => job.failed(error);
    }
    this.#db.run('RELEASE job');
    return () => job.committed();
  }

  #rollback(): void {
    try {
      if (this.#db.inTransaction) this.#db.run('ROLLBACK');
    } catch {
      // The group is told why its commit failed; the next BEGIN will tell if the connection is beyond use.
    }
  }
}
