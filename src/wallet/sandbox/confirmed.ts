import type { Confirmations } from './confirmations.ts';
import type { Database } from './database.ts';

/** A part of the wallet that writes only what she has confirmed in her app. */
export abstract class Confirmed {
  protected readonly db: Database;
  protected readonly confirmations: Confirmations;
  /** Epoch ms. */
  protected readonly now: () => number;

  constructor(db: Database, confirmations: Confirmations, now: () => number) {
    this.db = db;
    this.confirmations = confirmations;
    this.now = now;
  }
}
