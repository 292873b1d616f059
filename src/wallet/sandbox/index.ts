/** A wallet to try the desk with: the same contract as a real one, over real HTTP, from its own SQLite file. */
import type { Logger } from 'pino';
import type { Doors, HttpRequest } from '../../ports/http.ts';
import { apiRoutes } from './api.ts';
import { Confirmations } from './confirmations.ts';
import { Database } from './database.ts';
import { createMoods, SLOW_MS } from './moods.ts';
import { Refunds } from './refunds.ts';
import { type Links, Resets } from './resets.ts';
import { securePageRoutes } from './secure-page.ts';
import { Security } from './security.ts';
import { seed } from './seed.ts';
import { createTokens } from './tokens.ts';
import { Transactions } from './transactions.ts';
import { visitorRoutes } from './visitor-routes.ts';

export interface SandboxOptions {
  /** A path, or `:memory:`. */
  file: string;
  apiKey: string;
  /** Where it is mounted, e.g. `/sandbox`. */
  basePath: string;
  /** Base of the links in its messages; absent: the caller's own view of this server. */
  publicUrl?: string;
  log: Logger;
  /** Epoch ms. */
  now: () => number;
  /** Milliseconds that an answer takes while it is slow. */
  slowMs?: number;
}

export interface Sandbox extends Doors {
  nameOf(customerId: string): string | undefined;
  close(): Promise<void>;
}

export async function createSandbox({ file, apiKey, basePath, publicUrl, log, now, slowMs = SLOW_MS }: SandboxOptions): Promise<Sandbox> {
  const db = new Database(file);
  seed(db, now());
  const resets = new Resets(db, now);
  const confirmations = new Confirmations(db, now);
  const moods = createMoods(slowMs);
  const tokens = await createTokens(db);
  const apiPath = `${basePath}/api`;
  const linksFor = (request: HttpRequest): Links => {
    const base = `${publicUrl ?? request.origin}${basePath}`;
    return { securePage: (token) => `${base}/reset/${token}`, login: `${base}/login`, security: `${base}/login` };
  };
  log.debug({ file }, 'sandbox wallet');
  return {
    routes: [
      ...apiRoutes({
        db,
        resets,
        confirmations,
        refunds: new Refunds(db, confirmations, now),
        transactions: new Transactions(db, now),
        security: new Security(db, confirmations, now),
        moods,
        apiKey,
        basePath: apiPath,
        linksFor,
        now,
      }),
      { method: 'GET', path: `${apiPath}/.well-known/jwks.json`, handle: async () => ({ status: 200, body: tokens.jwks }) },
      ...securePageRoutes(basePath, resets),
      ...visitorRoutes({ basePath, db, confirmations, moods, tokens }),
    ],
    nameOf: (customerId) => db.one<{ name: string }>('SELECT name FROM customers WHERE id = ?', customerId)?.name,
    close: async () => db.close(),
  };
}
