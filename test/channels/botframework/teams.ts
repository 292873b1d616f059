/** A chat of two in Microsoft Teams: what stands in it, and what can be tapped. */
import type { ShownMessage } from '../simulator.ts';
import { contentTypeOf } from '../provider.ts';

export interface Chat {
  id: string;
  customer: { id: string; name: string; aadObjectId: string };
  locale: string;
  blocked: boolean;
  screen: ShownMessage[];
  /** What each label on her screen says when tapped; suggested actions apart, since they go once the chat goes on. */
  taps: { shown: ShownMessage; onCard: Tap[]; suggested: Tap[] }[];
}

interface Tap {
  label: string;
  says: string;
}

interface CardAction {
  type?: string;
  title?: string;
  url?: string;
  data?: { msteams?: { type?: string; value?: string } };
}

interface CardElement {
  type?: string;
  text?: string;
  actions?: CardAction[];
}

/** What a bot may send into a chat, as far as it is simulated. */
export interface OutgoingActivity {
  type: string;
  text?: string;
  textFormat?: string;
  attachments?: { contentType: string; contentUrl?: string; name?: string; content?: { body?: CardElement[]; actions?: CardAction[] } }[];
  suggestedActions?: { to?: string[]; actions: { type: string; title: string; value?: string }[] };
}

const ADAPTIVE_CARD = 'application/vnd.microsoft.card.adaptive';
/** https://learn.microsoft.com/microsoftteams/platform/bots/how-to/conversations/prompt-suggestions */
const MAX_SUGGESTED = 3;

/** @returns what is wrong with it, as the service says */
export function faultIn({ type, text, attachments = [], suggestedActions }: OutgoingActivity): string | undefined {
  if (type !== 'message') return type === 'typing' ? undefined : `Unknown activity type ${type}.`;
  if (!text && !attachments.length) return 'Activity must contain text or attachments.';
  const unknown = attachments.find(({ contentType }) => contentType !== ADAPTIVE_CARD && !contentType.startsWith('image/'));
  if (unknown) return `Unknown attachment type ${unknown.contentType}.`;
  if (suggestedActions?.actions.some((action) => action.type !== 'imBack')) return 'Suggested actions support imBack only.';
  return undefined;
}

/** At once on her screen. */
export async function show(chat: Chat, { text = '', textFormat = 'markdown', attachments = [], suggestedActions }: OutgoingActivity) {
  const cards = attachments.flatMap(({ contentType, content }) => (contentType === ADAPTIVE_CARD && content ? [content] : []));
  const body = cards.flatMap((card) => card.body ?? []);
  const actions = [...body.flatMap((element) => element.actions ?? []), ...cards.flatMap((card) => card.actions ?? [])];
  const picture = attachments.find(({ contentType }) => contentType.startsWith('image/'));
  const file = picture && (await download(picture.contentUrl ?? ''));
  // None under what has something attached.
  const beside = suggestedActions?.to?.includes(chat.customer.id) && !attachments.length ? suggestedActions.actions : [];
  const suggested = beside.slice(0, MAX_SUGGESTED).map(({ title, value = title }) => ({ label: title, says: value }));
  const onCard = actions.flatMap(({ title = '', data }) =>
    data?.msteams?.type === 'imBack' ? [{ label: title, says: data.msteams.value ?? title }] : [],
  );
  const words = [textFormat === 'plain' ? text : resolved(text), ...body.map((element) => resolved(element.text ?? ''))];
  const shown: ShownMessage = {
    text: words.filter(Boolean).join('\n'),
    options: [...onCard, ...suggested].map(({ label }) => label),
    links: actions.flatMap(({ type, title = '', url }) => (type === 'Action.OpenUrl' && url !== undefined ? [{ title, url }] : [])),
    ...(file && { file }),
  };
  goOn(chat);
  chat.taps.push({ shown, onCard, suggested });
  chat.screen.push(shown);
}

/** Suggested actions are of the last message alone. */
export function goOn(chat: Chat): void {
  for (const tappable of chat.taps) {
    const gone = tappable.suggested.map(({ label }) => label);
    tappable.shown.options = tappable.shown.options.filter((label) => !gone.includes(label));
    tappable.suggested = [];
  }
}

/** @throws when there is no such option */
export function saidByTapping(chat: Chat, label: string): string {
  const found = chat.taps.toReversed().flatMap(({ onCard, suggested }) => [...onCard, ...suggested]);
  const tap = found.find((one) => one.label === label);
  if (!tap) throw new Error(`There is no option "${label}" on her screen.`);
  return tap.says;
}

/** Markdown's marks are gone, escaped ones are shown. */
function resolved(text: string): string {
  return text.replace(/\\([\\*_[\]`#])|[*_`]/g, (_mark, escaped: string | undefined) => escaped ?? '');
}

async function download(url: string): Promise<ShownMessage['file']> {
  const response = await fetch(url, { signal: AbortSignal.timeout(5_000) }).catch(() => undefined);
  if (!response?.ok) return undefined;
  const bytes = Buffer.from(await response.arrayBuffer());
  return { bytes, contentType: contentTypeOf(bytes) ?? response.headers.get('Content-Type')?.split(';')[0] ?? '' };
}
