/** The command an operator makes the first account with, as a process, beside a store of its own. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { createAgents } from '../../src/desk/agents.ts';
import { verifyPassword } from '../../src/desk/passwords.ts';
import { openStorage } from '../../src/discover.ts';

const folder = mkdtempSync(join(tmpdir(), 'estafet-admin-'));
const store = `sqlite:${join(folder, 'estafet.db')}`;
afterAll(() => rmSync(folder, { recursive: true }));

function admin(args: string[], input = '') {
  const { status, stdout, stderr } = spawnSync(process.execPath, ['src/cli/admin.ts', ...args], {
    input,
    encoding: 'utf8',
    env: { PATH: process.env.PATH, NODE_COMPILE_CACHE: process.env.NODE_COMPILE_CACHE, ESTAFET_STORE: store },
  });
  return { status, stdout, stderr };
}

it('makes an account that can sign in, and changes it', async () => {
  const made = admin(['save', '--email', 'Sari@Wallet.example', '--name', 'Sari', '--locales', 'id, en']);
  expect(made).toMatchObject({ status: 0 });
  const password = /Password: (\S+)/.exec(made.stdout)?.[1] ?? '';
  expect(
    admin(['save', '--email', 'sari@wallet.example', '--name', 'Sari W', '--role', 'admin'], 'a-longer-password\n').stdout,
  ).not.toContain('Password:');
  expect(admin(['list']).stdout).toBe('sari@wallet.example  Sari W  admin  id\n');
  const storage = await openStorage(store);
  const agent = await createAgents({ records: storage.records, demo: false, now: Date.now }).byEmail('sari@wallet.example');
  expect(await verifyPassword('a-longer-password', agent?.passwordHash ?? '')).toBe(true);
  expect(await verifyPassword(password, agent?.passwordHash ?? '')).toBe(false);
  await storage.close();
});

it.each([
  [['save', '--name', 'X'], '', '--email'],
  [['save', '--email', 'x@y.example'], '', '--name'],
  [['save', '--email', 'x@y.example', '--name', 'X'], 'short', 'at least 12'],
  [['remove'], '', 'npm run admin -- save'],
])('says what is wrong with %j', (args, input, words) => {
  const { status, stderr } = admin(args, input);
  expect([status, stderr.includes(words), stderr.includes('    at ')]).toEqual([1, true, false]);
});
