/** How the built pages are delivered: what they may do, how they are compressed and kept, and that nothing else is. */
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildWeb } from '../../scripts/build-web.ts';
import { openPages, type PagesHouse } from './house.ts';

const PATHS = {
  '/': ['demo/index.html', 'text/html; charset=utf-8'],
  '/demo/demo.js': ['demo/demo.js', 'text/javascript; charset=utf-8'],
  '/demo/demo.css': ['demo/demo.css', 'text/css; charset=utf-8'],
  '/demo/icon.svg': ['demo/icon.svg', 'image/svg+xml'],
  '/desk/': ['desk/index.html', 'text/html; charset=utf-8'],
  '/desk/desk.js': ['desk/desk.js', 'text/javascript; charset=utf-8'],
  '/desk/desk.css': ['desk/desk.css', 'text/css; charset=utf-8'],
  '/desk/icon.svg': ['desk/icon.svg', 'image/svg+xml'],
  '/widget.js': ['widget.js', 'text/javascript; charset=utf-8'],
  '/widget/texts/zh.json': ['widget/texts/zh.json', 'application/json; charset=utf-8'],
} as const;
const each = Object.entries(PATHS).map(([path, [file, type]]) => ({ path, file, type }));

let dir: string;
let house: PagesHouse;
beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'estafet-pages-'));
  await buildWeb({ outDir: dir });
  house = await openPages(dir, true);
});
afterAll(async () => {
  await house?.close();
  await rm(dir, { recursive: true, force: true });
});

describe.each(each)('$path', ({ path, file, type }) => {
  it('is what was built, never guessed at', async () => {
    const { status, headers, bytes } = await house.get(path);
    expect([status, headers['content-type'], headers['x-content-type-options']]).toEqual([200, type, 'nosniff']);
    expect(bytes.equals(await readFile(join(dir, file)))).toBe(true);
    expect(headers['content-encoding']).toBeUndefined();
    expect(headers['content-length']).toBe(String(bytes.length));
  });

  it.each([
    ['gzip, deflate, br', 'br', brotliDecompressSync],
    ['gzip, deflate', 'gzip', gunzipSync],
    ['BR;q=0.5, GZIP', 'br', brotliDecompressSync],
    ['gzip, br;q=0', 'gzip', gunzipSync],
  ])('is compressed for who takes %s', async (accepted, encoding, inflate) => {
    const { headers, bytes } = await house.get(path, { 'Accept-Encoding': accepted });
    expect([headers['content-encoding'], headers.vary]).toEqual([encoding, 'Accept-Encoding']);
    expect(inflate(bytes).equals(await readFile(join(dir, file)))).toBe(true);
  });

  it('is not sent again to who has it, in that form', async () => {
    const plain = await house.get(path);
    const compressed = await house.get(path, { 'Accept-Encoding': 'br' });
    expect(plain.headers.etag).toMatch(/^"[\w-]+"$/);
    expect(compressed.headers.etag).not.toBe(plain.headers.etag);
    const known = await house.get(path, { 'Accept-Encoding': 'br', 'If-None-Match': `"other", ${compressed.headers.etag}` });
    expect([known.status, known.bytes.length, known.headers.etag]).toEqual([304, 0, compressed.headers.etag]);
    const other = await house.get(path, { 'If-None-Match': String(compressed.headers.etag) });
    expect(other.status).toBe(200);
  });

  it('takes no other method', async () => {
    const { status } = await house.get(path, {}, 'POST');
    expect(status).toBe(405);
  });
});

describe('other sites', () => {
  it.each(['/widget.js', '/widget/texts/id.json'])('may load %s, and keep it for minutes', async (path) => {
    const { headers } = await house.get(path);
    expect(headers['cross-origin-resource-policy']).toBe('cross-origin');
    expect(headers['cache-control']).toMatch(/^public, max-age=300\b/);
  });

  it('may read the texts by script', async () => {
    const { headers } = await house.get('/widget/texts/id.json', { Origin: 'https://wallet.example' });
    expect(headers['access-control-allow-origin']).toBe('*');
    const asked = await house.get('/widget/texts/id.json', { Origin: 'https://wallet.example' }, 'OPTIONS');
    expect([asked.status, asked.headers['access-control-allow-origin']]).toEqual([204, '*']);
  });

  it.each(each.filter(({ path }) => !path.startsWith('/widget')))('may load nothing else: $path', async ({ path }) => {
    const { headers } = await house.get(path, { Origin: 'https://wallet.example' });
    expect(headers['cross-origin-resource-policy']).toBe('same-origin');
    expect(headers['cache-control']).toBe('no-cache');
    expect(headers['access-control-allow-origin']).toBeUndefined();
  });
});

describe('nothing else is there', () => {
  it.each([
    '/nothing',
    '/desk/nothing.js',
    '/desk/index.html',
    '/widget',
    '/widget/texts/../../package.json',
    '/widget/texts/%2e%2e/%2e%2e/package.json',
    '/../package.json',
    '/demo/../../package.json',
    '/desk/desk.js%00.css',
  ])('%s', async (path) => {
    const { status, headers, bytes } = await house.get(path);
    expect(status).toBe(404);
    expect(headers['content-type']).toContain('application/json');
    expect(JSON.parse(bytes.toString())).toMatchObject({ error: { code: 'not-found' } });
  });

  // Below a path that answers preflights the server knows the path, and only the method is wrong.
  it.each(['/widget/texts/', '/widget/texts/fr.json', '/widget/texts/en.json.gz', '/widget/texts/..%2f..%2fdesk%2fdesk.js'])(
    '%s',
    async (path) => {
      const { status, bytes } = await house.get(path);
      expect([404, 405]).toContain(status);
      expect(JSON.parse(bytes.toString())).toHaveProperty('error.code');
    },
  );

  it('but /desk leads to /desk/', async () => {
    const { status, headers } = await house.get('/desk');
    expect([status, headers.location]).toEqual([308, '/desk/']);
  });
});

describe('in production', () => {
  it.each(each)('$path is there unless it is the demo’s', async ({ path }) => {
    const production = await openPages(dir, false);
    const { status } = await production.get(path);
    await production.close();
    expect(status).toBe(path === '/' || path.startsWith('/demo/') ? 404 : 200);
  });
});

describe('the files', () => {
  it('that are built anew are delivered at once', async () => {
    const copy = await mkdtemp(join(tmpdir(), 'estafet-pages-'));
    await cp(dir, copy, { recursive: true });
    const other = await openPages(copy, true);
    const before = await other.get('/desk/desk.css');
    for (const name of ['desk.css', 'desk.css.gz', 'desk.css.br']) await rm(join(copy, 'desk', name));
    expect((await other.get('/desk/desk.css')).status).toBe(404);
    await writeFile(join(copy, 'desk/desk.css'), 'body{}');
    const after = await other.get('/desk/desk.css', { 'Accept-Encoding': 'br', 'If-None-Match': String(before.headers.etag) });
    expect([after.status, after.bytes.toString()]).toEqual([200, 'body{}']);
    await other.close();
    await rm(copy, { recursive: true });
  });

  it('that are not built yet are missed, with the way to build them', async () => {
    const other = await openPages(join(dir, 'nowhere'), true);
    const { status, bytes } = await other.get('/desk/');
    await other.close();
    expect(status).toBe(404);
    expect(bytes.toString()).toContain('node scripts/build-web.ts');
  });
});
