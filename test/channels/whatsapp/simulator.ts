/** WhatsApp's Cloud API and her phone: https://developers.facebook.com/documentation/business-messaging/whatsapp */
import { randomBytes } from 'node:crypto';
import { createProviderClock, type Graph, startGraph } from '../meta-provider.ts';
import { createWebhooks, type Webhooks } from '../meta-webhooks.ts';
import type { Delivery, ProviderSimulator, ShownMessage, SimulatedCustomer, SimulatorOptions } from '../simulator.ts';
import { createCloudApi, isMessage, type Recipient } from './api.ts';
import type { Option } from './compose.ts';
import { failedWith, rateLimited, statusError } from './errors.ts';
import { createMedia } from './media.ts';
import * as payloads from './payloads.ts';
import type { Template } from './templates.ts';

const BUSINESS: payloads.Business = {
  accountId: '102290129340398',
  phoneNumberId: '106540352242922',
  displayPhoneNumber: '15550783881',
};
const TOKEN = 'EAAJB-whatsapp-simulator-token';
const TEMPLATE = 'estafet_invitation';

export interface WhatsappCustomer extends SimulatedCustomer {
  /** Business-scoped. */
  userId: string;
  /** Anything else of hers: the content of a message, as in payloads.ts. */
  does(content: object): Promise<void>;
}

export interface WhatsappSimulator extends ProviderSimulator {
  /** @param options who has a username hides her number: only `userId` names her */
  customer(options?: { name?: string; locale?: string; username?: string }): WhatsappCustomer;
  prepare(customer: SimulatedCustomer, text: string): Delivery;
  /** What may be sent outside the window; `ESTAFET_WHATSAPP_TEMPLATE` is there in `en`, `id` and `zh_CN`, without variables. */
  templates: Template[];
  /** Whether statuses are told (default). */
  statuses: boolean;
  /** Whether a closed window is refused in the answer, not in a status (default). */
  strict: boolean;
  /** What becomes of messages to who blocked us: a failed status (default), or never more than `sent`. */
  blockedStays: 'failed' | 'sent';
  /** The next `times` sends are too many to one person (131056). */
  limitPair(times: number): void;
  /** The handshake. */
  verify: Webhooks['verify'];
  /** Resolves when all statuses so far are delivered, or given up. */
  settled: Webhooks['settled'];
}

interface Chat extends Recipient {
  screen: ShownMessage[];
  offers: { messageId: string; options: Option[] }[];
  unread: payloads.SentMessage[];
  writtenAt: number;
}

export async function startWhatsappSimulator(options: SimulatorOptions = {}): Promise<WhatsappSimulator> {
  const settings = { path: '/webhooks/whatsapp', appSecret: randomBytes(16).toString('hex'), verifyToken: randomBytes(8).toString('hex') };
  const clock = createProviderClock(options.now);
  const webhooks = createWebhooks(settings);
  const chats: Chat[] = [];
  const received = new Set<string>();
  let pairLimits = 0;

  const media = createMedia(clock, () => graph.origin);
  const templates: Template[] = [
    {
      name: TEMPLATE,
      language: 'en',
      status: 'APPROVED',
      category: 'utility',
      body: 'We have news about your request. Reply to continue.',
    },
    {
      name: TEMPLATE,
      language: 'id',
      status: 'APPROVED',
      category: 'utility',
      body: 'Ada kabar tentang permintaan Anda. Balas untuk melanjutkan.',
    },
    { name: TEMPLATE, language: 'zh_CN', status: 'APPROVED', category: 'utility', body: '您的请求有新进展，请回复以继续。' },
  ];

  function tell(userId: string, value: object): void {
    if (simulator.statuses) webhooks.later(userId, payloads.notification(BUSINESS, value));
  }

  function takePairLimit(): boolean {
    if (pairLimits === 0) return false;
    pairLimits -= 1;
    return true;
  }

  const handle = createCloudApi({
    business: BUSINESS,
    clock,
    media,
    templates,
    find: (id) => chats.find(({ person }) => person.waId === id || person.userId === id),
    received: (id) => received.has(id),
    strict: () => simulator.strict,
    pairLimit: takePairLimit,
    show(recipient, sent, { text, options: offered, links, media: ref }, file) {
      const chat = recipient as Chat;
      const name = ref?.name && { name: ref.name };
      chat.screen.push({ text, options: offered.map(({ label }) => label), links, ...(file && { file: { ...file, ...name } }) });
      chat.offers.push({ messageId: sent.id, options: offered });
      chat.unread.push(sent);
      tell(sent.to.userId, payloads.status(sent, 'sent', clock.now()));
      tell(sent.to.userId, payloads.status(sent, 'delivered', clock.now()));
    },
    fail(sent, problem) {
      const chat = chats.find(({ person }) => person.userId === sent.to.userId);
      if (chat?.blocked && simulator.blockedStays === 'sent') {
        const asSent: payloads.SentMessage = { ...sent, to: chat.person, category: 'service' };
        return tell(sent.to.userId, payloads.status(asSent, 'sent', clock.now()));
      }
      tell(sent.to.userId, payloads.failedStatus(sent, statusError(problem), clock.now()));
    },
  });

  const graph: Graph = await startGraph(
    {
      token: TOKEN,
      appSecret: settings.appSecret,
      isSend: isMessage,
      handle,
      limited: rateLimited,
      failed: failedWith,
      download: media.download,
    },
    clock,
    options,
  );

  /** Her message; it opens the window, and she has read what stood above it. */
  function write(chat: Chat, content: object, answers?: string): Delivery {
    const now = clock.now();
    // Times are told in seconds: two messages in one could not be put in order.
    chat.writtenAt = Math.max(now, (Math.floor(chat.writtenAt / 1000) + 1) * 1000);
    chat.wroteAt = now;
    chat.blocked = false;
    for (const sent of chat.unread.splice(0)) tell(chat.person.userId, payloads.status(sent, 'read', now));
    const id = payloads.wamid(chat.person.waId, randomBytes(10).toString('hex'));
    received.add(id);
    const head = { id, at: chat.writtenAt, ...(answers && { answers }) };
    return webhooks.signed(payloads.notification(BUSINESS, payloads.incoming(BUSINESS, chat.person, head, content)));
  }

  function fileMessage(file: { bytes: Buffer; contentType: string; name?: string }): object {
    const medium = media.receive(file);
    if (/^image\/(jpeg|png|webp)\b/.test(file.contentType)) return payloads.image(medium);
    if (/^video\/(mp4|3gpp)\b/.test(file.contentType)) return payloads.video(medium);
    return file.contentType.startsWith('audio/') ? payloads.audio(medium) : payloads.document(medium, file.name);
  }

  function chatOf(customer: SimulatedCustomer): Chat {
    const chat = chats.find(({ screen }) => screen === customer.screen);
    if (!chat) throw new Error(`${customer.id} is no customer of this simulator.`);
    return chat;
  }

  const simulator: WhatsappSimulator = {
    env: {
      ESTAFET_WHATSAPP_APP_SECRET: settings.appSecret,
      ESTAFET_WHATSAPP_VERIFY_TOKEN: settings.verifyToken,
      ESTAFET_WHATSAPP_TOKEN: TOKEN,
      ESTAFET_WHATSAPP_PHONE_NUMBER_ID: BUSINESS.phoneNumberId,
      ESTAFET_WHATSAPP_TEMPLATE: TEMPLATE,
      ESTAFET_WHATSAPP_API: `${graph.origin}/v23.0`,
    },
    origin: graph.origin,
    deliverTo: webhooks.deliverTo,
    customer({ name = 'Siti Rahayu', username } = {}) {
      const index = chats.length + 1;
      const person = {
        waId: `62812${String(34_000_000 + index)}`,
        userId: `ID.${1_502_576_394_655_843 + index}`,
        name,
        ...(username && { username }),
      };
      const chat: Chat = { person, blocked: false, screen: [], offers: [], unread: [], writtenAt: 0 };
      chats.push(chat);
      const does = (content: object, answers?: string): Promise<void> => webhooks.insist(write(chat, content, answers));
      return {
        id: username ? person.userId : person.waId,
        userId: person.userId,
        name,
        screen: chat.screen,
        does: (content) => does(content),
        says: (text) => does(payloads.text(text)),
        async taps(label) {
          const offer = chat.offers.findLast(({ options: offered }) => offered.some((option) => option.label === label));
          const option = offer?.options.find((one) => one.label === label);
          if (!offer || !option) throw new Error(`${name} sees no option "${label}".`);
          await does(option.reply, offer.messageId);
        },
        sends: (file) => does(fileMessage(file)),
        blocks: async () => void (chat.blocked = true),
        unblocks: async () => void (chat.blocked = false),
      };
    },
    prepare: (customer, text) => write(chatOf(customer), payloads.text(text)),
    sign: webhooks.sign,
    deliver: webhooks.deliver,
    faults: graph.faults,
    requests: graph.requests,
    advance: clock.advance,
    async close() {
      webhooks.close();
      await graph.close();
    },
    templates,
    statuses: true,
    strict: false,
    blockedStays: 'failed',
    limitPair: (times) => void (pairLimits = times),
    verify: webhooks.verify,
    settled: webhooks.settled,
  };
  return simulator;
}
