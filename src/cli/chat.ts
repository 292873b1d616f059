/**
 * `npm run chat`: talk to the desk in a terminal, over Direct Line like any other client. Works in a pipe too:
 * `echo "lupa password" | npm run -s chat`.
 *
 * Options: --url http://localhost:3978  --locale id|en|zh  --new (a fresh conversation)
 */
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { clearLine, createInterface, cursorTo } from 'node:readline';
import { parseArgs } from 'node:util';
import * as z from 'zod';
import { activitySet, linesOf, paint, repliesOf, type WireActivity } from './chat-lines.ts';

const { values: options } = parseArgs({
  options: {
    url: { type: 'string', default: process.env.ESTAFET_PUBLIC_URL || `http://localhost:${process.env.PORT || 3978}` },
    locale: { type: 'string' },
    new: { type: 'boolean', default: false },
  },
});

/** Resume tokens by server, kept between two calls. */
const MEMORY = `${process.env.ESTAFET_DATA || './data'}/chat-session.json`;
/** In a pipe: the bot has said its piece when it is silent for so long. */
const QUIET_MS = 1_200;
/** In a pipe: an answer that takes longer is not waited for. */
const PATIENCE_MS = 15_000;
const RECONNECT_MS = 1_000;

const sessionAnswer = z.object({ token: z.string(), conversationId: z.string(), resumeToken: z.string() });
const joinAnswer = z.object({ token: z.string(), streamUrl: z.string() });
const memory = z.record(z.string(), z.string());

const interactive = process.stdin.isTTY && process.stdout.isTTY;
const terminal = createInterface({ input: process.stdin, ...(interactive && { output: process.stdout, prompt: '> ' }) });
/** From the first moment on: a pipe may be at its end before the desk has answered. */
const lines = terminal[Symbol.asyncIterator]();
/** Ids of what was typed here, which is on the screen already. */
const mine = new Set<string>();
let replies: string[] = [];
let watermark = '';
let answeredAt: number | undefined;

function print(output: string[]): void {
  if (!output.length) return;
  if (interactive) {
    clearLine(process.stdout, 0);
    cursorTo(process.stdout, 0);
  }
  process.stdout.write(`${output.join('\n')}\n`);
  if (interactive) terminal.prompt(true);
}

function show(activity: WireActivity): void {
  const fromHer = activity.from.role === 'user';
  if (activity.type === 'message') replies = fromHer ? [] : repliesOf(activity);
  if (!fromHer && activity.type !== 'typing') answeredAt = Date.now();
  if (!mine.has(activity.channelData?.clientActivityID ?? '')) print(linesOf(activity, paint));
}

/** @throws {Error} saying what the server answered */
async function call(method: 'GET' | 'POST', path: string, token?: string, body?: object): Promise<unknown> {
  const response = await fetch(options.url + path, {
    method,
    headers: { ...(body && { 'Content-Type': 'application/json' }), ...(token && { Authorization: `Bearer ${token}` }) },
    ...(body && { body: JSON.stringify(body) }),
  });
  const json: unknown = await response.json();
  if (!response.ok) throw new Error(`${options.url}${path} answered ${response.status}: ${JSON.stringify(json)}`);
  return json;
}

async function readMemory(): Promise<Record<string, string>> {
  const text = await readFile(MEMORY, 'utf8').catch(() => '{}');
  return memory.safeParse(JSON.parse(text)).data ?? {};
}

async function openSession() {
  const known = await readMemory();
  const resumeToken = options.new ? undefined : known[options.url];
  const wishes = { ...(resumeToken && { resumeToken }), ...(options.locale && { locale: options.locale }) };
  const session = sessionAnswer.parse(await call('POST', '/widget/session', undefined, wishes));
  await mkdir(dirname(MEMORY), { recursive: true });
  await writeFile(MEMORY, JSON.stringify({ ...known, [options.url]: session.resumeToken }), { mode: 0o600 });
  return session;
}

/** Follows the conversation for as long as the program runs, through restarts of the desk. */
async function follow(path: string, token: string, streamUrl: string): Promise<void> {
  const socket = new WebSocket(streamUrl);
  socket.addEventListener('message', ({ data }) => {
    const set = activitySet.safeParse(JSON.parse(String(data))).data;
    if (set?.watermark) ({ watermark } = set);
    set?.activities.forEach(show);
  });
  await new Promise((resolve) => socket.addEventListener('close', resolve));
  for (;;) {
    await sleep(RECONNECT_MS);
    const again = await call('GET', `${path}?watermark=${watermark}`, token).catch(() => undefined);
    const joined = joinAnswer.safeParse(again).data;
    if (joined) return follow(path, joined.token, joined.streamUrl);
  }
}

/** In a pipe the next line waits until the bot has answered this one. */
async function untilAnswered(): Promise<void> {
  const begun = Date.now();
  while (Date.now() - begun < PATIENCE_MS && (answeredAt === undefined || Date.now() - answeredAt < QUIET_MS)) await sleep(50);
}

async function main(): Promise<void> {
  const session = await openSession();
  const path = `/v3/directline/conversations/${encodeURIComponent(session.conversationId)}`;
  const locale = options.locale && { locale: options.locale };
  const joined = joinAnswer.parse(await call('POST', '/v3/directline/conversations', session.token, { ...locale }));
  void follow(path, joined.token, joined.streamUrl);
  if (interactive) print([paint('dim', '---  a number picks an answer; Ctrl+D ends')]);
  else await untilAnswered();

  for await (const line of lines) {
    const typed = line.trim();
    if (interactive) terminal.prompt();
    if (!typed) continue;
    const text = replies[Number(typed) - 1] ?? typed;
    const clientActivityID = crypto.randomUUID();
    if (interactive && text === typed) mine.add(clientActivityID);
    answeredAt = undefined;
    await call('POST', `${path}/activities`, joined.token, {
      type: 'message',
      text,
      from: { id: 'user' },
      channelData: { clientActivityID },
    });
    if (!interactive) await untilAnswered();
  }
  process.exit(0);
}

function sleep(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

main().catch((error: unknown) => {
  const unreachable = error instanceof TypeError;
  process.stderr.write(`${unreachable ? `Nothing answers at ${options.url}. Start the desk with npm start.` : (error as Error).message}\n`);
  process.exit(1);
});
