import { beforeAll, describe, expect, it } from 'vitest';
import type { World } from '../../src/core/draft.ts';
import { readCorrection } from '../../src/core/correction.ts';
import type { Classifier } from '../../src/ports/classifier.ts';
import { loadWorld } from '../helpers/harness.ts';

let world: World;
let classifier: Classifier;
beforeAll(async () => {
  ({ world, classifier } = await loadWorld());
});

const NOW = Date.parse('2026-11-24T05:00:00Z');

function read(text: string) {
  return readCorrection(world.texts, text, classifier.classify(text, undefined, NOW).entities);
}

describe('a correction', () => {
  it.each([
    ['eh bukan, 200 ribu', '200000'],
    ['bukan, maksud saya 200 ribu', '200000'],
    ['150 ribu, eh salah, 200 ribu', '200000'],
    ['bukan 150 ribu tapi 200 ribu', '200000'],
    ['maaf, 200rb kak', '200000'],
    ['bukan 0812 3456 7890, maksud saya 0813 8888 1234', '+6281388881234'],
    ['yang benar 0813 8888 1234', '+6281388881234'],
    ['0813 8888 1234, bukan 0812 3456 7890', '+6281388881234'],
    ['不对，是20万', '200000'],
    ['不是15万，是20万', '200000'],
    ['说错了，应该是20万', '200000'],
    ['抱歉，我打错了，号码是0813 8888 1234', '+6281388881234'],
    ['sorry, I meant 200k', '200000'],
    ['sorry it was 200.000', '200000'],
    ['no wait, 200k', '200000'],
    ['not 150k, 200k', '200000'],
    ['Rp150.000 – I mean Rp200.000', '200000'],
    ['it isn’t 0812 3456 7890, it’s actually 0813 8888 1234', '+6281388881234'],
    ['no, my email is emma@example.test', 'emma@example.test'],
  ])('“%s” puts %s in place', (text, value) => {
    const correction = read(text);
    expect(correction?.entities.map((entity) => entity.value)).toEqual([value]);
  });

  it('loses the words that say so, and every fact keeps its place', () => {
    const correction = read('bukan 0812 3456 7890, maksud saya 0813 8888 1234');
    const [entity] = correction?.entities ?? [];
    expect(correction?.text).toBe('0813 8888 1234');
    expect(correction?.text.slice(entity?.start, entity?.end)).toBe('0813 8888 1234');
  });

  it.each([
    'my number is 0812 3456 7890',
    '0812 3456 7890',
    'not 0812 3456 7890',
    'bukan 0812 3456 7890',
    'not received 200k yet',
    'belum masuk 200 ribu',
    '我有20万没到',
    'no',
    'sorry, I meant the other one',
    'no, the second one',
    `no wait, 200k ${'and then I went to the shop '.repeat(8)}`,
  ])('“%s” is none', (text) => {
    expect(read(text)).toBeUndefined();
  });
});
