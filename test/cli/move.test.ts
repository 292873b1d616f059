import { execFile } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { moveDesk } from '../../src/cli/move-desk.ts';
import { openStorage } from '../../src/discover.ts';
import type { Storage } from '../../src/ports/storage.ts';
import type { Part } from '../../src/ports/transfer.ts';
import { fillDesk, readAll } from '../contract/transfer-contract.ts';
import { ROOT } from '../helpers/harness.ts';
import { startRedis } from '../helpers/redis.ts';

const run = promisify(execFile);

let from: string;
let to: string;
beforeEach(async () => {
  const dir = mkdtempSync(join(tmpdir(), 'estafet-move-'));
  from = `sqlite:${join(dir, 'old.db')}`;
  to = `sqlite:${join(dir, 'new.db')}`;
  await within(from, fillDesk);
});

async function within<T>(url: string, work: (storage: Storage) => Promise<T>): Promise<T> {
  const storage = await openStorage(url);
  try {
    return await work(storage);
  } finally {
    await storage.close();
  }
}

/** A target between which and the mover something happens to the parts. */
function writing(target: Storage, change: (parts: Part[]) => Part[]): Storage {
  const { incoming } = target;
  return {
    ...target,
    incoming: {
      count: (kind) => incoming.count(kind),
      find: (parts) => incoming.find(parts),
      write: async (parts) => incoming.write(change(parts)),
    },
  };
}

const move = (...args: string[]) => run(process.execPath, ['src/cli/estafet.mjs', 'move', ...args], { cwd: ROOT });

describe('npx estafet move', () => {
  it('moves a desk and says what it verified', async () => {
    const { stdout } = await run('npx', ['estafet', 'move', '--from', from, '--to', to], { cwd: ROOT });
    expect(stdout).toContain('Moved and verified: 7 conversations, 26 effects and timers, 2 dead letters, 3 records, 6 entries.');
    const old = await within(from, (storage) => readAll(storage, 'conversation'));
    expect(await within(to, (storage) => readAll(storage, 'conversation'))).toEqual(old);
  });

  it('moves it to a Redis, and not out of it again', async () => {
    const redis = await startRedis();
    onTestFinished(() => redis.dispose());
    const { stdout } = await move('--from', from, '--to', `redis:${redis.location}`);
    expect(stdout).toContain('Moved and verified: 7 conversations');
    const old = await within(from, ({ store }) => store.listByOwner({ owner: 'queue' }));
    expect(await within(`redis:${redis.location}`, ({ store }) => store.listByOwner({ owner: 'queue' }))).toEqual(old);
    await expect(move('--from', `redis:${redis.location}`, '--to', to)).rejects.toThrow(
      'can be moved into this kind of store, not out of it',
    );
  });

  it('refuses a target that holds a desk', async () => {
    await within(to, fillDesk);
    await expect(move('--from', from, '--to', to)).rejects.toThrow('the target holds a desk already');
  });

  it('refuses while the desk is open', async () => {
    await within(from, () => expect(move('--from', from, '--to', to)).rejects.toThrow('another process has the desk open: stop it first'));
  });

  it('says how it is used', async () => {
    await expect(move('--from', from)).rejects.toThrow('Write npx estafet move --from <store> --to <store>');
  });
});

describe('a move that broke off', () => {
  it.each(['conversation', 'due', 'record', 'entry'])('goes on after its %s parts', async (breakAt) => {
    await within(from, (source) =>
      within(to, async (target) => {
        const broken = writing(target, (parts) => {
          if (parts[0]?.kind === breakAt) throw new Error('the line is cut');
          return parts;
        });
        await expect(moveDesk({ source, target: broken, sourceName: from })).rejects.toThrow('the line is cut');
      }),
    );
    await within(from, (source) =>
      within(to, async (target) => {
        expect(await moveDesk({ source, target, sourceName: from })).toMatchObject({ conversation: 7, due: 26, record: 3, entry: 6 });
        expect(await target.incoming.count('record')).toBe(3);
      }),
    );
  });

  it('is not taken up from another desk', async () => {
    await within(to, (target) => target.records.put('move', 'progress', { source: 'another', kind: 'due', after: null, done: 0 }));
    await within(from, (source) =>
      within(to, (target) => expect(moveDesk({ source, target, sourceName: from })).rejects.toThrow('a move from another desk')),
    );
  });

  it('is told when something did not arrive as it was', async () => {
    await within(from, (source) =>
      within(to, async (target) => {
        const lossy = writing(target, (parts) => parts.map((part) => (part.kind === 'record' ? { ...part, version: 9 } : part)));
        await expect(moveDesk({ source, target: lossy, sourceName: from })).rejects.toThrow('record people/a did not arrive as it was');
      }),
    );
  });
});
