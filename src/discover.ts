/** Reads folders, imports what they hold, validates: flows, channels and stores are found, never listed. */
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Flow } from './core/flow.ts';
import type { ChannelModule } from './ports/channel.ts';
import type { StorageModule } from './ports/storage.ts';

/** Names of the folders in `dir`, sorted. */
export async function foldersIn(dir: string): Promise<string[]> {
  const entries = await readdir(dir, { withFileTypes: true });
  return entries
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
export async function discoverFlows(dir: string): Promise<FlowRegistry> {
  const flows = new Map<string, Flow>();
  const current = new Map<string, Flow>();
  for (const id of await foldersIn(dir)) {
    const files = (await readdir(join(dir, id))).filter((name) => /^flow(@\d+)?\.ts$/.test(name));
    for (const file of files) {
      const flow = await importDefault<Flow>(join(dir, id, file));
      if (flow?.id !== id) throw new Error(`${join(dir, id, file)}: export default defineFlow({ id: '${id}', … })`);
      if (flows.has(flow.key)) throw new Error(`${join(dir, id, file)}: ${flow.key} exists already; raise its version`);
      flows.set(flow.key, flow);
      if (file === 'flow.ts') current.set(id, flow);
    }
  }
  return { flows, current };
}

/** Every `src/channels/<name>/index.ts`. */
export async function discoverChannels(dir: string): Promise<Map<string, ChannelModule>> {
  const names = await foldersIn(dir);
  const modules = await Promise.all(names.map((name) => importModule<ChannelModule>(join(dir, name, 'index.ts'))));
  return new Map(names.map((name, index) => [name, modules[index] as ChannelModule]));
}

/** The store can't be opened; the message names the setting, and no password. */
export class StorageError extends Error {}

/**
 * @param url `<store>:<location>`; the store is a folder of `dir`, with an s added when it is reached over TLS
 * @throws {StorageError} when there is no such store or it does not open
 */
export async function openStorage(dir: string, url: string): ReturnType<StorageModule['open']> {
  const scheme = url.split(':', 1)[0] ?? '';
  const known = await foldersIn(dir);
  const name = known.find((store) => store === scheme || `${store}s` === scheme);
  if (!name) throw new StorageError(`ESTAFET_STORE: there is no store "${scheme}"; known: ${known.join(', ')}`);
  const { open } = await importModule<StorageModule>(join(dir, name, 'index.ts'));
  try {
    return await open(url.slice(scheme.length + 1), { secure: scheme !== name });
  } catch (error) {
    throw new StorageError(`ESTAFET_STORE (${name}): ${error instanceof Error ? error.message : String(error)}`, { cause: error });
  }
}

async function importDefault<T>(file: string): Promise<T | undefined> {
  return (await importModule<{ default?: T }>(file)).default;
}

async function importModule<T>(file: string): Promise<T> {
  return (await import(pathToFileURL(file).href)) as T;
}
