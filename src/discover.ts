/** Reads folders, imports what they hold, validates: flows, channels and stores are found, never listed. */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Flow } from './core/flow.ts';
import type { ChannelModule } from './ports/channel.ts';
import type { StorageModule } from './ports/storage.ts';

const FLOWS = join(import.meta.dirname, '../flows');
const CHANNELS = join(import.meta.dirname, 'channels');
const STORES = join(import.meta.dirname, 'stores');

/** Names of the folders in `dir`, sorted. */
export function foldersIn(dir: string): string[] {
  return readdirSync(dir, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .sort();
}

export interface FlowRegistry {
  /** By `id@version`. */
  flows: Map<string, Flow>;
  /** The newest of each id. */
  current: Map<string, Flow>;
}

/**
 * Every `flows/<id>/flow.ts` and, while conversations of an older version live, `flow@<n>.ts`.
 * @throws {Error} naming the file, when one is not a flow of its folder's name or two claim one version
 */
export async function discoverFlows(): Promise<FlowRegistry> {
  const flows = new Map<string, Flow>();
  const current = new Map<string, Flow>();
  for (const id of foldersIn(FLOWS)) {
    for (const file of readdirSync(join(FLOWS, id))) {
      const [, name] = /^(flow(?:@\d+)?)\.ts$/.exec(file) ?? [];
      if (!name) continue;
      // Imports are written as patterns that a bundler can follow.
      const { default: flow } = (await import(`../flows/${id}/${name}.ts`)) as { default?: Flow };
      const path = join(FLOWS, id, file);
      if (flow?.id !== id) throw new Error(`${path}: export default defineFlow({ id: '${id}', … })`);
      if (flows.has(flow.key)) throw new Error(`${path}: ${flow.key} exists already; raise its version`);
      flows.set(flow.key, flow);
      if (name === 'flow') current.set(id, flow);
    }
  }
  return { flows, current };
}

/** Every `src/channels/<name>/index.ts`. */
export async function discoverChannels(): Promise<Map<string, ChannelModule>> {
  const names = foldersIn(CHANNELS);
  const modules = await Promise.all(names.map((name) => import(`./channels/${name}/index.ts`) as Promise<ChannelModule>));
  return new Map(names.map((name, index) => [name, modules[index] as ChannelModule]));
}

/** The store can't be opened; the message names the setting, and no password. */
export class StorageError extends Error {}

/**
 * @param url `<store>:<location>`; the store is a folder of `src/stores`, with an s added when it is reached over TLS
 * @throws {StorageError} when there is no such store or it does not open
 */
export async function openStorage(url: string): ReturnType<StorageModule['open']> {
  const scheme = url.split(':', 1)[0] ?? '';
  const known = foldersIn(STORES);
  const name = known.find((store) => store === scheme || `${store}s` === scheme);
  if (!name) throw new StorageError(`ESTAFET_STORE: there is no store "${scheme}"; known: ${known.join(', ')}`);
  const { open } = (await import(`./stores/${name}/index.ts`)) as StorageModule;
  try {
    return await open(url.slice(scheme.length + 1), { secure: scheme !== name });
  } catch (error) {
    throw new StorageError(`ESTAFET_STORE (${name}): ${error instanceof Error ? error.message : String(error)}`, { cause: error });
  }
}
