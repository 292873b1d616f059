/** Invokes: requests whose answer belongs into the same response. */
import type { InvokeResponse } from 'botbuilder';
import type { Activity, Json } from '../../core/activity.ts';
import { ADAPTIVE_CARD, toAdaptiveCard } from './card.ts';
import { answerIn, type Incoming } from './incoming.ts';

interface InvokeKind {
  /** The data of the button she used. */
  dataOf(value: Json | undefined): Json | undefined;
  answer(replies: Activity[]): Json;
}

const task: InvokeKind = {
  dataOf: (value) => field(value, 'data') ?? value,
  answer(replies): Json {
    const card = toAdaptiveCard(replies, 'Action.Submit');
    if (!card) return {};
    return { task: { type: 'continue', value: { card: { contentType: ADAPTIVE_CARD, content: card } } } };
  },
};

/** The invokes we know; any other is answered 501 by the SDK. */
const KINDS: Record<string, InvokeKind> = {
  'adaptiveCard/action': {
    dataOf: (value) => field(field(value, 'action'), 'data'),
    answer(replies): Json {
      const card = toAdaptiveCard(replies, 'Action.Execute');
      if (!card) return { statusCode: 200, type: 'application/vnd.microsoft.activity.message', value: 'OK' };
      return { statusCode: 200, type: ADAPTIVE_CARD, value: card };
    },
  },
  'task/fetch': task,
  'task/submit': task,
};

type Invoke =
  | { kind: 'unknown' }
  | { kind: 'bad'; response: InvokeResponse }
  /** Her answer, and how to answer the invoke once the bot has replied. */
  | { kind: 'answer'; text: string; respond(replies: Activity[]): InvokeResponse };

export function readInvoke({ name = '', value }: Incoming): Invoke {
  const kind = Object.hasOwn(KINDS, name) ? KINDS[name] : undefined;
  if (!kind) return { kind: 'unknown' };
  const text = answerIn(kind.dataOf(value));
  if (text === undefined)
    return { kind: 'bad', response: { status: 400, body: badInvoke('The invoke carries no answer: put it into the data as text.') } };
  return { kind: 'answer', text, respond: (replies) => ({ status: 200, body: kind.answer(replies) }) };
}

/** As the protocol has errors of invokes. */
function badInvoke(message: string) {
  return { statusCode: 400, type: 'application/vnd.microsoft.error', value: { code: 'BadRequest', message } };
}

function field(value: Json | undefined, name: string): Json | undefined {
  return value !== null && typeof value === 'object' && !Array.isArray(value) ? value[name] : undefined;
}
