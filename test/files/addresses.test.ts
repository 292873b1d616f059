/** Every way we know of to write an address that leads inside. None is asked, and none is worth another try. */
import type { LookupFunction } from 'node:net';
import { describe, expect, it } from 'vitest';
import { createGuardedFetch, FetchError } from '../../src/files/guarded-fetch.ts';

const LITERALS: Record<string, string[]> = {
  'this machine': [
    'https://127.0.0.1/',
    'https://127.0.0.1:8443/a.png',
    'https://127.1.2.3/',
    'https://127.255.255.254/',
    'https://127.0.0.1./',
    'https://[::1]/',
    'https://[0:0:0:0:0:0:0:1]/',
    'https://[0000::0001]:8443/',
  ],
  'this machine in other numbers': [
    'https://2130706433/',
    'https://0x7f000001/',
    'https://017700000001/',
    'https://0177.0.0.1/',
    'https://0177.0.0.01/',
    'https://0x7f.0.0.1/',
    'https://0x7F.0x0.0x0.0x1/',
    'https://0x7f.1/',
    'https://127.1/',
    'https://127.0.1/',
    'https://00000177.0.0.1/',
  ],
  'this machine in other letters': [
    'https://１２７.０.０.１/',
    'https://①②⑦.⓪.⓪.①/',
    'https://127。0。0。1/',
    'https://127｡0｡0｡1/',
    'https://%31%32%37.0.0.1/',
    'https://127%2e0%2e0%2e1/',
    'https:\\\\127.0.0.1\\',
    'https:127.0.0.1/',
    'https:///127.0.0.1/',
    ' https://127.0.0.1/ ',
    'https://1\t27.0.\n0.1/',
    'HTTPS://127.0.0.1/',
  ],
  'no machine or all of them': [
    'https://0.0.0.0/',
    'https://0/',
    'https://0.1.2.3/',
    'https://[::]/',
    'https://255.255.255.255/',
    'https://224.0.0.1/',
    'https://239.255.255.250/',
    'https://240.0.0.1/',
    'https://[ff02::1]/',
    'https://[ff05::1:3]/',
  ],
  'private nets': [
    'https://10.0.0.1/',
    'https://10.255.255.255/',
    'https://0xa.1/',
    'https://167772161/',
    'https://172.16.0.1/',
    'https://172.31.255.255/',
    'https://192.168.0.1/',
    'https://192.168.1/',
    'https://100.64.0.1/',
    'https://100.127.255.254/',
    'https://198.18.0.1/',
    'https://192.0.0.8/',
    'https://[fc00::1]/',
    'https://[fd12:3456:789a::1]/',
    'https://[fe80::1]/',
    'https://[febf::1]/',
    'https://[fec0::1]/',
  ],
  'what clouds tell their machines': [
    'https://169.254.169.254/latest/meta-data/',
    'https://2852039166/',
    'https://0xa9fea9fe/',
    'https://0251.0376.0251.0376/',
    'https://169.254.170.2/v2/credentials',
    'https://100.100.100.200/',
    'https://192.0.0.192/',
    'https://168.63.129.16/',
    'https://[fd00:ec2::254]/',
    'https://[fd20:ce::254]/',
    'https://[::ffff:169.254.169.254]/',
  ],
  'the old net inside the new one': [
    'https://[::ffff:127.0.0.1]/',
    'https://[::ffff:7f00:1]/',
    'https://[0:0:0:0:0:ffff:10.0.0.1]/',
    'https://[::ffff:93.184.216.34]/',
    'https://[::127.0.0.1]/',
    'https://[::7f00:1]/',
    'https://[::10.0.0.1]/',
    'https://[::ffff:0:127.0.0.1]/',
    'https://[64:ff9b::127.0.0.1]/',
    'https://[64:ff9b::a00:1]/',
    'https://[64:ff9b:1::7f00:1]/',
    'https://[64:ff9b:1:abcd::10.0.0.1]/',
    'https://[2002:7f00:1::]/',
    'https://[2002:a00:1::1]/',
    'https://[2002:a9fe:a9fe::1]/',
    'https://[2001:0:4136:e378:8000:63bf:3fff:fdd2]/',
    'https://[2001::7f00:1]/',
  ],
  'nets of nobody': [
    'https://192.0.2.1/',
    'https://198.51.100.1/',
    'https://203.0.113.1/',
    'https://192.88.99.1/',
    'https://[2001:db8::1]/',
    'https://[3fff::1]/',
    'https://[100::1]/',
    'https://[2001:2::1]/',
    'https://[2001:10::1]/',
  ],
};

const OTHER: [url: string, says: RegExp][] = [
  ['http://files.example.test/', /https only/],
  ['http://127.0.0.1/', /https only/],
  ['ftp://10.0.0.1/a', /https only/],
  ['file:///etc/passwd', /https only/],
  ['file://localhost/etc/passwd', /https only/],
  ['gopher://127.0.0.1:6379/_FLUSHALL', /https only/],
  ['data:image/png;base64,AAAA', /https only/],
  ['blob:https://127.0.0.1/x', /https only/],
  ['ws://127.0.0.1/', /https only/],
  ['javascript:alert(1)', /https only/],
  ['unix:/var/run/docker.sock', /https only/],
  ['https://files.example.test@127.0.0.1/', /password in it/],
  ['https://user:secret@files.example.test/', /password in it/],
  ['https://files.example.test%2f@127.0.0.1/', /password in it|no address/],
  ['//127.0.0.1/', /no address/],
  ['127.0.0.1', /no address/],
  ['', /no address/],
  ['https://', /no address/],
  ['https://256.0.0.1/', /no address/],
  ['https://0x100000000/', /no address/],
  ['https://127.0.0.1.1/', /no address/],
  ['https://[::1/', /no address/],
  ['https://[fe80::1%25eth0]/', /no address/],
  ['https://127.0.0.1:99999/', /no address/],
];

async function refusal(url: string, resolve?: LookupFunction): Promise<FetchError> {
  const error = await createGuardedFetch({ ...(resolve && { resolve }) })(url, { withinMs: 5_000 }).catch((failure: unknown) => failure);
  expect(error).toBeInstanceOf(FetchError);
  return error as FetchError;
}

describe('an address that leads inside', () => {
  it('is known in more than sixty forms', () => {
    expect(Object.values(LITERALS).flat().length).toBeGreaterThan(60);
  });

  for (const [what, urls] of Object.entries(LITERALS)) {
    it.each(urls)(`to ${what} is not followed: %s`, async (url) => {
      expect(await refusal(url)).toMatchObject({ message: 'the address is not a public one', passing: false });
    });
  }

  it.each(OTHER)('is not even an address of a file: %s', async (url, says) => {
    const error = await refusal(url);
    expect(error.message).toMatch(says);
    expect(error.passing).toBe(false);
  });
});

describe('a name', () => {
  it.each(['localhost', 'localhost.', 'LOCALHOST', 'ｌｏｃａｌｈｏｓｔ', 'a.localhost'])(
    'of this machine is not followed: %s',
    async (name) => {
      const resolveLocal: LookupFunction = (_name, options, done) => {
        if (options.all)
          done(null, [
            { address: '::1', family: 6 },
            { address: '127.0.0.1', family: 4 },
          ]);
        else done(null, '127.0.0.1', 4);
      };
      expect(await refusal(`https://${name}/`, resolveLocal)).toMatchObject({ passing: false });
    },
  );

  it('of this machine is not followed with its real resolver either', async () => {
    expect(await refusal('https://localhost/')).toMatchObject({ message: 'the address is not a public one', passing: false });
  });

  const inside = ['127.0.0.1', '10.1.2.3', '169.254.169.254', '168.63.129.16', '100.64.0.1', '0.0.0.0', '::1', '::7f00:1', 'fd00::1'];
  const tunnels = ['::ffff:10.0.0.1', '64:ff9b::a00:1', '64:ff9b:1::a00:1', '2002:7f00:1::1', '2001:0:1::1', 'fe80::1', 'fe80::1%lo'];
  it.each([...inside, ...tunnels])('that resolves to %s is not followed, alone or among public ones', async (address) => {
    const family = address.includes(':') ? 6 : 4;
    const one: LookupFunction = (_name, options, done) => {
      if (options.all) done(null, [{ address, family }]);
      else done(null, address, family);
    };
    const among: LookupFunction = (_name, options, done) => {
      if (options.all)
        done(null, [
          { address: '93.184.216.34', family: 4 },
          { address, family },
        ]);
      else done(null, address, family);
    };
    for (const resolve of [one, among]) {
      expect(await refusal('https://files.example.test/', resolve)).toMatchObject({
        message: 'the address is not a public one',
        passing: false,
      });
    }
  });

  it('that nobody knows now may be known another time', async () => {
    const unknown: LookupFunction = (_name, _options, done) => done(Object.assign(new Error('x'), { code: 'ENOTFOUND' }), '', 4);
    expect(await refusal('https://files.example.test/', unknown)).toMatchObject({ passing: true });
  });
});
