/**
 * The real process with logs at their loudest: whatever secrets a customer and an agent type, none of them is anywhere
 * in the clear afterwards, on the disk, in Redis, in the logs or on the way to the console.
 */
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Redis } from 'ioredis';
import { expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { generateToken } from '../helpers/official-client.ts';
import { type RedisServer, startRedis } from '../helpers/redis.ts';
import { createServerProcess, type ServerProcess } from '../helpers/server.ts';

const SECRET = 'direct-line-secret-of-the-tests';
const PNG = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';

/** Each message with its secrets in brackets; those in a row belong together. */
const CHATS: Record<string, string[]> = {
  id: [
    'password saya [Kerbau-77x]',
    'kata sandi baru saya adalah',
    '[MelatiUngu]',
    'pin saya',
    '[739154]',
    'kode otp [Q7X2LM]',
    '[861047]',
    'kartu saya [5105 1051 0510 5100] cvv [8317]',
    '[5200 8282]',
    '[8282 8210]',
    'nik [3201014508950003]',
    '[６０１１０００９９０１３９４２４]',
  ],
  en: [
    'my password is',
    '[Quokka-Run58]',
    'my PIN is [604918]',
    'the code is [917350]',
    'card [4012-8888-8888-1881]',
    '[3714 496353 98431]',
    '[4917 6100 0000]',
    '[2957]',
    'NIK [3174052208910007]',
    'security code [6604]',
  ],
  zh: [
    '我的密码是',
    '[蓝色大海]',
    '密码：[Panda_5521x]',
    '支付密码[493817]',
    '验证码是[７０５８２６]',
    '卡号[6222 0212 3456 7894]',
    '身份证[3273014507900002]',
    'CVV是[9046]',
  ],
};
const AGENT_SAYS = 'Is your password [Walrus!406] still right, and the PIN [518263]?';
const FILE_NAME = 'pin_[284617].png';

const READ: Record<string, (key: string) => [string, ...string[]]> = {
  string: (key) => ['GET', key],
  hash: (key) => ['HGETALL', key],
  list: (key) => ['LRANGE', key, '0', '-1'],
  set: (key) => ['SMEMBERS', key],
  zset: (key) => ['ZRANGE', key, '0', '-1'],
  stream: (key) => ['XRANGE', key, '-', '+'],
};

const plain = (text: string) => text.replace(/[[\]]/g, '');
const secretsIn = (text: string) => [...text.matchAll(/\[([^\]]+)\]/g)].map(([, secret = '']) => secret);
const SECRETS = [...Object.values(CHATS).flat(), AGENT_SAYS, FILE_NAME].flatMap(secretsIn);

/** As typed, in half width, without what parts its digits, and as JSON and URLs write it. */
function formsOf(secret: string): string[] {
  const half = secret.normalize('NFKC');
  const digits = /^[\d\s.-]+$/.test(half) ? [half.replace(/\D/g, '')] : [];
  const escaped = JSON.stringify(secret).slice(1, -1);
  return [...new Set([secret, half, ...digits, escaped, encodeURIComponent(secret)])];
}

function leaksIn(text: string): string[] {
  return SECRETS.filter((secret) => formsOf(secret).some((form) => stands(text, form)));
}

/** Four or six digits may stand inside a longer number or a random id by chance. */
function stands(text: string, form: string): boolean {
  if (form.length > 8 || !/^\d+$/.test(form)) return text.includes(form);
  return new RegExp(`(?<![a-zA-Z0-9-])${form}(?![a-zA-Z0-9-])`).test(text);
}

async function type(url: string, locale: string, messages: string[]): Promise<{ conversationId: string; answers: string }> {
  const { token, conversationId } = await generateToken(url, SECRET, { id: `dl_${locale}` });
  const path = `${url}/v3/directline/conversations/${conversationId}`;
  const headers = { 'Authorization': `Bearer ${token}`, 'Content-Type': 'application/json' };
  const answers: string[] = [];
  const post = async (text: string) => {
    const body = JSON.stringify({ type: 'message', text, locale, from: { id: `dl_${locale}` } });
    const response = await fetch(`${path}/activities`, { method: 'POST', headers, body });
    expect(response.status).toBe(200);
    answers.push(await response.text());
  };
  for (const message of messages) await post(plain(message));
  const form = new FormData();
  form.append('file', new Blob([Buffer.from(PNG, 'base64')], { type: 'image/png' }), plain(FILE_NAME));
  const uploaded = await fetch(`${path}/upload`, { method: 'POST', headers: { Authorization: `Bearer ${token}` }, body: form });
  expect(uploaded.status).toBe(200);
  await post({ id: 'saya mau bicara dengan petugas', en: 'human please', zh: '我要找人工客服' }[locale] ?? '');
  // Now an agent would read her.
  for (const message of messages) await post(plain(message));
  answers.push(await (await fetch(`${path}/activities`, { headers })).text());
  return { conversationId, answers: answers.join('\n') };
}

/** What an agent's console gets: its live socket, and every page it opens. */
async function openConsole(url: string) {
  const headers = { 'Content-Type': 'application/json', 'Origin': url };
  const body = JSON.stringify({ email: 'maya@demo.test' });
  const signedIn = await fetch(`${url}/desk/api/demo-session`, { method: 'POST', headers, body });
  const cookie = signedIn.headers
    .getSetCookie()
    .map((line) => line.split(';')[0])
    .join('; ');
  const traffic: string[] = [];
  const socket = new WebSocket(`${url.replace('http', 'ws')}/desk/api/live`, { headers: { Cookie: cookie, Origin: url } });
  socket.on('message', (data: Buffer) => traffic.push(data.toString()));
  await new Promise((resolve, reject) => socket.once('open', resolve).once('error', reject));
  return {
    socketSaw: () => traffic.length,
    traffic: () => traffic.join('\n'),
    async call(method: string, path: string, sent?: object) {
      const response = await fetch(`${url}/desk/api${path}`, {
        method,
        headers: { ...headers, Cookie: cookie },
        ...(sent && { body: JSON.stringify(sent) }),
      });
      const text = await response.text();
      expect(response.status, text).toBe(200);
      traffic.push(text);
      return text;
    },
    close: () => socket.close(),
  };
}

/** Every file below, as text and with each byte kept. */
async function filesBelow(folder: string): Promise<string> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  expect(files.length).toBeGreaterThan(0);
  return (await Promise.all(files.map((file) => readFile(file, 'utf8')))).join('\n');
}

/** Keys and all they hold, whatever their type. */
async function dumpOf({ port }: RedisServer): Promise<string> {
  const client = new Redis(port, '127.0.0.1');
  try {
    const keys = await client.keys('*');
    const parts: unknown[] = [];
    for (const key of keys) {
      const read = READ[await client.type(key)];
      parts.push(key, read && (await client.call(...read(key))));
    }
    expect(keys.length).toBeGreaterThan(0);
    return parts.flat(9).join('\n');
  } finally {
    client.disconnect();
  }
}

/** Its append-only file holds what has been overwritten since, too. */
async function folderOf(redis: RedisServer): Promise<string> {
  return (await redis.cli('CONFIG', 'GET', 'dir')).split('\n').at(-1) ?? '';
}

async function chatAndSearch(server: ServerProcess, storage: () => Promise<string>): Promise<void> {
  await server.start();
  const desk = await openConsole(server.url);
  const chats = await Promise.all(Object.entries(CHATS).map(([locale, messages]) => type(server.url, locale, messages)));
  for (const { conversationId } of chats) {
    const path = `/conversations/${encodeURIComponent(conversationId)}`;
    await desk.call('GET', '/inbox');
    await desk.call('POST', `${path}/accept`, {});
    await desk.call('POST', `${path}/messages`, { text: plain(AGENT_SAYS) });
    await desk.call('POST', `${path}/notes`, { text: plain(AGENT_SAYS) });
    await desk.call('GET', path);
  }
  await expect.poll(desk.socketSaw).toBeGreaterThan(5);
  desk.close();

  const answers = chats.map((chat) => chat.answers).join('\n');
  const stored = await storage();
  const places = { answers, console: desk.traffic(), output: server.output(), stored, data: await filesBelow(server.dataDir) };
  // What they said around the secrets is there, so the search looks where they would be.
  for (const place of [answers, places.console, stored]) expect(place).toContain('••••••');
  for (const place of [places.console, stored]) expect(place).toContain('still right, and the PIN');
  expect(server.output()).toContain('"msg":"turn"');
  expect(Object.fromEntries(Object.entries(places).map(([name, text]) => [name, leaksIn(text)]))).toEqual(
    Object.fromEntries(Object.keys(places).map((name) => [name, []])),
  );
}

const LOUD = { ESTAFET_DIRECTLINE_SECRET: SECRET, LOG_LEVEL: 'trace' };

it('knows a leak when it sees one', () => {
  const text = [...Object.values(CHATS).flat(), AGENT_SAYS, FILE_NAME].map(plain).join('\n');
  expect(leaksIn(text)).toEqual(SECRETS);
});

it('on SQLite no secret is in the clear: database and its log, data, output, console', { timeout: 60_000 }, async () => {
  // Wherever other tests keep things.
  const folder = await mkdtemp(join(tmpdir(), 'estafet-leaks-'));
  const server = await createServerProcess({ ...LOUD, ESTAFET_STORE: `sqlite:${join(folder, 'estafet.db')}` });
  try {
    await chatAndSearch(server, () => filesBelow(folder));
  } finally {
    await server.dispose();
    await rm(folder, { recursive: true, force: true });
  }
});

it('on Redis no secret is in the clear: keys and append-only file, data, output, console', { timeout: 60_000 }, async () => {
  const redis = await startRedis();
  const server = await createServerProcess({ ...LOUD, ESTAFET_STORE: `redis:${redis.location}` });
  try {
    await chatAndSearch(server, async () => `${await dumpOf(redis)}\n${await filesBelow(await folderOf(redis))}`);
  } finally {
    await server.dispose();
    await redis.dispose();
  }
});
