/**
 * One fsync for all who wait. Writes that arrive while the event loop is busy go into one transaction. What fails in one
 * of them undoes only that one: the group is undone, and done again with a savepoint for each.
 */
import { EstafetError } from '../../errors.ts';
import type { Database } from './database.ts';

/** Bounds how long one group holds the event loop, to about ten milliseconds. */
const MAX_GROUP = 128;

/** One job of a group; what it failed with is seen when it is done again. */
class JobFailed extends Error {}

interface Job {
  /** May be called twice: what it wrote the first time is undone. */
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
   * Runs `work` in the next group's transaction, and once more where another's work fails. Resolves with what it returned once the group is durable.
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
    // A savepoint copies each page that changes in it, so there are some only where one write has failed.
    const ended = this.#attempt(group, (job) => this.#plainly(job)) ?? this.#attempt(group, (job) => this.#inSavepoint(job));
    for (const end of ended ?? []) end();
  }

  /** @returns what to tell each job; undefined when one failed that took the others with it, and nothing was written */
  #attempt(group: Job[], perform: (job: Job) => () => void): (() => void)[] | undefined {
    try {
      this.#db.run('BEGIN IMMEDIATE');
      const endings = group.map(perform);
      this.#db.run('COMMIT');
      return endings;
    } catch (error) {
      this.#rollback();
      if (error instanceof JobFailed) return undefined;
      return group.map((job) => () => job.failed(error));
    }
  }

  #plainly(job: Job): () => void {
    try {
      job.perform();
    } catch (error) {
      if (!this.#db.inTransaction) throw error;
      throw new JobFailed();
    }
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
