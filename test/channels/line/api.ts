/** The Messaging API: https://developers.line.biz/en/reference/messaging-api/, on api.line.me and api-data.line.me. */
import { randomUUID } from 'node:crypto';
import type { Answer, Call, Requests } from '../provider.ts';
import { type Account, type SentMessage, show, takeReplyToken } from './account.ts';
import { contentRoutes } from './content.ts';
import { readMessages } from './messages.ts';
import type { Handler, Route } from './route.ts';
import { failure, notFound, Refusal, tooMany, unauthorized, wrongBody, wrongProperty } from './refusal.ts';

const DAY = 86_400_000;
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const USER = /^U[0-9a-f]{32}$/;

/** @throws Refusal */
function bodyOf({ headers, body }: Call): Record<string, unknown> {
  const [type = ''] = (headers['content-type'] ?? '').split(';');
  if (type !== 'application/json') throw new Refusal(415, `The content type, ${type}, is not supported`);
  try {
    const read: unknown = JSON.parse(body.toString());
    if (typeof read === 'object' && read !== null) return read as Record<string, unknown>;
  } catch {}
  throw new Refusal(400, 'The request body could not be parsed as JSON (line: 1, column: 1)');
}

function apiRoutes(account: Account): Route[] {
  const { friends, retryKeys, clock, faults } = account;

  /** Faults come first: LINE counts and checks requests before it reads them. */
  async function sending(send: () => Promise<SentMessage[]>): Promise<Answer> {
    const fault = faults.next();
    if (fault?.kind === 'limit') throw tooMany();
    if (fault?.kind === 'fail') throw failure(fault.status);
    return { status: 200, body: { sentMessages: await send() }, lost: fault?.kind === 'lose' };
  }

  /** https://developers.line.biz/en/reference/messaging-api/#send-reply-message */
  const reply: Handler = (call) =>
    sending(async () => {
      if (call.headers['x-line-retry-key'] !== undefined) throw new Refusal(400, 'The retry key is not supported by this API');
      const { replyToken, messages: said } = bodyOf(call);
      const messages = readMessages(said);
      if (typeof replyToken !== 'string' || replyToken === '') throw wrongBody([{ message: 'May not be empty', property: 'replyToken' }]);
      return show(takeReplyToken(account, replyToken), messages);
    });

  /** https://developers.line.biz/en/reference/messaging-api/#send-push-message */
  const push: Handler = (call, id) =>
    sending(async () => {
      const { to, messages: said } = bodyOf(call);
      const key = call.headers['x-line-retry-key'];
      if (key !== undefined && (typeof key !== 'string' || !UUID.test(key))) throw new Refusal(400, 'The retry key is invalid');
      const before = key === undefined ? undefined : retryKeys.get(key);
      // https://developers.line.biz/en/docs/messaging-api/retrying-api-request/: a key is good for 24 hours.
      if (before && clock.now() - before.at < DAY) {
        const headers = { 'x-line-accepted-request-id': before.requestId };
        throw new Refusal(409, 'The retry key is already accepted', { sentMessages: before.sent }, headers);
      }
      const messages = readMessages(said);
      if (to === undefined || to === '') throw wrongBody([{ message: 'May not be empty', property: 'to' }]);
      if (typeof to !== 'string' || !USER.test(to)) throw wrongProperty('to');
      const friend = friends.get(to);
      if (!friend) throw new Refusal(400, 'Failed to send messages');
      const sent = await show(friend, messages);
      if (key !== undefined) retryKeys.set(key, { requestId: id, at: clock.now(), sent });
      return sent;
    });

  /** https://developers.line.biz/en/reference/messaging-api/#get-profile */
  const profile: Handler = (_call, _id, user) => {
    const friend = friends.get(user);
    if (!friend || friend.blocked) throw notFound();
    const pictureUrl = `https://profile.line-scdn.net/${user.slice(1)}`;
    return { status: 200, body: { userId: user, displayName: friend.name, pictureUrl, language: friend.language } };
  };

  /** https://developers.line.biz/en/reference/messaging-api/#display-a-loading-indicator */
  const loading: Handler = (call) => {
    const { chatId, loadingSeconds = 20 } = bodyOf(call);
    if (typeof chatId !== 'string' || !friends.has(chatId)) throw wrongProperty('chatId');
    const good = typeof loadingSeconds === 'number' && loadingSeconds % 5 === 0 && loadingSeconds >= 5 && loadingSeconds <= 60;
    if (!good) throw wrongProperty('loadingSeconds');
    return { status: 202, body: {} };
  };

  /** https://developers.line.biz/en/reference/messaging-api/#get-bot-info */
  const info: Handler = () => ({
    status: 200,
    body: { userId: account.id, basicId: '@216estaf', displayName: 'Estafet', chatMode: 'bot', markAsReadMode: 'auto' },
  });

  return [
    ['POST', /^\/v2\/bot\/message\/reply$/, reply],
    ['POST', /^\/v2\/bot\/message\/push$/, push],
    ['GET', /^\/v2\/bot\/profile\/([^/]+)$/, profile],
    ['POST', /^\/v2\/bot\/chat\/loading\/start$/, loading],
    ['GET', /^\/v2\/bot\/info$/, info],
  ];
}

/** One server for each of LINE's two hosts. */
export function openApi(account: Account, requests: Requests) {
  const serve =
    (routes: Route[]) =>
    async (call: Call): Promise<Answer> => {
      const id = randomUUID();
      requests.push({ method: call.method, path: call.path, body: bodyAsSent(call), at: account.clock.now() });
      try {
        if (call.headers.authorization !== `Bearer ${account.token}` || account.faults.expired()) throw unauthorized();
        const found = routes.find(([, path]) => path.test(call.path));
        if (!found) throw notFound();
        const [method, path, handler] = found;
        if (method !== call.method) throw new Refusal(405, 'Method Not Allowed');
        const answer = await handler(call, id, path.exec(call.path)?.[1] ?? '');
        return { ...answer, headers: { ...answer.headers, 'x-line-request-id': id } };
      } catch (error) {
        if (!(error instanceof Refusal)) throw error;
        return {
          status: error.status,
          headers: { ...error.headers, 'x-line-request-id': id },
          body: { message: error.message, ...error.more },
        };
      }
    };
  return { api: serve(apiRoutes(account)), data: serve(contentRoutes(account)) };
}

function bodyAsSent({ body }: Call): unknown {
  try {
    return body.length === 0 ? undefined : (JSON.parse(body.toString()) as unknown);
  } catch {
    return body.toString();
  }
}
