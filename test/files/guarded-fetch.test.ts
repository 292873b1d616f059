/** Real TLS on this machine: 127.0.0.1 stands for the internet, 127.0.0.2 for what lies inside. */
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo, LookupFunction } from 'node:net';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createGuardedFetch, FetchError } from '../../src/files/guarded-fetch.ts';
import type { FetchOptions } from '../../src/ports/files.ts';
import { type LocalServer, makeCertificate, serveHttps } from '../helpers/local-https.ts';

const NAMES = ['files.example.test', 'cdn.example.test', 'rebind.example.test'];

let ca: string;
let outside: LocalServer;
let inside: LocalServer;
let provider: { origin: string; close(): void };
/** What the public server does with the next requests, by path. */
let answers: Record<string, (request: IncomingMessage, response: ServerResponse) => void>;
let asked: { host: string | undefined; path: string | undefined; authorization: string | undefined }[];
/** What names resolve to: each lookup takes one, the last one stays. */
let addresses: Record<string, string[]>;
let lookups: number;

const resolve: LookupFunction = (name, options, done) => {
  lookups += 1;
  const known = addresses[name] ?? [];
  const address = (known.length > 1 ? known.shift() : known[0]) ?? '127.0.0.1';
  if (options.all) done(null, [{ address, family: 4 }]);
  else done(null, address, 4);
};

/** restify, which may run in this process, has its own `writeHead`, which returns nothing. */
function end(response: ServerResponse, status: number, body = ''): void {
  response.writeHead(status);
  response.end(body);
}

const answer = (request: IncomingMessage, response: ServerResponse) => {
  const { host, authorization } = request.headers;
  asked.push({ host: host?.split(':')[0], path: request.url, authorization });
  const known = answers[request.url ?? ''];
  if (known) known(request, response);
  else end(response, 404);
};

beforeAll(async () => {
  const certificate = await makeCertificate([...NAMES.map((name) => `DNS:${name}`), 'IP:127.0.0.1', 'IP:127.0.0.2']);
  ca = certificate.cert;
  outside = await serveHttps('127.0.0.1', certificate, answer);
  inside = await serveHttps('127.0.0.2', certificate, answer);
  const plain = createServer(answer);
  plain.listen(0, '127.0.0.1');
  await once(plain, 'listening');
  const origin = `http://127.0.0.1:${(plain.address() as AddressInfo).port}`;
  provider = {
    origin,
    close() {
      plain.closeAllConnections();
      plain.close();
    },
  };
});
afterAll(async () => {
  await outside.close();
  await inside.close();
  provider.close();
});
beforeEach(() => {
  answers = { '/a': (_request, response) => response.end('hello') };
  asked = [];
  addresses = {};
  lookups = 0;
});
afterEach(() => expect(inside.connections()).toBe(0));

const at = (name: string, path = '/a') => `https://${name}:${outside.port}${path}`;
const get = (url: string, options?: FetchOptions) => createGuardedFetch({ resolve, publicToo: ['127.0.0.1'], ca })(url, options);
const redirect =
  (location: string, status = 302) =>
  (_request: IncomingMessage, response: ServerResponse) => {
    response.writeHead(status, { Location: location });
    response.end();
  };

async function refusal(url: string, options?: FetchOptions): Promise<FetchError> {
  const error = await get(url, options).catch((failure: unknown) => failure);
  expect(error).toBeInstanceOf(FetchError);
  return error as FetchError;
}

describe('a file outside', () => {
  it('comes as it is, without being asked to be compressed', async () => {
    answers['/a'] = (request, response) => {
      expect(request.headers['accept-encoding']).toBe('identity');
      response.setHeader('Content-Type', 'image/png');
      response.end('bytes');
    };
    expect(await get(at('files.example.test'))).toEqual({ status: 200, contentType: 'image/png', bytes: Buffer.from('bytes') });
  });

  it('is asked for by its name, which the certificate must know', async () => {
    expect(await refusal(at('other.example.test'))).toMatchObject({ message: 'the file could not be fetched', passing: true });
    expect(asked).toEqual([]);
  });

  it('of a server nobody trusts is not taken', async () => {
    const error = await createGuardedFetch({ resolve, publicToo: ['127.0.0.1'] })(at('files.example.test')).catch(
      (failure: unknown) => failure,
    );
    expect(error).toMatchObject({ passing: true });
    expect(asked).toEqual([]);
  });
});

describe('a redirect', () => {
  it('is followed to another public place, and to three at most', async () => {
    answers['/1'] = redirect(at('cdn.example.test', '/2'), 307);
    answers['/2'] = redirect('/3', 301);
    answers['/3'] = redirect('a', 308);
    answers['/0'] = redirect('/1');
    expect((await get(at('files.example.test', '/1'))).bytes.toString()).toBe('hello');
    expect(asked.map(({ host, path }) => `${host}${path}`)).toEqual([
      'files.example.test/1',
      'cdn.example.test/2',
      'cdn.example.test/3',
      'cdn.example.test/a',
    ]);
    expect(await refusal(at('files.example.test', '/0'))).toMatchObject({
      message: 'the file is behind too many redirects',
      passing: false,
    });
  });

  it('in a circle ends', async () => {
    answers['/a'] = redirect('/a');
    expect(await refusal(at('files.example.test'))).toMatchObject({ passing: false });
    expect(asked).toHaveLength(4);
  });

  const LEADS_INSIDE: [to: string, says: RegExp][] = [
    ['https://127.0.0.2:INSIDE/a', /not a public one/],
    ['https://127.2:INSIDE/a', /not a public one/],
    ['https://2130706434:INSIDE/a', /not a public one/],
    ['https://0x7f.0.0.2:INSIDE/a', /not a public one/],
    ['https://[::ffff:127.0.0.2]:INSIDE/a', /not a public one/],
    ['https://[::127.0.0.2]:INSIDE/a', /not a public one/],
    ['https://[::1]:INSIDE/a', /not a public one/],
    ['//127.0.0.2:INSIDE/a', /not a public one|https only/],
    ['\\\\127.0.0.2:INSIDE/a', /not a public one|https only/],
    ['https://inside.example.test:INSIDE/a', /not a public one/],
    ['https://169.254.169.254/latest/meta-data/', /not a public one/],
    ['https://[fd00:ec2::254]/', /not a public one/],
    ['https://10.0.0.1/', /not a public one/],
    ['https://[2002:7f00:2::]/', /not a public one/],
    ['https://[64:ff9b:1::7f00:2]/', /not a public one/],
    ['http://127.0.0.2:INSIDE/a', /https only/],
    ['http://files.example.test/a', /https only/],
    ['file:///etc/passwd', /https only/],
    ['ftp://127.0.0.2/', /https only/],
    ['https://files.example.test@127.0.0.2:INSIDE/a', /password in it/],
    ['https://[::1', /no address/],
  ];
  const names = { 'inside.example.test': ['127.0.0.2'] };

  it.each(LEADS_INSIDE)('to %s is not followed', async (to, says) => {
    addresses = { ...names };
    answers['/a'] = redirect(to.replace('INSIDE', String(inside.port)));
    const error = await refusal(at('files.example.test'));
    expect(error.message).toMatch(says);
    expect(error.passing).toBe(false);
    expect(asked).toHaveLength(1);
  });

  it.each(LEADS_INSIDE)('from the provider’s own origin to %s is not followed either', async (to, says) => {
    addresses = { ...names };
    answers['/a'] = redirect(to.replace('INSIDE', String(inside.port)));
    const error = await refusal(`${provider.origin}/a`, { trusted: provider.origin });
    expect(error.message).toMatch(says);
    expect(error.passing).toBe(false);
    expect(asked).toHaveLength(1);
  });

  it('from the provider’s own origin to a public place is followed, without what proves who we are', async () => {
    answers['/media'] = redirect(at('cdn.example.test'));
    const file = await get(`${provider.origin}/media`, { trusted: provider.origin, headers: { Authorization: 'Bearer ours' } });
    expect(file.bytes.toString()).toBe('hello');
    expect(asked.map(({ authorization }) => authorization)).toEqual(['Bearer ours', undefined]);
  });

  it('within the provider’s own origin keeps what proves who we are', async () => {
    answers['/media'] = redirect('/a');
    await get(`${provider.origin}/media`, { trusted: provider.origin, headers: { Authorization: 'Bearer ours' } });
    expect(asked.map(({ authorization }) => authorization)).toEqual(['Bearer ours', 'Bearer ours']);
  });

  it('away and back home brings nothing that proves who we are', async () => {
    answers['/media'] = redirect(at('cdn.example.test', '/back'));
    answers['/back'] = redirect(`${provider.origin}/a`);
    await get(`${provider.origin}/media`, { trusted: provider.origin, headers: { Authorization: 'Bearer ours' } });
    expect(asked.map(({ authorization }) => authorization)).toEqual(['Bearer ours', undefined, undefined]);
  });

  it('to another port of the same name is elsewhere, too', async () => {
    answers['/media'] = redirect(`https://127.0.0.1:${outside.port}/a`);
    await get(`${provider.origin}/media`, { trusted: provider.origin, headers: { Authorization: 'Bearer ours' } });
    expect(asked.map(({ authorization }) => authorization)).toEqual(['Bearer ours', undefined]);
  });

  it('without a place to go is an answer like any other', async () => {
    answers['/a'] = (_request, response) => end(response, 302);
    expect(await refusal(at('files.example.test'))).toMatchObject({
      message: "the file's host answered 302",
      passing: false,
    });
  });
});

describe('a name that changes its mind', () => {
  it('is judged by the very lookup that the connection is made with', async () => {
    addresses['rebind.example.test'] = ['127.0.0.1', '127.0.0.2'];
    expect((await get(at('rebind.example.test'))).bytes.toString()).toBe('hello');
    expect(lookups).toBe(1);
    expect(await refusal(at('rebind.example.test'))).toMatchObject({ message: 'the address is not a public one', passing: false });
    expect(asked).toHaveLength(1);
  });

  it('between a request and its redirect leads nowhere', async () => {
    addresses['rebind.example.test'] = ['127.0.0.1', '127.0.0.2'];
    answers['/a'] = redirect('/b');
    expect(await refusal(at('rebind.example.test'))).toMatchObject({ message: 'the address is not a public one', passing: false });
    expect(asked).toHaveLength(1);
  });
});

describe('the origin an operator has named', () => {
  it('may be private and plain, but no other port, host or scheme of it', async () => {
    expect((await get(`${provider.origin}/a`, { trusted: provider.origin })).bytes.toString()).toBe('hello');
    for (const other of [`http://127.0.0.1:9`, provider.origin.replace('127.0.0.1', '127.0.0.2'), 'http://127.0.0.1']) {
      expect(await refusal(`${other}/a`, { trusted: provider.origin })).toMatchObject({ passing: false });
    }
  });
});

describe('what the host does', () => {
  it.each([
    [400, false],
    [401, false],
    [403, false],
    [404, false],
    [410, false],
    [408, true],
    [429, true],
    [500, true],
    [503, true],
  ])('an answer of %i is worth another try: %s', async (status, passing) => {
    answers['/a'] = (_request, response) => end(response, status, 'x');
    expect(await refusal(at('files.example.test'))).toMatchObject({ message: `the file's host answered ${status}`, passing });
  });

  it('a file that says it is too large is not read', async () => {
    answers['/a'] = (_request, response) => {
      response.setHeader('Content-Length', '1000');
      response.write('x');
    };
    expect(await refusal(at('files.example.test'), { maxBytes: 999 })).toMatchObject({
      message: 'the file is larger than 999 bytes',
      passing: false,
    });
  });

  it('a file that does not say so is cut off', async () => {
    let sent = 0;
    answers['/a'] = (_request, response) => {
      const more = (): void => {
        if (response.destroyed) return;
        sent += 100_000;
        response.write(Buffer.alloc(100_000), () => setImmediate(more));
      };
      more();
    };
    expect(await refusal(at('files.example.test'), { maxBytes: 1_000 })).toMatchObject({ passing: false });
    expect(sent).toBeLessThan(50_000_000);
  });

  it('a file of just the size is taken', async () => {
    answers['/a'] = (_request, response) => response.end(Buffer.alloc(1_000));
    expect((await get(at('files.example.test'), { maxBytes: 1_000 })).bytes).toHaveLength(1_000);
  });

  it('a file that ends too early may come whole another time', async () => {
    answers['/a'] = (_request, response) => {
      response.setHeader('Content-Length', '1000');
      response.write('x'.repeat(500), () => response.destroy());
    };
    expect(await refusal(at('files.example.test'))).toMatchObject({ message: 'the file did not arrive whole', passing: true });
  });

  it('a file that drips is not waited for, redirects included', async () => {
    answers['/1'] = (_request, response) => setTimeout(() => redirect('/a')(_request, response), 200);
    answers['/a'] = (_request, response) => {
      const drip = setInterval(() => response.write('x'), 20);
      response.on('close', () => clearInterval(drip));
    };
    const began = Date.now();
    expect(await refusal(at('files.example.test', '/1'), { withinMs: 500 })).toMatchObject({ passing: true });
    expect(Date.now() - began).toBeLessThan(5_000);
  });

  it('a host that takes the connection and says nothing is not waited for', async () => {
    answers['/a'] = () => undefined;
    expect(await refusal(at('files.example.test'), { withinMs: 200 })).toMatchObject({
      message: 'the file could not be fetched',
      passing: true,
    });
  });

  it('an endless redirect body is not read', async () => {
    answers['/1'] = (_request, response) => {
      response.writeHead(302, { Location: '/a' });
      response.write('x'.repeat(10_000));
    };
    expect((await get(at('files.example.test', '/1'))).bytes.toString()).toBe('hello');
  });
});
