import { describe, expect, it } from 'vitest';
import { parseLanguages } from '../../src/understanding/index.ts';
import { createMoodReader } from '../../src/understanding/mood.ts';
import { foldWords } from '../../src/understanding/normalise.ts';
import { data } from './data.ts';

const read = createMoodReader(parseLanguages(data));
const mood = (text: string) => read(text, foldWords(text));

describe('the mood of a message', () => {
  it.each([
    ['anger', 'this app is useless'],
    ['anger', 'pelayanan PARAH banget, kecewa saya'],
    ['anger', '你们是骗子'],
    ['fear', 'i am so scared, all my money is in there'],
    ['fear', 'panik nih, saldo saya dibobol'],
    ['fear', '我很担心，钱没了'],
    ['urgency', 'please answer asap'],
    ['urgency', 'tolong segera dibantu'],
    ['urgency', '很急，马上要用'],
  ] as const)('%s in %s', (kind, text) => {
    expect(mood(text)?.[kind]).toBeGreaterThanOrEqual(0.5);
  });

  it.each(['i forgot my password', 'lupa pin', '怎么充值', 'ok', ''])('none in %j', (text) => {
    expect(mood(text)).toBeUndefined();
  });

  it('is surer of more words, and of shouting', () => {
    const one = mood('this is terrible')?.anger ?? 0;
    expect(mood('this is terrible and ridiculous')?.anger).toBeGreaterThan(one);
    expect(mood('this is terrible!!!')?.anger).toBeGreaterThan(one);
    expect(mood('hello!!')?.anger).toBeLessThan(0.5);
  });
});
