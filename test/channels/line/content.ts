/** What she sent, on api-data.line.me: https://developers.line.biz/en/reference/messaging-api/#get-content. */
import type { Account } from './account.ts';
import { notFound, Refusal } from './refusal.ts';
import type { Route } from './route.ts';

/** “Automatically deleted after a certain period”: the documentation names none. */
const KEPT_FOR = 7 * 86_400_000;

export function contentRoutes({ contents, clock }: Account): Route[] {
  function find(id: string) {
    const content = contents.get(id);
    if (!content) throw notFound();
    if (clock.now() - content.since > KEPT_FOR) throw new Refusal(410, 'Gone');
    return content;
  }

  return [
    [
      'GET',
      /^\/v2\/bot\/message\/(\d+)\/content$/,
      (_call, _id, message) => {
        const content = find(message);
        if (content.preparing-- > 0) return { status: 202, body: {} };
        return { status: 200, headers: { 'Content-Type': content.contentType }, body: content.bytes };
      },
    ],
    [
      'GET',
      /^\/v2\/bot\/message\/(\d+)\/content\/transcoding$/,
      (_call, _id, message) => ({ status: 200, body: { status: find(message).preparing-- > 0 ? 'processing' : 'succeeded' } }),
    ],
  ];
}
