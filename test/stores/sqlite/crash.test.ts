import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { DatabaseSync } from 'node:sqlite';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import type { Store } from '../../../src/ports/store.ts';
import { open } from '../../../src/stores/sqlite/index.ts';
import { T0 } from '../../contract/fixtures.ts';
import { tempDir } from './temp.ts';

const WRITER = fileURLToPath(new URL('./crash-writer.ts', import.meta.url));

/** Lets a process commit until it has acknowledged `count` turns, kills it, and tells the last version of each conversation. */
async function killedAfter(count: number, file: string): Promise<Map<string, number>> {
  const child = spawn(process.execPath, [WRITER, file], { stdio: ['ignore', 'pipe', 'inherit'] });
  const exited = once(child, 'exit');
  const acknowledged = new Map<string, number>();
  let lines = 0;
  for await (const line of createInterface({ input: child.stdout })) {
    const [id, version] = line.split(' ');
    if (id && version) acknowledged.set(id, Number(version));
    if (++lines === count) child.kill('SIGKILL');
  }
  expect(await exited).toEqual([null, 'SIGKILL']);
  return acknowledged;
}

/** A turn is there with all its parts or not at all. */
async function expectWhole(store: Store, id: string): Promise<number> {
  const version = (await store.load(id)).conversation?.version ?? 0;
  const { activities, watermark } = await store.activitiesAfter(id, 0, 'desk', 1_000_000);
  expect(watermark).toBe(version * 2);
  expect(activities.map(({ seq }) => seq)).toEqual(Array.from({ length: version * 2 }, (_, index) => index + 1));
  expect((await store.load(id, `${id}:${version}`)).seen).toBe(true);
  expect((await store.load(id, `${id}:${version + 1}`)).seen).toBe(false);
  return version;
}

test('killed at any moment, every acknowledged turn is there, whole, and the file is sound', { timeout: 60_000 }, async () => {
  const file = join(tempDir(), 'estafet.db');
  const acknowledged = new Map<string, number>();
  for (const count of [40, 333, 57, 210]) {
    for (const [id, version] of await killedAfter(count, file)) {
      expect(version).toBeGreaterThan(acknowledged.get(id) ?? 0);
      acknowledged.set(id, version);
    }
    const raw = new DatabaseSync(file);
    expect(raw.prepare('PRAGMA integrity_check').all()).toMatchObject([{ integrity_check: 'ok' }]);
    raw.close();

    const { store, close } = await open(file);
    let turns = 0;
    for (const [id, version] of acknowledged) {
      const kept = await expectWhole(store, id);
      expect(kept).toBeGreaterThanOrEqual(version);
      turns += kept;
    }
    expect(await store.changesAfter(0, 1_000_000)).toHaveLength(turns);
    expect(await store.countByOwner({ owner: 'any' })).toBe(acknowledged.size);
    expect(await store.claimDue({ now: T0 - 1, leaseMs: 0, limit: 1_000_000 })).toEqual([]);
    expect(await store.claimDue({ now: T0, leaseMs: 0, limit: 1_000_000 })).toHaveLength(turns);
    await close();
  }
  expect(acknowledged.size).toBe(8);
});
