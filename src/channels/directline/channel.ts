/**
 * Direct Line 3.0, as the official clients speak it.
 * https://learn.microsoft.com/azure/bot-service/rest-api/bot-framework-rest-direct-line-3-0-api-reference
 */
import { randomBytes } from 'node:crypto';
import { uuidv7 } from 'uuidv7';
import { EstafetError } from '../../errors.ts';
import type { Activity } from '../../core/activity.ts';
import type { Channel, ChannelContext } from '../../ports/channel.ts';
import type { HttpRequest, HttpResponse, Route, SocketRoute } from '../../ports/http.ts';
import { generateBody, parse, parseActivity, parseWatermark, requireOwnId, startBody, startInput, toInput } from './incoming.ts';
import { createQueueNews } from './queue-news.ts';
import { createSessionRoute } from './session.ts';
import type { Settings } from './settings.ts';
import { createStreams } from './streams.ts';
import { createTokens, type Pass, TOKEN_SECONDS } from './tokens.ts';
import { readUpload } from './upload.ts';
import { toActivitySet } from './wire.ts';

const BASE = '/v3/directline';
/** Bytes of all files of one upload. */
const MAX_UPLOAD = 12 * 1024 * 1024;
/** Activities in one answer to a poll; the watermark leads on to the rest. */
const MAX_POLLED = 2_000;

export function createDirectLineChannel(context: ChannelContext, settings: Settings): Channel {
  const { engine, storage, files, now } = context;
  const { limits } = storage;
  const tokens = createTokens(settings.secret, now);
  const messages = limits.create({ name: 'directline-messages', points: settings.messagesPer10s ?? 40, seconds: 10 });
  const uploads = limits.create({ name: 'directline-uploads', points: settings.uploadsPerMinute ?? 10, seconds: 60 });
  const sessions = limits.create({ name: 'widget-sessions', points: settings.sessionsPerMinute ?? 300, seconds: 60 });
  const streams = createStreams({
    ...context,
    onHandoff: (conversationId) => news.look(conversationId),
    onSilent: (conversationId) => news.forget(conversationId),
  });
  const news = createQueueNews({ ...context, everyMs: settings.queueEveryMs ?? 10_000, tell: streams.tell });

  /** @throws {EstafetError} `unauthorized`, `TokenExpired`, `BadToken` */
  async function holder(request: HttpRequest): Promise<Pass> {
    const given = bearerOf(request);
    const { id } = request.params;
    if (tokens.isSecret(given)) {
      const stored = id === undefined ? undefined : (await storage.store.load(id)).conversation;
      if (id !== undefined && stored?.channel !== 'directline') throw new EstafetError('conversation-not-found');
      return { conv: id ?? newConversationId(), user: stored?.customer.id ?? newUserId(), wallet: stored?.customer.walletId };
    }
    const pass = await tokens.verify(given);
    if (id !== undefined && id !== pass.conv) throw new EstafetError('BadToken');
    return pass;
  }

  async function generate(request: HttpRequest): Promise<HttpResponse> {
    if (!tokens.isSecret(bearerOf(request))) throw new EstafetError('BadToken', { message: 'Tokens are generated with the secret.' });
    const { user, locale } = parse(generateBody, request.body);
    if (user?.id !== undefined && !user.id.startsWith('dl_')) {
      throw new EstafetError('BadArgument', { message: 'user.id must begin with "dl_".' });
    }
    const pass: Pass = {
      conv: newConversationId(),
      user: user?.id ?? newUserId(),
      ...(user?.name !== undefined && { name: user.name }),
      ...(locale !== undefined && { locale }),
    };
    return answer(200, await tokenBody(pass));
  }

  async function refresh(request: HttpRequest): Promise<HttpResponse> {
    return answer(200, await tokenBody(await tokens.verify(bearerOf(request))));
  }

  async function start(request: HttpRequest): Promise<HttpResponse> {
    const { user, locale } = parse(startBody, request.body);
    const pass = await holder(request);
    requireOwnId(user?.id, pass);
    await messages.use(pass.conv);
    const { outcome } = await engine.handle(startInput(pass, locale));
    return answer(outcome === 'committed' ? 201 : 200, { ...(await tokenBody(pass)), streamUrl: await streamUrl(request, pass, '') });
  }

  async function reconnect(request: HttpRequest): Promise<HttpResponse> {
    const pass = await holder(request);
    const watermark = request.query.get('watermark');
    parseWatermark(watermark);
    const { conversation } = await storage.store.load(pass.conv);
    if (!conversation) throw new EstafetError('conversation-not-found');
    return answer(200, { ...(await tokenBody(pass)), streamUrl: await streamUrl(request, pass, watermark ?? '') });
  }

  async function read(request: HttpRequest): Promise<HttpResponse> {
    const pass = await holder(request);
    let watermark = parseWatermark(request.query.get('watermark'));
    const activities: Activity[] = [];
    for (let more = true; more && activities.length < MAX_POLLED; ) {
      const page = await storage.store.activitiesAfter(pass.conv, watermark, 'customer');
      activities.push(...page.activities);
      ({ watermark, more } = page);
    }
    return answer(200, toActivitySet(activities, watermark));
  }

  async function post(request: HttpRequest): Promise<HttpResponse> {
    const pass = await holder(request);
    await messages.use(pass.conv);
    const activity = parseActivity(request.body);
    requireOwnId(activity.from?.id, pass);
    const input = toInput(activity, pass);
    if (input) {
      await engine.handle(input);
      // The first entry a turn writes is what she said, so a repeated delivery is given the same id.
      return answer(200, { id: `${pass.conv}|${input.id}|0` });
    }
    if (activity.type === 'typing') {
      const from = { id: pass.user, ...(pass.name !== undefined && { name: pass.name }), role: 'user' as const };
      storage.live.publish({ kind: 'typing', conversationId: pass.conv, from });
    }
    return answer(200, { id: `${pass.conv}|${uuidv7()}` });
  }

  async function upload(request: HttpRequest): Promise<HttpResponse> {
    const pass = await holder(request);
    requireOwnId(request.query.get('userId') ?? undefined, pass);
    await uploads.use(pass.conv);
    const { activity, files: given } = await readUpload(request);
    requireOwnId(activity.from?.id, pass);
    const input = toInput(activity, pass, await files.keep(given, { conversationId: pass.conv, origin: request.origin }));
    if (!input) throw new EstafetError('BadArgument');
    await engine.handle(input);
    return answer(200, { id: `${pass.conv}|${input.id}|0` });
  }

  async function tokenBody(pass: Pass) {
    return { conversationId: pass.conv, token: await tokens.issue(pass), expires_in: TOKEN_SECONDS };
  }

  async function streamUrl({ origin }: HttpRequest, pass: Pass, watermark: string): Promise<string> {
    const t = await tokens.issueStream(pass);
    return `${origin.replace(/^http/, 'ws')}${BASE}/conversations/${encodeURIComponent(pass.conv)}/stream?watermark=${watermark}&t=${t}`;
  }

  const stream: SocketRoute = {
    path: `${BASE}/conversations/:id/stream`,
    async open({ params, query }) {
      const pass = await tokens.verifyStream(query.get('t') ?? '');
      if (pass.conv !== params.id) throw new EstafetError('BadToken');
      const watermark = parseWatermark(query.get('watermark'));
      streams.requireRoom(pass.conv);
      return (socket) => streams.connect(pass.conv, watermark, socket);
    },
  };

  const conversation = `${BASE}/conversations/:id`;
  const routes: Route[] = [
    { method: 'POST', path: `${BASE}/tokens/generate`, handle: generate },
    { method: 'POST', path: `${BASE}/tokens/refresh`, handle: refresh },
    { method: 'POST', path: `${BASE}/conversations`, handle: start },
    { method: 'GET', path: conversation, handle: reconnect },
    { method: 'GET', path: `${conversation}/activities`, handle: read },
    { method: 'POST', path: `${conversation}/activities`, handle: post },
    { method: 'POST', path: `${conversation}/upload`, bodyType: 'raw', maxBytes: MAX_UPLOAD, handle: upload },
    createSessionRoute(context, { tokens, limit: sessions }),
  ];
  return {
    name: 'directline',
    routes,
    sockets: [stream],
    corsPaths: [BASE, '/widget/session'],
    async close() {
      streams.close();
      news.close();
    },
  };
}

/** @throws {EstafetError} `unauthorized` */
function bearerOf({ headers }: HttpRequest): string {
  const match = /^Bearer (\S+)$/i.exec(headers.authorization ?? '');
  if (!match?.[1]) throw new EstafetError('unauthorized', { message: 'Send "Authorization: Bearer" with the secret or a token.' });
  return match[1];
}

function answer(status: number, body: object): HttpResponse {
  return { status, headers: { 'Cache-Control': 'no-store' }, body };
}

const newConversationId = () => `dl-${uuidv7()}`;
const newUserId = () => `dl_${randomBytes(12).toString('base64url')}`;
