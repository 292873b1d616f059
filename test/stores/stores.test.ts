/** Every folder of src/stores, through every contract, at every place its setup names. */
import { existsSync } from 'node:fs';
import { expect, test } from 'vitest';
import { foldersIn } from '../../src/discover.ts';
import { open as openSqlite } from '../../src/stores/sqlite/index.ts';
import { durabilityContract } from '../contract/durability-contract.ts';
import { limitsContract } from '../contract/limits-contract.ts';
import { liveContract } from '../contract/live-contract.ts';
import { recordsContract } from '../contract/records-contract.ts';
import { storeContract } from '../contract/store-contract.ts';
import { incomingContract, outgoingContract } from '../contract/transfer-contract.ts';
import type { EngineSetup } from './engine-setup.ts';

const engines = foldersIn(new URL('../../src/stores', import.meta.url).pathname);

test('engines are found', () => {
  expect(engines).toContain('sqlite');
});

for (const engine of engines) {
  const file = new URL(`./${engine}/setup.ts`, import.meta.url);

  test(`${engine}: test/stores/${engine}/setup.ts names a durable place to run the contracts at`, async () => {
    expect(existsSync(file)).toBe(true);
    expect((await setupsOf(file)).some(({ durable }) => durable)).toBe(true);
  });

  for (const { name, place, durable } of existsSync(file) ? await setupsOf(file) : []) {
    const full = `${engine} ${name}`;
    const open = async () => (await place())();
    storeContract(full, open);
    recordsContract(full, open);
    liveContract(full, open);
    incomingContract(full, open, () => openSqlite(':memory:'));
    if (engine === 'sqlite') outgoingContract(full, open);
    limitsContract(full, open);
    if (durable) durabilityContract(full, place);
  }
}

async function setupsOf(file: URL): Promise<EngineSetup[]> {
  return ((await import(file.href)) as { setups: EngineSetup[] }).setups;
}
