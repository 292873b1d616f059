/**
 * The whole desk: token, validation, masking, de-duplication, classifier, flow, group commit to the disk, and the
 * answer over the customer's WebSocket. Her message is over when it is acknowledged and the bot's answer is there.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { WebSocket } from 'ws';
import { type Client, createClient } from '../client.ts';
import { freePort, start, type Started } from '../process.ts';
import { START_ARGS } from '../../start-args.ts';
import { LINES, lineOf } from '../texts.ts';
import type { Target } from './target.ts';

const SECRET = 'direct-line-secret-of-the-bench';
/** Each may write 40 messages in 10 s, so there must be enough of them. */
const CHATS = 1_200;
const OPEN_AT_ONCE = 32;

export interface DeskOptions {
  name: string;
  /** ESTAFET_STORE; a fresh SQLite file when absent. */
  store?: string;
  nodeArgs?: string[];
  onStderr?: (text: string) => void;
}

export interface DeskProcess extends Started {
  port: number;
}

/** Production, so that no sandbox wallet runs beside it; the bench's chats ask no wallet. */
export async function startDesk(options: Omit<DeskOptions, 'name'> & { dataDir?: string } = {}): Promise<DeskProcess> {
  const dataDir = options.dataDir ?? (await mkdtemp(join(tmpdir(), 'estafet-bench-')));
  const port = await freePort();
  const server = await start({
    args: [process.execPath, ...(options.nodeArgs ?? []), ...START_ARGS],
    env: {
      NODE_ENV: 'production',
      PORT: String(port),
      HOST: '127.0.0.1',
      ESTAFET_DATA: dataDir,
      ESTAFET_STORE: options.store ?? `sqlite:${join(dataDir, 'estafet.db')}`,
      ESTAFET_DIRECTLINE_SECRET: SECRET,
      ESTAFET_WALLET_URL: 'http://127.0.0.1:9/wallet',
      ESTAFET_WALLET_KEY: 'key-of-the-bench',
    },
    readyUrl: `http://127.0.0.1:${port}/readyz`,
    onStderr: options.onStderr,
  });
  return {
    ...server,
    port,
    async stop() {
      await server.stop();
      if (!options.dataDir) await rm(dataDir, { recursive: true, force: true });
    },
  };
}

export async function openDesk(options: DeskOptions): Promise<Target> {
  const server = await startDesk(options);
  const client = createClient(server.port);
  const idle: Chat[] = [];
  for (let opened = 0; opened < CHATS; opened += OPEN_AT_ONCE) {
    idle.push(...(await Promise.all(Array.from({ length: OPEN_AT_ONCE }, () => openChat(client)))));
  }
  // Spread over the script, or whole rounds would be of one kind of line.
  for (let place = 1; place < LINES; place += 1) {
    const behind = idle.filter((_, index) => index % LINES >= place);
    await Promise.all(Array.from({ length: OPEN_AT_ONCE }, (_, from) => writeInTurn(behind, from)));
  }
  let turns = 0;
  let astray = 0;
  return {
    name: options.name,
    server,
    async turn() {
      const chat = idle.shift();
      if (!chat) throw new Error('more customers than chats');
      turns += 1;
      if (!(await chat.write())) astray += 1;
      idle.push(chat);
    },
    remark() {
      return astray ? `${((100 * astray) / turns).toFixed(1)} % of ${turns} turns got another answer than the script's` : '';
    },
    async close() {
      for (const chat of idle) chat.close();
      client.close();
      await server.stop();
    },
  };
}

/** One after the other, every so many: a store on a busy disk is not to be asked for a thousand turns at once. */
async function writeInTurn(chats: Chat[], from: number): Promise<void> {
  for (let at = from; at < chats.length; at += OPEN_AT_ONCE) await chats[at]?.write();
}

export interface Chat {
  /** Her next line; false when the bot's answer was another than the script's. */
  write(): Promise<boolean>;
  /** Resolves with the next set of activities. */
  next(): Promise<Incoming[]>;
  /** Resolves when the desk ends the stream. */
  closed: Promise<void>;
  close(): void;
}

interface Incoming {
  from: { role: string };
  channelData?: { messageKey?: string; clientActivityID?: string };
}

interface Opened {
  token: string;
  conversationId: string;
  streamUrl: string;
}

export async function openChat(client: Client): Promise<Chat> {
  const auth = (token: string) => ({ Authorization: `Bearer ${token}` });
  const { token } = (await client.post('/v3/directline/tokens/generate', { locale: 'id' }, auth(SECRET))) as Opened;
  const opened = (await client.post('/v3/directline/conversations', {}, auth(token))) as Opened;
  const socket = new WebSocket(opened.streamUrl, { perMessageDeflate: false });
  let heard: ((set: Incoming[]) => void) | undefined;
  const next = () => new Promise<Incoming[]>((resolve) => (heard = resolve));
  const greeted = next();
  socket.on('message', (data: Buffer) => heard?.((JSON.parse(data.toString('utf8')) as { activities: Incoming[] }).activities));
  socket.on('error', (error) => {
    throw error;
  });
  const closed = new Promise<void>((resolve) => void socket.once('close', () => resolve()));
  await greeted;
  const path = `/v3/directline/conversations/${opened.conversationId}/activities`;
  const headers = auth(opened.token);
  let written = 0;
  return {
    next,
    closed,
    async write() {
      const { text, expect } = lineOf(written);
      const clientActivityID = `line-${(written += 1)}`;
      const answer = next();
      await client.post(path, { type: 'message', text, locale: 'id', channelData: { clientActivityID } }, headers);
      const activities = await answer;
      if (!activities.some(({ channelData }) => channelData?.clientActivityID === clientActivityID)) throw new Error('not this turn’s set');
      return activities.some(({ channelData }) => channelData?.messageKey === expect);
    },
    close: () => socket.terminate(),
  };
}
