/** The widget's language. Texts come from the server one language at a time, so that many languages make nobody wait. */
import type english from '../locales/en.json';
import { type Texts, type Translator, translator } from '../shared/i18n.ts';
import { callJson } from './http.ts';

export type WidgetText = keyof (typeof english)['widget'];

/** The language that `t` writes in. */
export let language = '';
export let t: Translator<WidgetText> = (key) => key;

/** @throws {HttpFailure} or what fetch throws */
export async function speak(base: string, locale: string): Promise<void> {
  if (locale === language) return;
  const texts = await callJson('GET', `${base}/widget/texts/${locale}.json`, undefined);
  language = locale;
  t = translator<WidgetText>(locale, texts as Texts);
}
