/** Builds the pages of src/web into files that src/pages delivers. Run it, or call `buildWeb`. */
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import { type BuildOptions, build } from 'esbuild';
import { minify as terse } from 'terser';
import { putFile } from './put-file.ts';

const ROOT = join(import.meta.dirname, '..');
const WEB = join(ROOT, 'src/web');

export interface BuildWebOptions {
  /** Default `dist/web`. */
  outDir?: string;
  /** Default true; also decides whether `.br` and `.gz` are written beside each file. */
  minify?: boolean;
}

type Page = 'widget' | 'desk' | 'demo';

const COMMON: BuildOptions = {
  bundle: true,
  write: false,
  format: 'iife',
  // Safari 15 is the oldest that a phone still sold in 2021 may be stuck with.
  target: ['es2022', 'safari15.4'],
  jsx: 'automatic',
  jsxImportSource: 'preact',
  // Smaller than escapes; the server says that it is UTF-8.
  charset: 'utf8',
  legalComments: 'none',
  logLevel: 'error',
};

export async function buildWeb({ outDir = join(ROOT, 'dist/web'), minify = true }: BuildWebOptions = {}): Promise<void> {
  const languages = await readLanguages();
  const outputs = await Promise.all([
    bundleScript('widget', 'widget/index.tsx', await bundleStyle('widget/widget.css', minify)).then((text) => ['widget.js', text]),
    bundleScript('desk', 'console/index.tsx').then((text) => ['desk/desk.js', text]),
    bundleScript('demo', 'demo/index.tsx').then((text) => ['demo/demo.js', text]),
    bundleStyle('console/console.css', minify).then((text) => ['desk/desk.css', text]),
    bundleStyle('demo/demo.css', minify).then((text) => ['demo/demo.css', text]),
    copied('console/index.html', 'desk/index.html'),
    copied('console/icon.svg', 'desk/icon.svg'),
    copied('demo/index.html', 'demo/index.html'),
    copied('demo/icon.svg', 'demo/icon.svg'),
  ]);
  const texts = [...languages].map(([locale, { widget }]) => [`widget/texts/${locale}.json`, JSON.stringify(widget)]);
  await Promise.all([...outputs, ...texts].map(([name = '', text = '']) => put(join(outDir, name), text, minify)));

  async function bundleScript(page: Page, entry: string, css = ''): Promise<string> {
    const script = await bundled({
      ...COMMON,
      entryPoints: [join(WEB, entry)],
      minify,
      define: {
        ESTAFET_TEXTS: JSON.stringify(page === 'widget' ? {} : textsOf(languages, page)),
        ESTAFET_LANGUAGES: JSON.stringify(Object.fromEntries([...languages].map(([locale, { name }]) => [locale, name]))),
        ESTAFET_CSS: JSON.stringify(css),
      },
    });
    if (!minify || page !== 'widget') return script;
    // A fiftieth smaller than what esbuild leaves, for those who only pass by; agents load their console once.
    const { code } = await terse(script, { ecma: 2020, compress: { passes: 3, hoist_funs: true, keep_fargs: false } });
    return code ?? script;
  }
}

function bundleStyle(entry: string, minify: boolean): Promise<string> {
  return bundled({ ...COMMON, entryPoints: [join(WEB, entry)], minify });
}

async function bundled(options: BuildOptions): Promise<string> {
  const result = await build(options);
  return result.outputFiles?.[0]?.text ?? '';
}

async function copied(from: string, to: string): Promise<string[]> {
  return [to, await readFile(join(WEB, from), 'utf8')];
}

interface LanguageFile {
  name: string;
  widget: Record<string, unknown>;
  desk: Record<string, unknown>;
  demo: Record<string, unknown>;
}

/** A language is a file: what lies in src/web/locales is offered. */
async function readLanguages(): Promise<Map<string, LanguageFile>> {
  const folder = join(WEB, 'locales');
  const files = (await readdir(folder)).filter((name) => name.endsWith('.json')).sort();
  const entries = files.map(async (name) => {
    const language: LanguageFile = JSON.parse(await readFile(join(folder, name), 'utf8'));
    return [name.replace(/\.json$/, ''), language] as const;
  });
  return new Map(await Promise.all(entries));
}

function textsOf(languages: Map<string, LanguageFile>, page: Page): Record<string, { name: string; texts: Record<string, unknown> }> {
  return Object.fromEntries([...languages].map(([locale, language]) => [locale, { name: language.name, texts: language[page] }]));
}

/** The compressed ones first and each at once, so that a server running meanwhile never sees half a file or an old copy. */
async function put(file: string, text: string, compress: boolean): Promise<void> {
  const bytes = Buffer.from(text);
  if (compress) {
    const [small, smaller] = await Promise.all([
      promisify(gzip)(bytes, { level: 9 }),
      promisify(brotliCompress)(bytes, { params: { [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length } }),
    ]);
    await Promise.all([putFile(`${file}.gz`, small), putFile(`${file}.br`, smaller)]);
  }
  await putFile(file, bytes);
}

if (import.meta.main) await buildWeb();
