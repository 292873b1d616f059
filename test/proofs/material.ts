/** What the proofs work with: the flows that are there, what customers write in them, and how they say yes and no. */
import { join } from 'node:path';
import * as z from 'zod';
import { lineOf } from '../../src/demo/dialogue.ts';
import { loadLocales } from '../../src/locales.ts';
import { goldenDialogues } from '../helpers/dialogue.ts';
import { loadWorld, ROOT } from '../helpers/harness.ts';
import { exploreBoth } from './prove.ts';
import { readUtterances, type Surroundings } from './standing.ts';
import type { Words } from './walk.ts';

const closed = z.object({ closedClasses: z.record(z.string(), z.array(z.string()).min(1)) });

export async function loadMaterial() {
  const { messages, languages, utterances } = loadLocales(join(ROOT, 'locales'));
  const { world, classifier } = await loadWorld();
  const words = new Map(Object.entries(languages).map(([locale, json]) => [locale, wordsOf(closed.parse(json).closedClasses)]));
  const dialogues = goldenDialogues();
  // The language that the explorations are made in; the walks are made in all.
  const locale = [...words.keys()].sort()[0] ?? '';

  function surroundings(id: string): Surroundings {
    const flow = world.current.get(id);
    const { yes, no } = words.get(locale) ?? { yes: '', no: '' };
    if (!flow) throw new Error(`no flow ${id}`);
    const said = dialogues
      .filter(({ name }) => name.startsWith(`${id}/`))
      .flatMap(({ steps }) => steps.filter(({ kind }) => kind === 'user').map(({ text }) => text));
    return { flow, world, locale, utterances: readUtterances([...said, yes, no], classifier, locale, flow.intent) };
  }

  /** A phrase that starts the flow. */
  function opening(id: string, inLocale: string): string | undefined {
    const intent = world.current.get(id)?.intent ?? '';
    return utterances[inLocale]?.[intent]?.find((text) => {
      const read = classifier.classify(text, inLocale);
      return read.intent === intent && read.band === 'answer';
    });
  }

  return {
    world,
    classifier,
    messages,
    words,
    flows: [...world.current.keys()].sort(),
    dialoguesOf: (id: string) => dialogues.filter(({ name }) => name.startsWith(`${id}/`)),
    localeOf: lineOf,
    surroundings,
    explored: memoised((id: string) => exploreBoth(surroundings(id))),
    opening,
  };
}

export type Material = Awaited<ReturnType<typeof loadMaterial>>;

function wordsOf(classes: Record<string, string[]>): Words {
  const first = (name: string) => classes[name]?.[0] ?? '';
  return { yes: first('affirm'), no: first('deny'), human: first('talk-to-human'), cancel: first('cancel') };
}

export function memoised<K, T>(make: (key: K) => T): (key: K) => T {
  const made = new Map<K, T>();
  return (key) => {
    const known = made.get(key) ?? make(key);
    made.set(key, known);
    return known;
  };
}
