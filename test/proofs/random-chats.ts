/** Plays random chats until one shows a fault; fast-check then finds the shortest that does. */
import fc from 'fast-check';
import { openStorage } from '../../src/discover.ts';
import { testStore } from '../helpers/test-store.ts';
import { loadMaterial } from './material.ts';
import { createRandomDesk, happenings } from './random-chat.ts';

export async function playRandomChats(numRuns: number): Promise<void> {
  const { world, classifier, words, flows, dialoguesOf, opening } = await loadMaterial();
  const storage = await openStorage(testStore());
  const locales = [...words.keys()];
  const spoken = flows.flatMap((id) =>
    dialoguesOf(id).flatMap(({ steps }) => steps.filter(({ kind }) => kind === 'user').map(({ text }) => text)),
  );
  const openings = flows.flatMap((id) => locales.flatMap((locale) => opening(id, locale) ?? []));
  const corpus = [
    ...new Set([...spoken, ...openings, ...openings, ...[...words.values()].flatMap((each) => Object.values(each) as string[])]),
  ];
  const desk = createRandomDesk(storage, world, classifier, (locale) => words.get(locale)?.human ?? 'human');
  try {
    await fc.assert(
      fc.asyncProperty(fc.record({ locale: fc.constantFrom(...locales), verified: fc.boolean(), happenings: happenings(corpus) }), (chat) =>
        desk.play(chat),
      ),
      { numRuns, endOnFailure: false },
    );
  } finally {
    await storage.close();
  }
}
