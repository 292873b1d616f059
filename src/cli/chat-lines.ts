/** A conversation as lines of a terminal: pure, so that a pipe and a screen show the same. */
import { styleText } from 'node:util';
import * as z from 'zod';

const button = z.object({ type: z.string(), title: z.string(), value: z.string() });
const card = z.object({
  title: z.string().optional(),
  subtitle: z.string().optional(),
  text: z.string().optional(),
  buttons: z.array(button).default([]),
});
const wireActivity = z.object({
  type: z.string(),
  id: z.string().optional(),
  from: z.object({ id: z.string(), name: z.string().optional(), role: z.string().optional() }),
  text: z.string().optional(),
  name: z.string().optional(),
  value: z.unknown().optional(),
  suggestedActions: z.object({ actions: z.array(z.object({ title: z.string() })) }).optional(),
  attachments: z.array(z.object({ content: z.unknown().optional() })).optional(),
  channelData: z.object({ clientActivityID: z.string().optional(), estafet: z.object({ author: z.string() }).optional() }).optional(),
});
export type WireActivity = z.infer<typeof wireActivity>;
export const activitySet = z.object({ activities: z.array(wireActivity), watermark: z.string().optional() });

const queue = z.object({ position: z.number(), estimateSeconds: z.number().optional(), agentsOnline: z.number() });
const status = z.object({ state: z.string() });

export type Style = Parameters<typeof styleText>[0];
export type Paint = (style: Style, text: string) => string;

/** Colours where they can be seen; nothing in a pipe or with NO_COLOR. */
export const paint: Paint = (style, text) => styleText(style, text, { stream: process.stdout });

/** What she can answer with a number, in the order shown. */
export function repliesOf({ attachments = [], suggestedActions }: WireActivity): string[] {
  const picks = cardsOf(attachments).flatMap(({ buttons }) => buttons.filter(({ type }) => type === 'imBack').map(({ value }) => value));
  return [...picks, ...(suggestedActions?.actions.map(({ title }) => title) ?? [])];
}

export function linesOf(activity: WireActivity, colour: Paint): string[] {
  if (activity.type === 'event') return eventLines(activity, colour);
  if (activity.type !== 'message') return [];
  const body = (activity.text ?? '').split('\n');
  const [who, style] = authorOf(activity);
  const links = cardsOf(activity.attachments ?? []).flatMap(({ buttons }) =>
    buttons.filter(({ type }) => type === 'openUrl').map(({ title, value }) => `     ${title}: ${colour('underline', value)}`),
  );
  const replies = activity.from.role === 'user' ? [] : repliesOf(activity);
  return [
    ...body.map((line, index) => (index === 0 ? `${colour(style, who)}  ${line}` : `     ${line}`)),
    ...links,
    ...replies.map((reply, index) => `     ${colour('yellow', String(index + 1))} ${reply}`),
  ];
}

function authorOf({ from, channelData }: WireActivity): [string, Style] {
  if (from.role === 'user') return ['you', 'dim'];
  return channelData?.estafet?.author === 'agent' ? [from.name ?? 'agent', 'magenta'] : ['bot', 'cyan'];
}

function eventLines({ name, value, from }: WireActivity, colour: Paint): string[] {
  const line = (text: string) => [colour('dim', `---  ${text}`)];
  switch (name) {
    case 'handoff.initiate':
      return line('you are in the queue for a person');
    case 'handoff.status': {
      const state = status.safeParse(value).data?.state;
      return line(state === 'accepted' ? `${from.name ?? 'an agent'} has joined` : `${from.name ?? 'the agent'} has left`);
    }
    case 'agent.transferred':
      return line('your chat goes to another agent');
    case 'queue.update': {
      const place = queue.safeParse(value).data;
      if (!place) return [];
      const wait = place.estimateSeconds === undefined ? '' : `, about ${Math.max(1, Math.round(place.estimateSeconds / 60))} min`;
      return line(`your place: ${place.position}${wait}${place.agentsOnline ? '' : ', nobody is online now'}`);
    }
    default:
      return [];
  }
}

function cardsOf(attachments: { content?: unknown }[]): z.infer<typeof card>[] {
  return attachments.flatMap(({ content }) => card.safeParse(content).data ?? []);
}
