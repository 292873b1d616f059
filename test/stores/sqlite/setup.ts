import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from 'vitest';
import { open } from '../../../src/stores/sqlite/index.ts';
import type { EngineSetup } from '../engine-setup.ts';

const dirs: string[] = [];

afterAll(() => {
  for (const dir of dirs) rmSync(dir, { recursive: true, force: true });
});

export const setups: EngineSetup[] = [
  { name: 'in memory', durable: false, place: async () => () => open(':memory:') },
  {
    name: 'in a file',
    durable: true,
    async place() {
      const dir = mkdtempSync(join(tmpdir(), 'estafet-sqlite-'));
      dirs.push(dir);
      return () => open(join(dir, 'new', 'estafet.db'));
    },
  },
];
