import { describe, expect, it } from 'vitest';
import { createHarness } from '../helpers/harness.ts';
import { createLanes } from '../../src/engine/lanes.ts';

describe('lanes', () => {
  it('keep the order within a key, whatever each takes and whether it fails', async () => {
    const lanes = createLanes();
    const done: number[] = [];
    const work = (number: number, ms: number) => async () => {
      await new Promise((resolve) => setTimeout(resolve, ms));
      done.push(number);
      if (number === 2) throw new Error('two');
    };
    const results = await Promise.allSettled([lanes.run('a', work(1, 20)), lanes.run('a', work(2, 5)), lanes.run('a', work(3, 0))]);
    expect(done).toEqual([1, 2, 3]);
    expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
  });

  it('let one key not wait for another', async () => {
    const lanes = createLanes();
    let release = () => {};
    const stuck = lanes.run('a', () => new Promise<void>((resolve) => (release = resolve)));
    expect(await lanes.run('b', async () => 'b')).toBe('b');
    release();
    await stuck;
  });

  it('take twenty messages of one customer at once', async () => {
    const harness = await createHarness();
    const chat = harness.chat();
    await chat.start();
    const texts = Array.from({ length: 20 }, (_, index) => `hello ${index}`);
    await Promise.all(texts.map((text) => chat.say(text)));
    const said = (await chat.log()).filter(({ from }) => from.role === 'user').map(({ text }) => text);
    expect(said).toEqual(texts);
    await harness.close();
  });
});
