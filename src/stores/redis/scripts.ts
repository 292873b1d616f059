/** The Lua scripts beside this file, as commands of the client; each says in its head what goes in and comes out. */
import { readFileSync } from 'node:fs';
import type { Cluster, Redis } from 'ioredis';

const FILES = { commit: 'commit', claim: 'claim', settle: 'settle', recordPut: 'record-put', recordDelete: 'record-delete' } as const;

type Argument = string | number;
type Script<Reply> = (tag: string, ...values: Argument[]) => Promise<Reply>;

export interface Scripts {
  commit: Script<['ok', number] | ['duplicate' | 'conflict' | 'capacity']>;
  claim: Script<string[]>;
  settle: Script<number>;
  recordPut: Script<number>;
  recordDelete: Script<number>;
}

/** The commands are the same on a cluster, only their types differ. */
export type Client = Redis & Scripts;

export function withScripts(redis: Redis | Cluster): Client {
  for (const [name, file] of Object.entries(FILES)) {
    const lua = readFileSync(new URL(`./${file}.lua`, import.meta.url), 'utf8');
    redis.defineCommand(name, { lua, numberOfKeys: 1 });
  }
  return redis as unknown as Client;
}
