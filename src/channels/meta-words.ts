/** What she says in the end: with a tap the words on it, with a number the label it stands before. */
import * as z from 'zod';
import type { Store } from '../ports/store.ts';
import type { Capabilities } from './capabilities.ts';
import { numberedLabel, resolveOption } from './options.ts';

/** Characters; what she says beyond that is cut, as a message that is left out would be worse. */
const MAX_TEXT = 8_000;

export const words = z.string().transform((text) => text.slice(0, MAX_TEXT).toWellFormed());

export interface Said {
  text?: string;
  /** What she tapped, and what Meta says stood on it. */
  tap?: { id: string; title: string };
}

export async function wordsOf(said: Said, conversationId: string, store: Store, capabilities: Capabilities): Promise<string | undefined> {
  if (said.tap) return (await resolveOption(store, conversationId, said.tap.id)) ?? said.tap.title;
  const { text } = said;
  if (!text || !/^\D{0,3}\d/.test(text.normalize('NFKC'))) return text;
  const { conversation } = await store.load(conversationId);
  return numberedLabel(text, conversation, capabilities) ?? text;
}
