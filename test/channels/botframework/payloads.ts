/** What Teams has the service deliver: https://learn.microsoft.com/microsoftteams/platform/bots/how-to/conversations/conversation-messages */
import { randomUUID } from 'node:crypto';
import type { SimulatedCustomer } from '../simulator.ts';
import type { Chat } from './teams.ts';

export interface Place {
  /** Of the Connector, with a slash at its end. */
  serviceUrl: string;
  bot: { id: string; name: string };
  tenant: { id: string };
  /** Epoch ms of what happens now, later than all before; Teams' ids of messages are such times. */
  tick(): number;
  chats: Map<string, Chat>;
  /** What customers sent, by id. */
  files: Map<string, { bytes: Buffer; contentType: string }>;
}

type Speaker = Pick<Chat, 'id' | 'customer' | 'locale'>;

export function activityOf({ tick, serviceUrl, bot, tenant }: Place, { id, customer, locale }: Speaker, content: object): object {
  const at = tick();
  const timestamp = new Date(at).toISOString();
  return {
    id: String(at),
    timestamp,
    localTimestamp: timestamp,
    localTimezone: 'Asia/Jakarta',
    channelId: 'msteams',
    serviceUrl,
    from: customer,
    recipient: bot,
    conversation: { conversationType: 'personal', tenantId: tenant.id, id },
    channelData: { tenant },
    locale,
    entities: [{ locale, country: 'ID', platform: 'Android', timezone: 'Asia/Jakarta', type: 'clientInfo' }],
    ...content,
  };
}

/** Where several talk, the bot gets what calls it by its name. */
export function groupMessage(place: Place, text: string, conversationType: 'groupChat' | 'channel'): object {
  const { bot, tenant } = place;
  const name = `<at>${bot.name}</at>`;
  const budi = { id: `29:${randomUUID()}`, name: 'Budi', aadObjectId: randomUUID() };
  const conversation = { isGroup: true, conversationType, tenantId: tenant.id, id: `19:${randomUUID()}@thread.v2` };
  const entities = [{ type: 'mention', mentioned: bot, text: name }];
  const content = { type: 'message', text: `${name} ${text}`, conversation, entities };
  return activityOf(place, { id: conversation.id, customer: budi, locale: 'id' }, content);
}

/** A picture stands in the message and opens with the bot's token, anything else lies in her own store. */
export function attachmentsOf(
  { files, serviceUrl }: Place,
  { bytes, contentType, name = 'file' }: Parameters<SimulatedCustomer['sends']>[0],
): object[] {
  const id = randomUUID();
  files.set(id, { bytes, contentType });
  if (contentType.startsWith('image/')) {
    const contentUrl = `${serviceUrl}v3/attachments/${id}/views/original`;
    return [
      { contentType: 'image/*', contentUrl },
      { contentType: 'text/html', content: `<p><img alt="image" src="${contentUrl}"></p>` },
    ];
  }
  const content = { downloadUrl: `${serviceUrl}personal/files/${id}`, uniqueId: id, fileType: name.split('.').at(-1) };
  const contentUrl = `https://estafet-my.sharepoint.com/personal/${id}/${encodeURIComponent(name)}`;
  return [{ contentType: 'application/vnd.microsoft.teams.file.download.info', content, contentUrl, name }];
}
