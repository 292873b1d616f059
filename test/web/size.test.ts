/** What a wallet's page pays for the widget: everything it loads, compressed. */
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { buildWeb } from '../../scripts/build-web.ts';

const LIMIT = 20 * 1024;
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'estafet-web-'));
  await buildWeb({ outDir: folder });
});
afterAll(() => rm(folder, { recursive: true }));

it('stays within 20 KB gz, texts included, in every language', async () => {
  const script = gzipSync(await readFile(join(folder, 'widget.js')), { level: 9 }).length;
  const texts = await readdir(join(folder, 'widget/texts'));
  const languages = texts.filter((name) => name.endsWith('.json'));
  expect(languages.length).toBeGreaterThanOrEqual(3);
  for (const name of languages) {
    const size = script + gzipSync(await readFile(join(folder, 'widget/texts', name)), { level: 9 }).length;
    expect(size, `${name}: ${size} bytes`).toBeLessThanOrEqual(LIMIT);
  }
});

it('tells nothing of where it was built', async () => {
  for (const name of ['widget.js', 'desk/desk.js', 'demo/demo.js']) {
    const text = await readFile(join(folder, name), 'utf8');
    expect(text).not.toContain(process.cwd());
    expect(text).not.toContain('sourceMappingURL');
  }
});
