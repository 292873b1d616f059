/** What LINE knows of our official account: its friends, the reply tokens it gave out, the retry keys it has seen. */
import { randomBytes, randomUUID } from 'node:crypto';
import { type Clock, contentTypeOf, type Faults } from '../provider.ts';
import type { ShownMessage } from '../simulator.ts';
import type { Action } from './actions.ts';
import { messageId, token } from './events.ts';
import type { Outgoing } from './messages.ts';
import { Refusal } from './refusal.ts';

export interface Friend {
  id: string;
  name: string;
  language: string;
  blocked: boolean;
  screen: ShownMessage[];
  /** What each of the messages on her screen does when tapped; quick replies apart, since they go with the next message. */
  taps: { shown: ShownMessage; actions: Action[]; quick: Action[] }[];
}

interface ReplyToken {
  friend: Friend;
  /** Epoch ms of the event, and of its last delivery. */
  since: number;
  delivered: number;
  used: boolean;
}

interface Content {
  bytes: Buffer;
  contentType: string;
  /** How often a request will still find it being prepared; audio and video only. */
  preparing: number;
  since: number;
}

export interface SentMessage {
  id: string;
  quoteToken: string;
}

export interface Account {
  /** User id of the bot: `destination` of webhooks. */
  id: string;
  secret: string;
  token: string;
  clock: Clock;
  faults: Faults;
  friends: Map<string, Friend>;
  replyTokens: Map<string, ReplyToken>;
  retryKeys: Map<string, { requestId: string; at: number; sent: SentMessage[] }>;
  contents: Map<string, Content>;
  /** Epoch ms of what happens now: later than all before, as webhooks tell the order of messages by it. */
  tick(): number;
}

export const userId = () => `U${randomBytes(16).toString('hex')}`;

export function newAccount(clock: Clock, faults: Faults): Account {
  let last = 0;
  return {
    id: userId(),
    secret: randomBytes(16).toString('hex'),
    token: randomBytes(128).toString('base64'),
    clock,
    faults,
    friends: new Map(),
    replyTokens: new Map(),
    retryKeys: new Map(),
    contents: new Map(),
    tick: () => (last = Math.max(clock.now(), last + 1)),
  };
}

export function giveReplyToken({ clock, replyTokens }: Account, friend: Friend): string {
  const given = randomUUID().replaceAll('-', '');
  replyTokens.set(given, { friend, since: clock.now(), delivered: clock.now(), used: false });
  return given;
}

const MINUTE = 60_000;

/** https://developers.line.biz/en/reference/messaging-api/#send-reply-message-reply-token @throws Refusal */
export function takeReplyToken({ clock, replyTokens }: Account, given: unknown): Friend {
  const found = typeof given === 'string' ? replyTokens.get(given) : undefined;
  const late = found && (clock.now() - found.delivered > MINUTE || clock.now() - found.since > 20 * MINUTE);
  if (!found || found.used || late) throw new Refusal(400, 'Invalid reply token');
  found.used = true;
  return found.friend;
}

/** Quick replies go as soon as the chat goes on: https://developers.line.biz/en/docs/messaging-api/using-quick-reply/. */
export function goOn(friend: Friend): void {
  for (const tappable of friend.taps) {
    const gone = tappable.quick.map(({ label }) => label);
    tappable.shown.options = tappable.shown.options.filter((label) => !gone.includes(label));
    tappable.quick = [];
  }
}

/** Messages of ours, at once on her screen; whoever blocked the account gets none, and LINE doesn't tell. */
export async function show(friend: Friend, messages: Outgoing[]): Promise<SentMessage[]> {
  for (const message of messages) {
    if (friend.blocked) break;
    const file = await fileOf(message);
    goOn(friend);
    const quick = message.quickReply?.items.map(({ action }) => action) ?? [];
    const actions = actionsOf(message);
    const tappable = [...actions, ...quick];
    const shown: ShownMessage = {
      text: textOf(message),
      options: tappable.flatMap(({ type, label }) => (type === 'uri' ? [] : [label ?? ''])),
      links: [
        ...linksIn(message.text ?? ''),
        ...tappable.flatMap(({ type, label = '', uri = '' }) => (type === 'uri' ? [{ title: label, url: uri }] : [])),
      ],
      ...(file && { file }),
    };
    friend.taps.push({ shown, actions, quick });
    friend.screen.push(shown);
  }
  return messages.map(() => ({ id: messageId(), quoteToken: token(96) }));
}

function actionsOf({ template }: Outgoing): Action[] {
  return [...(template?.actions ?? []), ...(template?.columns ?? []).flatMap(({ actions }) => actions)];
}

function textOf({ text, template }: Outgoing): string {
  if (!template) return text ?? '';
  const parts = template.columns ?? [template];
  return parts
    .flatMap((part) => [part.title, part.text])
    .filter(Boolean)
    .join('\n');
}

function linksIn(text: string): ShownMessage['links'] {
  return [...text.matchAll(/\bhttps?:\/\/[^\s<>"]*[^\s<>".,!?;:)]/g)].map(([url]) => ({ title: url, url }));
}

const MB = 1_048_576;
const IMAGES = ['image/jpeg', 'image/png'];

/**
 * What her app fetches of a message. An image that is too large, is neither JPEG nor PNG or can't be had is not shown;
 * the API doesn't tell: https://developers.line.biz/en/reference/messaging-api/#image-message.
 */
async function fileOf({ type, originalContentUrl: url, previewImageUrl: preview }: Outgoing): Promise<ShownMessage['file']> {
  if (!url) return undefined;
  const file = await download(url);
  if (type !== 'image') return file;
  const small = preview === url ? file : await download(preview ?? '');
  const good = [file, small].every((one) => one && IMAGES.includes(contentTypeOf(one.bytes) ?? ''));
  return file && small && good && file.bytes.length <= 10 * MB && small.bytes.length <= MB ? file : undefined;
}

async function download(url: string): Promise<ShownMessage['file']> {
  const response = await fetch(url, { signal: AbortSignal.timeout(5000) }).catch(() => undefined);
  if (!response?.ok) return undefined;
  const bytes = Buffer.from(await response.arrayBuffer());
  return { bytes, contentType: contentTypeOf(bytes) ?? response.headers.get('Content-Type')?.split(';')[0] ?? '' };
}
