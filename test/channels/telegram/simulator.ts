/**
 * Telegram, as https://core.telegram.org/bots/api describes it: the Bot API, and the updates it posts to a webhook.
 * Updates of one chat come in order, each when the one before was taken.
 */
import { randomBytes } from 'node:crypto';
import { openClock, openFaults, openPostman, openServer, type Requests } from '../provider.ts';
import type { Delivery, ProviderSimulator, SimulatorOptions, StartSimulator } from '../simulator.ts';
import { openApi } from './api.ts';
import { GROUP, newBot, seconds } from './bot.ts';
import { openCustomer, type TelegramCustomer } from './customer.ts';
import { openFiles } from './files.ts';
import { plainText, userFrom } from './payloads.ts';

const PATH = '/webhooks/telegram';

/** Kinds that a webhook gets only if it asks for them. */
const ON_DEMAND = ['chat_member', 'message_reaction', 'message_reaction_count'];

export interface TelegramSimulator extends ProviderSimulator {
  customer(options?: { name?: string; locale?: string }): TelegramCustomer;
  /** Posts a message that somebody wrote in a group the bot was added to. */
  saysInGroup(text: string): Promise<void>;
}

async function start(options: SimulatorOptions = {}): Promise<TelegramSimulator> {
  const clock = openClock(options.now);
  const faults = openFaults();
  const postman = openPostman();
  const requests: Requests = [];
  const secret = randomBytes(24).toString('base64url');
  const bot = newBot({ clock, faults, files: openFiles(clock), secret });
  const api = openApi(bot, requests);
  const server = await openServer(options.port ?? 0, api.answer);
  let lastUpdate = 873_000_000 + Math.floor(Math.random() * 1_000_000);

  function sign(body: Buffer): Delivery {
    const headers: Record<string, string> = { 'Content-Type': 'application/json' };
    const token = bot.webhook?.secret ?? secret;
    if (token !== '') headers['X-Telegram-Bot-Api-Secret-Token'] = token;
    return { path: PATH, headers, body };
  }

  /** https://core.telegram.org/bots/api#update */
  const update = (content: object): Delivery => sign(Buffer.from(JSON.stringify({ update_id: ++lastUpdate, ...content })));

  async function push(content: object): Promise<void> {
    const [kind = ''] = Object.keys(content);
    if (!bot.webhook) throw new Error('Telegram has no webhook to post to: it was deleted.');
    if (bot.webhook.allowed ? !bot.webhook.allowed.includes(kind) : ON_DEMAND.includes(kind)) return;
    const delivery = update(content);
    await api.fromWebhook(await postman.insist(() => delivery));
  }

  const people = new Map<string, ReturnType<typeof openCustomer>>();
  return {
    env: { ESTAFET_TELEGRAM_TOKEN: bot.token, ESTAFET_TELEGRAM_SECRET: secret, ESTAFET_TELEGRAM_API: server.origin },
    origin: server.origin,
    deliverTo: postman.deliverTo,
    customer({ name = 'Sinta Dewi', locale = 'en' } = {}) {
      // As large as the ids of newer accounts, which don't fit 32 bits.
      const user = userFrom(5_400_000_000 + people.size + 1, name, locale);
      const person = openCustomer(bot, user, push);
      people.set(person.customer.id, person);
      return person.customer;
    },
    prepare(customer, text) {
      const person = people.get(customer.id);
      if (!person) throw new Error('This customer is of another simulator.');
      return update({ message: person.write(plainText(text)) });
    },
    sign,
    async deliver(delivery, origin) {
      const response = await postman.deliver(delivery, origin);
      if (response.ok) await api.fromWebhook(response);
      return response;
    },
    saysInGroup: (text) =>
      push({
        message: {
          message_id: bot.nextMessageId(),
          from: userFrom(5_300_000_001, 'Budi', 'id'),
          chat: { id: GROUP.id, title: GROUP.title, type: 'supergroup' },
          date: seconds(bot),
          ...plainText(text),
        },
      }),
    faults: faults.faults,
    requests,
    advance: clock.advance,
    async close() {
      postman.close();
      await server.close();
    },
  };
}

export const startTelegramSimulator = start satisfies StartSimulator;
