import { mkdtempSync, rmSync, statfsSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

// A test may take minutes only where its file says so in its name.
const exclude = process.env.ESTAFET_TEST_LONG ? [] : ['test/**/*.long.test.ts'];

/**
 * These have a process to themselves: they kill others, or fill the memory. All others share what they load with the
 * other files of their worker, or loading it anew for each would take a third of the whole time.
 */
const ALONE = ['test/{cli,durability}/**/*.test.ts', 'test/{flows,random-chats*}.test.ts'];

/** What takes longest goes first, also where nothing has been measured yet; one that mostly waits between those that work. */
const FIRST = [
  'durability/nodes',
  'e2e/accessibility',
  'durability/kill',
  'wallet/safety',
  '/test/flows',
  'wallet/refund-flow',
  'e2e/flows',
  'redis/outage',
  'e2e/webchat',
  'redis/crash',
  'test/e2e/',
];

class LongFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const place = ({ moduleId }: TestSpecification) => FIRST.findIndex((part) => moduleId.includes(part)) + 1 || 100;
    return (await super.sort(files)).toSorted((a, b) => place(a) - place(b));
  }
}

/** Bytes that all tests together need at once, many times over. */
const ROOM = 4e9;

/** Kept in memory where there is room: what is killed here is processes, never the machine, so no disk need be waited for. */
function keepFilesInMemory(memory: string): void {
  try {
    const { bavail, bsize } = statfsSync(memory);
    if (bavail * bsize < ROOM) return;
    const dir = mkdtempSync(join(memory, 'estafet-tests-'));
    process.env.TMPDIR = dir;
    process.once('exit', () => rmSync(dir, { recursive: true, force: true }));
  } catch {
    // No such memory; then where temporary files always are.
  }
}

keepFilesInMemory('/dev/shm');

export default defineConfig({
  test: {
    globalSetup: 'test/helpers/global-setup.ts',
    // Workers and what they start keep what Node makes of a file: some thousand are loaded anew by each.
    env: { NODE_COMPILE_CACHE: join(import.meta.dirname, 'node_modules/.cache/tests') },
    projects: [
      { extends: true, test: { name: 'alone', include: ALONE, exclude } },
      { extends: true, test: { name: 'together', include: ['test/**/*.test.ts'], exclude: [...exclude, ...ALONE], isolate: false } },
    ],
    // Processes, as in production: signals, the working folder and SQLite belong to one worker alone.
    pool: 'forks',
    // Half as many again as there are cores: many tests wait for time to pass, a process or a page.
    maxWorkers: Math.ceil(availableParallelism() * 1.5),
    sequence: { sequencer: LongFirst },
    testTimeout: 20_000,
    hookTimeout: 30_000,
    reporters: [['default', { summary: false }]],
    // A failure is a failure: a second try would hide races.
    retry: 0,
  },
});
