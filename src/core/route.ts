/** What a customer's message means here: choice, wish, topic, answer. Pure reading; the turn acts on it. */
import type { Choice } from './conversation.ts';
import type { FlowEvent } from './flow.ts';
import type { Classification } from './turn-types.ts';

/** Another topic interrupts a flow only when the classifier is this sure. */
export const INTERRUPT_THRESHOLD = 0.75;
/** A place in a longer message is about something else: "the second time I write". */
const LONGEST_PLACE = 40;
/** The conversation's language follows her only when a message shows its language this clearly. */
const LANGUAGE_THRESHOLD = 0.8;

/** The choice whose label this is, as a tap says it. */
export function matchLabel(choices: Choice[], text: string): Choice | undefined {
  const typed = fold(text);
  return typed ? choices.find((choice) => foldOwn(choice.label) === typed) : undefined;
}

/** The choice she tapped or typed: its label, its place in the list ("2", "2."), or other words for it. */
export function matchChoice(choices: Choice[], text: string): Choice | undefined {
  const typed = fold(text);
  if (!typed) return undefined;
  const byLabel = matchLabel(choices, text);
  if (byLabel) return byLabel;
  const place = /^(\d{1,2})[.)]?$/.exec(typed)?.[1];
  if (place) return choices[Number(place) - 1];
  return choices.find((choice) => choice.also?.some((phrase) => typed.includes(foldOwn(phrase))));
}

/** "The second one", among what she can pick. */
export function matchPlace(choices: Choice[], text: string, classification: Classification | undefined): Choice | undefined {
  if (text.length > LONGEST_PLACE) return undefined;
  const place = Number(classification?.entities.find(({ kind }) => kind === 'ordinal')?.value ?? 0);
  const picks = choices.filter(({ value }) => value.startsWith('pick:') || value.startsWith('topic:'));
  return place ? picks.at(place > 0 ? place - 1 : place) : undefined;
}

/** Our own words, which show nothing of hers. */
export function isTap(choices: Choice[], text: string): boolean {
  return matchLabel(choices, text) !== undefined;
}

function fold(text: string): string {
  return text
    .normalize('NFKC')
    .toLowerCase()
    .trim()
    .replace(/[.!?。！？]+$/u, '')
    .replace(/\s+/g, ' ');
}

const MEMO = 2_000;
const folded = new Map<string, string>();

/** Of our own words, which are few and come again with each message. */
function foldOwn(words: string): string {
  const known = folded.get(words);
  if (known !== undefined) return known;
  if (folded.size >= MEMO) folded.clear();
  const fresh = fold(words);
  folded.set(words, fresh);
  return fresh;
}

export function choiceEvent(value: string): FlowEvent {
  if (value === 'yes') return { type: 'AFFIRM' };
  if (value === 'no') return { type: 'DENY' };
  if (value.startsWith('pick:')) return { type: 'PICK', id: value.slice('pick:'.length) };
  return { type: `choose.${value}` };
}

/** The events her text can be to a flow, the likeliest first. */
export function textEvents(text: string, classification: Classification | undefined): FlowEvent[] {
  const intent = classification?.band === 'answer' ? classification.intent : 'none';
  const answer: FlowEvent[] = intent === 'affirm' ? [{ type: 'AFFIRM' }] : intent === 'deny' ? [{ type: 'DENY' }] : [];
  return [...answer, { type: 'TEXT', text, intent, entities: classification?.entities ?? [] }];
}

/** The language to go on in, when her message shows one clearly. */
export function spokenLocale(classification: Classification | undefined): string | undefined {
  const language = classification?.language;
  return language && language.confidence >= LANGUAGE_THRESHOLD ? language.locale : undefined;
}
