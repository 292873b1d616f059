/** Delivers the built pages: the widget, the console and, in the demo, the wallet page. */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { EstafetError } from '../errors.ts';
import type { Doors, HttpRequest, HttpResponse, Route } from '../ports/http.ts';
import { type Encoding, type PageFile, pageFile } from './file.ts';
import { pagePolicy } from './policy.ts';

export interface PagesOptions {
  /** Where scripts/build-web.ts has put them. */
  dir: string;
  /** Whether the wallet page stands at `/`. */
  demo: boolean;
}

interface Entry {
  /** Where it is asked for. */
  path: string;
  /** Where it lies, below `dir`. */
  file: string;
  /** The widget's own files are loaded by other sites' pages. */
  foreign?: boolean;
  /** The page puts the widget into itself. */
  embeds?: boolean;
}

const DESK: Entry[] = [
  { path: '/desk/', file: 'desk/index.html' },
  { path: '/desk/desk.js', file: 'desk/desk.js' },
  { path: '/desk/desk.css', file: 'desk/desk.css' },
  { path: '/desk/icon.svg', file: 'desk/icon.svg' },
];

const DEMO: Entry[] = [
  { path: '/', file: 'demo/index.html', embeds: true },
  { path: '/demo/demo.js', file: 'demo/demo.js' },
  { path: '/demo/demo.css', file: 'demo/demo.css' },
  { path: '/demo/icon.svg', file: 'demo/icon.svg' },
];

/**
 * Only what is listed is ever read, so no path leads elsewhere. A file that is not built answers 404 with the way to
 * build it; one built anew is delivered at once.
 */
export function createPages({ dir, demo }: PagesOptions): Doors {
  const entries: Entry[] = [{ path: '/widget.js', file: 'widget.js', foreign: true }, ...widgetTexts(dir), ...DESK, ...(demo ? DEMO : [])];
  const redirect: Route = { method: 'GET', path: '/desk', handle: async () => ({ status: 308, headers: { Location: '/desk/' } }) };
  return { routes: [redirect, ...entries.map((entry) => route(dir, entry))], corsPaths: ['/widget/texts/'] };
}

/** One file a language; what there is, is known once it is built. */
function widgetTexts(dir: string): Entry[] {
  let names: string[] = [];
  try {
    names = readdirSync(join(dir, 'widget/texts')).filter((name) => name.endsWith('.json'));
  } catch {
    // Not built yet: the other files say so when they are asked for.
  }
  return names.map((name) => ({ path: `/widget/texts/${name}`, file: `widget/texts/${name}`, foreign: true }));
}

function route(dir: string, entry: Entry): Route {
  const { path } = entry;
  const source = pageFile(join(dir, entry.file));
  return {
    method: 'GET',
    path,
    async handle(request) {
      const found = await source();
      if (!found) throw new EstafetError('not-found', { message: `${path} is not built yet: run node scripts/build-web.ts.` });
      return answer(request, found, entry);
    },
  };
}

function answer(request: HttpRequest, file: PageFile, { foreign = false, embeds = false }: Entry): HttpResponse {
  const encoding = preferred(request.headers['accept-encoding'] ?? '', file);
  const headers: Record<string, string> = {
    'Content-Type': file.type,
    ETag: file.tag(encoding),
    Vary: 'Accept-Encoding',
    // Asked again each time, answered 304 as long as nothing changed; another site's page may wait five minutes.
    'Cache-Control': foreign ? 'public, max-age=300, stale-while-revalidate=86400' : 'no-cache',
    'X-Content-Type-Options': 'nosniff',
    'Cross-Origin-Resource-Policy': foreign ? 'cross-origin' : 'same-origin',
    ...(file.type.startsWith('text/html') && pagePolicy(request.origin, embeds)),
  };
  const known = (request.headers['if-none-match'] ?? '').split(/\s*,\s*/);
  if (known.includes(file.tag(encoding))) return { status: 304, headers };
  if (encoding !== 'identity') headers['Content-Encoding'] = encoding;
  return { status: 200, headers, body: file.bytes[encoding] };
}

/** The smallest that the client takes; a quality of 0 is a refusal. */
function preferred(accepted: string, { bytes }: PageFile): Encoding {
  const names = accepted
    .toLowerCase()
    .split(',')
    .map((part) => part.trim())
    .filter((part) => !/;\s*q=0(\.0*)?$/.test(part))
    .map((part) => part.split(';')[0]?.trim());
  if (bytes.br && names.includes('br')) return 'br';
  return bytes.gzip && names.includes('gzip') ? 'gzip' : 'identity';
}
