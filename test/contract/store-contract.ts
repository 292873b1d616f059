/** What every store must do; an engine's own tests call this with a way to open an empty one. */
import type { Storage } from '../../src/ports/storage.ts';
import { commitContract } from './store/commits.ts';
import { dueContract } from './store/due.ts';
import { feedContract } from './store/feed.ts';
import { logContract } from './store/log.ts';
import { ownersContract } from './store/owners.ts';
import { queueContract } from './store/queue.ts';
import { sendsContract } from './store/sends.ts';
import { standingsContract } from './store/standings.ts';

export function storeContract(name: string, open: () => Promise<Storage>): void {
  commitContract(name, open);
  logContract(name, open);
  ownersContract(name, open);
  queueContract(name, open);
  dueContract(name, open);
  sendsContract(name, open);
  feedContract(name, open);
  standingsContract(name, open);
}
