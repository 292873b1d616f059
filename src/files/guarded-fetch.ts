/**
 * A GET to wherever a stranger's message leads. The address is judged when the connection is made, by what the name
 * resolves to then, so that neither a redirect nor a name that changes its mind leads inside.
 */
import { lookup } from 'node:dns';
import { request as requestHttp, type IncomingMessage } from 'node:http';
import { request as requestHttps } from 'node:https';
import { BlockList, isIPv6, type LookupFunction } from 'node:net';
import { getRawBody } from 'raw-body';
import { RequestFilteringHttpsAgent } from 'request-filtering-agent';
import type { FetchOptions, GuardedFetch } from '../ports/files.ts';
import { MAX_FILE } from './content.ts';

const NOT_PUBLIC = 'the address is not a public one';
const MAX_REDIRECTS = 3;
const WITHIN_MS = 20_000;
/** What the agent takes for public, and a translator may lead on to a private address. */
const translated = new BlockList();
translated.addSubnet('64:ff9b:1::', 48, 'ipv6');
translated.addSubnet('::', 96, 'ipv6');
/** Public by its number, yet it answers only machines of Azure's, and tells them what they are. */
const HOUSEKEEPERS = ['168.63.129.16'];

/** `passing`: another try may do. */
export class FetchError extends Error {
  readonly passing: boolean;
  constructor(message: string, passing: boolean, cause?: unknown) {
    super(message, { cause });
    this.name = 'FetchError';
    this.passing = passing;
  }
}

/** What tests put in place of the internet; what is judged stays. */
export interface Surroundings {
  resolve?: LookupFunction;
  /** Taken for public. */
  publicToo?: string[];
  /** Certificates trusted besides, PEM. */
  ca?: string;
}

export function createGuardedFetch({ resolve = lookup as LookupFunction, publicToo = [], ca }: Surroundings = {}): GuardedFetch {
  const agent = new RequestFilteringHttpsAgent({
    keepAlive: false,
    denyIPAddressList: HOUSEKEEPERS,
    allowIPAddressList: publicToo,
    ...(ca !== undefined && { ca }),
  });

  return async (url, options = {}) => {
    const signal = AbortSignal.timeout(options.withinMs ?? WITHIN_MS);
    let at = parse(url);
    const first = at.origin;
    let headers = options.headers;
    for (let hops = 0; hops <= MAX_REDIRECTS; hops++) {
      const response = await get(at, { ...options, headers }, signal);
      const { statusCode: status = 0, headers: answered } = response;
      if (status >= 300 && status < 400 && answered.location) {
        response.destroy();
        at = parse(answered.location, at);
        // Once elsewhere, it is somebody else who says where at home to go.
        if (at.origin !== first) headers = undefined;
        continue;
      }
      if (status < 200 || status > 299) {
        response.destroy();
        throw new FetchError(`the file's host answered ${status}`, status === 408 || status === 429 || status >= 500);
      }
      return { status, contentType: answered['content-type'] ?? '', bytes: await bytesOf(response, options.maxBytes ?? MAX_FILE) };
    }
    throw new FetchError('the file is behind too many redirects', false);
  };

  async function get(at: URL, { headers, trusted }: FetchOptions, signal: AbortSignal): Promise<IncomingMessage> {
    const isTrusted = trusted !== undefined && at.origin === new URL(trusted).origin;
    if (!isTrusted && at.protocol !== 'https:') throw new FetchError('files are fetched by https only', false);
    if (!isTrusted && isTranslated(at.hostname.replace(/^\[|\]$/g, ''))) throw new FetchError(NOT_PUBLIC, false);
    if (at.username || at.password) throw new FetchError('an address with a password in it is not followed', false);
    const options = {
      signal,
      headers: { 'Accept-Encoding': 'identity', 'User-Agent': 'Estafet', ...headers },
      // What the operator has named is reached by Node's own agent.
      ...(!isTrusted && { agent, lookup: lookupPublic }),
    };
    return new Promise((resolve, reject) => {
      const request = (at.protocol === 'https:' ? requestHttps : requestHttp)(at, options, resolve);
      request.on('error', (error) => {
        // The agent refuses before anything is sent; its message names the address, which is nobody's business.
        const refused = error instanceof FetchError || /^DNS lookup .* is not allowed/.test(error.message);
        reject(refused ? new FetchError(NOT_PUBLIC, false) : new FetchError('the file could not be fetched', true, error));
      });
      request.end();
    });
  }

  /** The agent judges in turn what this finds. */
  function lookupPublic(...[hostname, options, done]: Parameters<LookupFunction>): void {
    resolve(hostname, options, (error, address, family) => {
      const found = typeof address === 'string' ? [address] : (address ?? []).map((entry) => entry.address);
      if (!error && found.some(isTranslated)) return done(new FetchError(NOT_PUBLIC, false), address, family);
      done(error, address, family);
    });
  }
}

function isTranslated(address: string): boolean {
  return isIPv6(address) && translated.check(address, 'ipv6');
}

async function bytesOf(response: IncomingMessage, limit: number): Promise<Buffer> {
  try {
    return await getRawBody(response, { limit, length: response.headers['content-length'] });
  } catch (error) {
    response.destroy();
    if ((error as { type?: string }).type === 'entity.too.large') throw new FetchError(`the file is larger than ${limit} bytes`, false);
    throw new FetchError('the file did not arrive whole', true, error);
  }
}

function parse(url: string, base?: URL): URL {
  try {
    return new URL(url, base);
  } catch {
    throw new FetchError('the file has no address', false);
  }
}
