import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { loadLocales } from '../src/locales.ts';

/** A folder of one language with one file. */
function folderOf(file: unknown): string {
  const dir = mkdtempSync(join(tmpdir(), 'estafet-locales-'));
  mkdirSync(join(dir, 'en'));
  writeFileSync(join(dir, 'en/lost-card.json'), JSON.stringify(file));
  return dir;
}

test('a file gives its texts and phrases', () => {
  const data = loadLocales(folderOf({ messages: { title: 'Lost card' }, utterances: { 'lost-card': ['my card is gone'] } }));
  expect(data).toMatchObject({
    messages: { en: { 'lost-card.title': 'Lost card' } },
    utterances: { en: { 'lost-card': ['my card is gone'] } },
  });
});

test.each([
  ['a message that is no text', { messages: { title: 1 } }, 'messages.title'],
  ['messages that are a text', { messages: 'Lost card' }, 'messages'],
  ['phrases that are one text', { utterances: { 'lost-card': 'my card is gone' } }, 'utterances["lost-card"]'],
  ['a phrase that is no text', { utterances: { 'lost-card': ['my card is gone', null] } }, 'utterances["lost-card"]'],
  ['a field that is none', { mesages: {} }, 'mesages'],
])('%s is told with its file and place', (_, file, place) => {
  const load = () => loadLocales(folderOf(file));
  expect(load).toThrow(/lost-card\.json/);
  expect(load).toThrow(place);
});
