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

/** `passing`: another try may do. */
export class FetchError extends Error {
  readonly passing: boolean;
  constructor(message: string, passing: boolean, cause?: unknown) {
    super(message, { cause });
    this.name = 'FetchError';
    this.passing = passing;
  }
}

export function createGuardedFetch(): GuardedFetch {
  const agent = new RequestFilteringHttpsAgent({ keepAlive: false });

  return async (url, options = {}) => {
    const signal = AbortSignal.timeout(options.withinMs ?? WITHIN_MS);
    let at = parse(url);
    const first = at.origin;
    for (let hops = 0; hops <= MAX_REDIRECTS; hops++) {
      const response = await get(at, options, at.origin === first, signal);
      const { statusCode: status = 0, headers } = response;
      if (status >= 300 && status < 400 && headers.location) {
        response.destroy();
        at = parse(headers.location, at);
        continue;
      }
      if (status < 200 || status > 299) {
        response.destroy();
        throw new FetchError(`the file's host answered ${status}`, status === 408 || status === 429 || status >= 500);
      }
      return { status, contentType: headers['content-type'] ?? '', bytes: await bytesOf(response, options.maxBytes ?? MAX_FILE) };
    }
    throw new FetchError('the file is behind too many redirects', false);
  };

  async function get(at: URL, { headers, trusted }: FetchOptions, ownOrigin: boolean, signal: AbortSignal): Promise<IncomingMessage> {
    const isTrusted = trusted !== undefined && at.origin === new URL(trusted).origin;
    if (!isTrusted && at.protocol !== 'https:') throw new FetchError('files are fetched by https only', false);
    if (!isTrusted && isTranslated(at.hostname.replace(/^\[|\]$/g, ''))) throw new FetchError(NOT_PUBLIC, false);
    if (at.username || at.password) throw new FetchError('an address with a password in it is not followed', false);
    const options = {
      signal,
      headers: { 'Accept-Encoding': 'identity', 'User-Agent': 'Estafet', ...(ownOrigin && headers) },
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
}

/** As `dns.lookup`, which the agent then judges in turn. */
const lookupPublic: LookupFunction = (hostname, options, done) => {
  lookup(hostname, options, (error, address, family) => {
    const found = typeof address === 'string' ? [address] : (address ?? []).map((entry) => entry.address);
    if (!error && found.some(isTranslated)) return done(new FetchError(NOT_PUBLIC, false), address, family);
    done(error, address, family);
  });
};

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
