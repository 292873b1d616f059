/**
 * `npm run chat`: talk to the desk in a terminal, over Direct Line like any other client. Works in a pipe too:
 * `echo "lupa password" | npm run chat`.
 *
 * Options: --url http://localhost:3978  --locale id|en|zh  --new (a fresh conversation)
 */
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { createInterface } from 'node:readline';
import { parseArgs, styleText } from 'node:util';
import { z } from 'zod';

const { values: options } = parseArgs({
  options: {
    url: { type: 'string', default: process.env.ESTAFET_PUBLIC_URL ?? `http://localhost:${process.env.PORT ?? 3978}` },
    locale: { type: 'string' },
    new: { type: 'boolean', default: false },
  },
});

/** Where the resume token is kept between two calls. */
const MEMORY = 'data/chat-session.json';
/** In a pipe: how long to wait for replies after the last line. */
const QUIET_MS = 2_500;

const session = z.object({ token: z.string(), conversationId: z.string(), resumeToken: z.string() });
const started = z.object({ streamUrl: z.string(), token: z.string() });
const account = z.object({ id: z.string(), name: z.string().optional(), role: z.string().optional() });
const activity = z.object({
  type: z.string(),
  id: z.string().optional(),
  from: account,
  text: z.string().optional(),
  name: z.string().optional(),
  value: z.unknown(),
  suggestedActions: z.object({ actions: z.array(z.object({ title: z.string() })) }).optional(),
  attachments: z.array(z.object({ content: z.unknown() })).optional(),
});
type WireActivity = z.infer<typeof activity>;
const frame = z.object({ activities: z.array(activity), watermark: z.string().optional() });
const card = z.object({ buttons: z.array(z.object({ type: z.string(), title: z.string(), value: z.string() })) });
const queue = z.object({ position: z.number(), estimateSeconds: z.number().optional(), agentsOnline: z.number() });

let replies: string[] = [];
let watermark = '';
let lastHeard = Date.now();
const interactive = process.stdin.isTTY;

const paint = (style: Parameters<typeof styleText>[0], text: string) => styleText(style, text, { stream: process.stdout });

function show(entry: WireActivity): void {
  if (entry.type === 'event') return showEvent(entry);
  if (entry.type !== 'message') return;
  const isAgent = entry.from.id.startsWith('agent:');
  if (entry.from.role === 'user') process.stdout.write(`${paint('dim', 'you')}  ${entry.text ?? ''}\n`);
  else
    process.stdout.write(`${paint(isAgent ? 'magenta' : 'cyan', isAgent ? (entry.from.name ?? 'agent') : 'bot')}  ${entry.text ?? ''}\n`);
  for (const attachment of entry.attachments ?? []) {
    const parsed = card.safeParse(attachment.content);
    for (const button of parsed.success ? parsed.data.buttons : [])
      process.stdout.write(`     ${button.title}: ${paint('underline', button.value)}\n`);
  }
  if (entry.from.role !== 'user') replies = entry.suggestedActions?.actions.map((action) => action.title) ?? [];
  replies.forEach((reply, index) => process.stdout.write(`     ${paint('yellow', String(index + 1))} ${reply}\n`));
}

function showEvent(entry: WireActivity): void {
  const line = (text: string) => process.stdout.write(`${paint('dim', `—    ${text}`)}\n`);
  if (entry.name === 'handoff.initiate') line('in the queue for a person');
  if (entry.name === 'handoff.status') line(`${entry.from.name ?? 'agent'}: ${JSON.stringify(entry.value)}`);
  if (entry.name === 'queue.update') {
    const status = queue.safeParse(entry.value);
    if (status.success) line(`place ${status.data.position}, ${status.data.agentsOnline || 'no'} agents online`);
  }
}

async function call(path: string, token: string | undefined, body: unknown): Promise<unknown> {
  const response = await fetch(`${options.url}${path}`, {
    method: body === undefined ? 'GET' : 'POST',
    headers: { 'Content-Type': 'application/json', ...(token && { Authorization: `Bearer ${token}` }) },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  const json: unknown = await response.json();
  if (!response.ok) throw new Error(`${options.url}${path}: ${response.status} ${JSON.stringify(json)}`);
  return json;
}

async function rememberedToken(): Promise<string | undefined> {
  if (options.new) return undefined;
  const text = await readFile(MEMORY, 'utf8').catch(() => undefined);
  const parsed = z.record(z.string(), z.string()).safeParse(text && JSON.parse(text));
  return parsed.success ? parsed.data[options.url] : undefined;
}

async function remember(resumeToken: string): Promise<void> {
  await mkdir(dirname(MEMORY), { recursive: true });
  await writeFile(MEMORY, JSON.stringify({ [options.url]: resumeToken }), { mode: 0o600 });
}

function listen(streamUrl: string, onClosed: () => void): void {
  const socket = new WebSocket(streamUrl);
  socket.addEventListener('message', (message) => {
    if (typeof message.data !== 'string' || !message.data) return;
    const { activities, watermark: mark } = frame.parse(JSON.parse(message.data));
    lastHeard = Date.now();
    if (mark) watermark = mark;
    for (const entry of activities)
      if (entry.from.role !== 'user' || interactive === undefined || !entry.id || !mine.has(entry.text ?? '')) show(entry);
  });
  socket.addEventListener('close', onClosed);
}

/** What was typed here is on the screen already. */
const mine = new Set<string>();

async function main(): Promise<void> {
  const resumeToken = await rememberedToken();
  const opened = session.parse(
    await call('/widget/session', undefined, { ...(resumeToken && { resumeToken }), ...(options.locale && { locale: options.locale }) }),
  );
  await remember(opened.resumeToken);
  const first = started.parse(
    await call('/v3/directline/conversations', opened.token, { ...(options.locale && { locale: options.locale }) }),
  );
  const { token } = first;
  let ending = false;

  const reconnect = async (): Promise<void> => {
    if (ending) return;
    await new Promise((resolve) => setTimeout(resolve, 1_000));
    const again = await call(`/v3/directline/conversations/${opened.conversationId}?watermark=${watermark}`, token, undefined).catch(
      () => undefined,
    );
    if (again) listen(started.parse(again).streamUrl, () => void reconnect());
    else await reconnect();
  };
  listen(first.streamUrl, () => void reconnect());

  for await (const line of createInterface({ input: process.stdin })) {
    const typed = line.trim();
    if (!typed) continue;
    const text = replies[Number(typed) - 1] ?? typed;
    mine.add(text);
    if (!interactive) process.stdout.write(`${paint('dim', 'you')}  ${text}\n`);
    const clientActivityID = crypto.randomUUID();
    await call(`/v3/directline/conversations/${opened.conversationId}/activities`, token, {
      type: 'message',
      text,
      from: { id: 'user' },
      channelData: { clientActivityID },
    });
    if (!interactive) await quiet();
  }
  await quiet();
  ending = true;
  process.exit(0);
}

/** Until nothing more came for a while. */
async function quiet(): Promise<void> {
  lastHeard = Date.now();
  while (Date.now() - lastHeard < QUIET_MS) await new Promise((resolve) => setTimeout(resolve, 100));
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\nIs the desk up? Start it with npm start.\n`);
  process.exit(1);
});
