/**
 * Azure Bot Service with Microsoft Teams behind it, as https://learn.microsoft.com/azure/bot-service/rest-api/ and
 * https://learn.microsoft.com/microsoftteams/platform/bots/ describe them: signed deliveries to the messaging endpoint,
 * the Connector's API, and the login that gives a bot its tokens.
 */
import { randomUUID } from 'node:crypto';
import { loadAdapter } from '../../../src/channels/botframework/adapter.ts';
import { createBotFrameworkChannel } from '../../../src/channels/botframework/channel.ts';
import { readSettings } from '../../../src/channels/botframework/settings.ts';
import { createGuardedFetch } from '../../../src/files/guarded-fetch.ts';
import type { ChannelContext } from '../../../src/ports/channel.ts';
import { openClock, openFaults, openPostman, openServer, type Requests } from '../provider.ts';
import type { Delivery, ProviderSimulator, SimulatorOptions, StartSimulator } from '../simulator.ts';
import { openConnectorApi } from './connector-api.ts';
import { openCustomer, type TeamsCustomer } from './customer.ts';
import { localCertificate, openIdentity } from './identity.ts';
import { groupMessage, type Place } from './payloads.ts';
import type { Chat } from './teams.ts';

const PATH = '/api/messages';

export interface BotframeworkSimulator extends ProviderSimulator {
  /** Posts a message that somebody wrote where several talk, and called the bot by its name. */
  saysInGroup(text: string, conversationType: 'groupChat' | 'channel'): Promise<void>;
}

async function start(options: SimulatorOptions = {}): Promise<BotframeworkSimulator> {
  const clock = openClock(options.now);
  const faults = openFaults();
  const postman = openPostman();
  const requests: Requests = [];
  const [certificate, identity] = await Promise.all([localCertificate(), openIdentity(faults)]);
  const chats = new Map<string, Chat>();
  const files = new Map<string, { bytes: Buffer; contentType: string }>();
  let last = 0;
  /** Epoch ms of what happens now, later than all before; Teams' ids of messages are such times. */
  const tick = () => (last = Math.max(clock.now(), last + 1));
  const newId = () => String(tick());
  const { now } = clock;
  const api = openConnectorApi({ origin: () => server.origin, identity, faults, chats, files, requests, now, newId });
  const server = await openServer(options.port ?? 0, api, certificate);
  const serviceUrl = `${server.origin}/`;
  const authorization = await identity.authorization(serviceUrl);
  const bot = { id: `28:${identity.appId}`, name: 'Estafet' };
  const place: Place = { serviceUrl, bot, tenant: { id: randomUUID() }, tick, chats, files };
  const people = new Map<string, TeamsCustomer>();

  function sign(body: Buffer): Delivery {
    return { path: PATH, headers: { 'Content-Type': 'application/json; charset=utf-8', 'Authorization': authorization }, body };
  }

  const posted = (activity: object) => sign(Buffer.from(JSON.stringify(activity)));

  async function push(activity: object): Promise<void> {
    const delivery = posted(activity);
    await (await postman.insist(() => delivery)).arrayBuffer();
  }

  return {
    env: { MicrosoftAppId: identity.appId, MicrosoftAppPassword: identity.password },
    open(context) {
      const settings = readSettings(context.env, context.production);
      if (!settings) throw new Error('the channel is off');
      const { log } = context;
      const adapter = () => loadAdapter({ settings, log, ...identity.cloudAt(server.origin) });
      return createBotFrameworkChannel({ ...context, files: reachingUs(context.files, certificate.cert) }, settings, adapter);
    },
    origin: server.origin,
    deliverTo: postman.deliverTo,
    customer({ name = 'Sinta Dewi', locale = 'en' } = {}) {
      const customer = openCustomer(place, name, locale, push);
      people.set(customer.id, customer);
      return customer;
    },
    prepare({ id }, text) {
      const customer = people.get(id);
      if (!customer) throw new Error('This customer is of another simulator.');
      return posted(customer.message(text));
    },
    sign,
    deliver: postman.deliver,
    saysInGroup: (text, conversationType) => push(groupMessage(place, text, conversationType)),
    faults: faults.faults,
    requests,
    advance: clock.advance,
    async close() {
      postman.close();
      await server.close();
    },
  };
}

/** Files are fetched as ever, but that the simulator's address counts as public and its certificate as an authority's. */
function reachingUs(files: ChannelContext['files'], ca: string): ChannelContext['files'] {
  const fetch = createGuardedFetch({ publicToo: ['127.0.0.1'], ca });
  return { ...files, serveChannel: (name, fetcher) => files.serveChannel(name, (source) => fetcher(source, fetch)) };
}

export const startBotframeworkSimulator = start satisfies StartSimulator;
