/** `POST /api/messages`, where Azure Bot Service, the Emulator and other Bot Framework channels deliver. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { EstafetError } from '../../errors.ts';
import type { Channel, ChannelContext } from '../../ports/channel.ts';
import { showTyping } from '../typing.ts';
import { type Adapter, loadAdapter } from './adapter.ts';
import { type Incoming, parseIncoming } from './incoming.ts';
import { createFetcher } from './media.ts';
import { createSender, createTyping } from './send.ts';
import type { Settings } from './settings.ts';
import { takeTurn } from './turn.ts';

/** Long enough for the house to be listening, short enough to be done before anyone writes. */
const WARM_UP_MS = 1_000;

export function createBotFrameworkChannel(
  context: ChannelContext,
  settings: Settings,
  load: () => Promise<Adapter> = () => loadAdapter({ settings, log: context.log }),
): Channel {
  let loading: Promise<Adapter> | undefined;
  const adapter = () => (loading ??= load());
  const appId = settings.MicrosoftAppId ?? '';
  const loadBeforehand = () => {
    adapter().catch((error: unknown) => context.log.error({ err: error }, 'the Bot Framework SDK could not be loaded'));
  };
  // Without credentials it is a demo, where few come this way.
  const warmUp = appId ? setTimeout(loadBeforehand, WARM_UP_MS).unref() : undefined;

  const token = async () => (await adapter()).token();
  context.files.serveChannel('botframework', createFetcher({ token, hasCredentials: appId !== '' }));
  const stopTyping = showTyping('botframework', context, createTyping({ adapter, appId }), 'bf-');

  async function receive(request: IncomingMessage & { body?: unknown }, response: ServerResponse): Promise<void> {
    if (settings.MicrosoftAppId) requireOneToken(request);
    const activity = parseIncoming(request.body);
    if (!settings.MicrosoftAppId) requireNearby(activity, request.socket.remoteAddress);
    const { method, headers } = request;
    const sdk = await adapter();
    await sdk.process({ method, headers, body: activity }, response as never, (turn) => takeTurn(turn, activity, context));
  }

  return {
    name: 'botframework',
    routes: [{ method: 'POST', path: '/api/messages', native: receive }],
    send: createSender({ adapter, appId, context }),
    async close() {
      stopTyping();
      clearTimeout(warmUp);
    },
  };
}

/**
 * The SDK judges the token, which takes the activity; who brings none is not read at all. Of two headers Node keeps the
 * first and a proxy before us may have looked at the other.
 * @throws {EstafetError} `unauthorized`
 */
function requireOneToken({ headersDistinct }: IncomingMessage): void {
  const { authorization = [] } = headersDistinct;
  if (authorization.length !== 1 || !/^Bearer [\w.-]+$/.test(authorization[0] ?? '')) throw new EstafetError('unauthorized');
}

/**
 * Without credentials nobody vouches for the address that replies go to, so it must be the caller's own: else anyone
 * could have us call any address we can reach, what listens on this machine alone among them.
 * @throws {EstafetError} `forbidden`
 */
function requireNearby({ serviceUrl }: Incoming, remoteAddress: string | undefined): void {
  const host = new URL(serviceUrl).hostname.replace(/^\[|\]$/g, '');
  const caller = remoteAddress?.replace(/^::ffff:/, '');
  if (host === caller || (isThisMachine(host) && isThisMachine(caller))) return;
  throw new EstafetError('forbidden', { message: 'Without Bot Framework credentials only a connector on this machine is answered.' });
}

function isThisMachine(host: string | undefined): boolean {
  return host === 'localhost' || host === '::1' || /^127\.\d+\.\d+\.\d+$/.test(host ?? '');
}
