/** What a wallet's page pays for the widget, and what the built files tell. */
import { mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { brotliDecompressSync, gunzipSync, gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildWeb } from '../../scripts/build-web.ts';
import { ROOT } from '../helpers/harness.ts';

const LIMIT = 20 * 1024;
const LANGUAGES = ['en', 'id', 'zh'];
const FILES = [
  'demo/demo.css',
  'demo/demo.js',
  'demo/icon.svg',
  'demo/index.html',
  'desk/desk.css',
  'desk/desk.js',
  'desk/icon.svg',
  'desk/index.html',
  'widget.js',
  ...LANGUAGES.map((locale) => `widget/texts/${locale}.json`),
];

let folder: string;
const built = (name: string) => readFile(join(folder, name));
const gzipped = async (name: string) => gzipSync(await built(name), { level: 9 }).length;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'estafet-web-'));
  await buildWeb({ outDir: folder });
});
afterAll(() => rm(folder, { recursive: true, force: true }));

describe('the widget', () => {
  it('costs what the README says', async () => {
    const sizes = await Promise.all(LANGUAGES.map((locale) => gzipped(`widget/texts/${locale}.json`)));
    const kilobytes = Math.ceil(((await gzipped('widget.js')) + Math.max(...sizes)) / 1024);
    const readme = await readFile(join(ROOT, 'README.md'), 'utf8');
    expect(/(\d+) KB compressed with its texts/.exec(readme)?.[1]).toBe(String(kilobytes));
  });

  it.each(LANGUAGES)('costs at most 20 KB gz with the texts of %s: all that it loads', async (locale) => {
    const bytes = (await gzipped('widget.js')) + (await gzipped(`widget/texts/${locale}.json`));
    expect(bytes).toBeLessThanOrEqual(LIMIT);
  });

  it('loads only the texts besides: its styles are in it, and no other file or host is named', async () => {
    const script = (await built('widget.js')).toString();
    expect(script).toContain('/widget/texts/');
    expect(script).toContain('.launcher');
    const hosts = new Set([...script.matchAll(/\b(?:https?|wss?):\/\/[\w.-]+/g)].map(([url]) => url));
    // The names of SVG and HTML, which are never fetched.
    expect([...hosts]).toEqual(['http://www.w3.org']);
    expect(script).not.toMatch(/\bimport\(|@import|\burl\(/);
  });

  it('has the texts of the languages in src/web/locales, no more than its own', async () => {
    for (const locale of LANGUAGES) {
      const source = JSON.parse(await readFile(join(ROOT, `src/web/locales/${locale}.json`), 'utf8')) as { widget: unknown };
      expect(JSON.parse((await built(`widget/texts/${locale}.json`)).toString())).toEqual(source.widget);
    }
  });
});

describe('the built files', () => {
  it('are these, each with its compressed forms', async () => {
    const entries = await readdir(folder, { recursive: true, withFileTypes: true });
    const names = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1));
    expect(names.toSorted()).toEqual(FILES.flatMap((name) => [name, `${name}.br`, `${name}.gz`]).toSorted());
  });

  it.each(FILES)('say the same compressed: %s', async (name) => {
    const [plain, gz, br] = await Promise.all([built(name), built(`${name}.gz`), built(`${name}.br`)]);
    expect(gunzipSync(gz).equals(plain)).toBe(true);
    expect(brotliDecompressSync(br).equals(plain)).toBe(true);
  });

  it.each(FILES)('tell nothing of where they were built: %s', async (name) => {
    const text = (await built(name)).toString();
    for (const secret of [ROOT, 'node_modules', 'sourceMappingURL', 'src/web/']) expect(text).not.toContain(secret);
  });

  it.each(['demo/index.html', 'desk/index.html'])('run no script and no style that stands in the page: %s', async (name) => {
    const page = (await built(name)).toString();
    expect(page).toMatch(/<script[^>]+src=/);
    expect(page).not.toMatch(/<style|\sstyle=|\son\w+=/i);
    for (const [tag] of page.matchAll(/<script[^>]*>/g)) expect(tag).toContain('src=');
  });
});

it('builds as readable files for a look into them', async () => {
  const outDir = join(folder, 'readable');
  await buildWeb({ outDir, minify: false });
  const [small, readable] = await Promise.all([stat(join(folder, 'widget.js')), stat(join(outDir, 'widget.js'))]);
  expect(readable.size).toBeGreaterThan(small.size);
  expect(await readdir(outDir)).not.toContain('widget.js.gz');
});
