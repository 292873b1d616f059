/** Files she sends: where they lie, as the channel says, and how they are fetched. */
import type { Attachment, JsonObject } from '../../core/activity.ts';
import type { ChannelContext } from '../../ports/channel.ts';
import type { MediaFetcher } from '../../ports/files.ts';
import type { Incoming } from './incoming.ts';

/** Teams: a file of hers in her own store, with an address that is good for some minutes and takes no token. */
const TEAMS_FILE = 'application/vnd.microsoft.teams.file.download.info';

/** What she attached, under addresses of ours. Cards, quotes and the HTML of her own text are no files. */
export async function expectFiles(
  { attachments = [], serviceUrl }: Incoming,
  conversationId: string,
  files: ChannelContext['files'],
): Promise<Attachment[]> {
  const found = attachments.flatMap((attachment) => {
    const url = addressOf(attachment);
    if (url === undefined) return [];
    const isTeams = attachment.contentType === TEAMS_FILE;
    return [
      { source: { url, serviceUrl }, contentType: isTeams ? 'application/octet-stream' : attachment.contentType, name: attachment.name },
    ];
  });
  return Promise.all(found.map((file) => files.expect({ channel: 'botframework', ...file }, conversationId)));
}

function addressOf({ contentType, contentUrl, content }: NonNullable<Incoming['attachments']>[number]): string | undefined {
  if (contentType !== TEAMS_FILE) return contentUrl;
  const url = content !== null && typeof content === 'object' && !Array.isArray(content) ? content.downloadUrl : undefined;
  return typeof url === 'string' ? url : undefined;
}

/**
 * @param token the bot's own, which opens what lies with the channel's connector and is shown to nobody else
 * @param hasCredentials without, the connector is on this machine or is the caller's, and may be plain and private
 */
export function createFetcher({ token, hasCredentials }: { token(): Promise<string>; hasCredentials: boolean }): MediaFetcher {
  return async (source, fetch) => {
    const { url, serviceUrl } = source as JsonObject & { url: string; serviceUrl: string };
    const connector = new URL(serviceUrl);
    if (!hasCredentials) return fetch(url, { trusted: connector.origin });
    const isTheirs = connector.protocol === 'https:' && URL.canParse(url) && new URL(url).origin === connector.origin;
    return fetch(url, isTheirs ? { headers: { Authorization: `Bearer ${await token()}` } } : {});
  };
}
