/** A 200 says that what she wrote is durable; nothing says it sooner. */
import { setTimeout as wait } from 'node:timers/promises';
import { afterEach, describe, expect, it } from 'vitest';
import { EstafetError } from '../../../src/errors.ts';
import type { Engine } from '../../../src/ports/engine.ts';
import { type House, openHouse } from './house.ts';

let house: House;

afterEach(() => house.close());

async function open(handle: Engine['handle']): Promise<void> {
  house = await openHouse('http://localhost:9', { context: { engine: { handle } } });
}

describe('a delivery', () => {
  it('is acknowledged only when the turn is durable', async () => {
    const turn = Promise.withResolvers<void>();
    await open(async (input) => {
      await turn.promise;
      return house.harness.engine.handle(input);
    });
    // Loads the SDK, so that only the turn is waited for.
    expect((await house.post({ type: 'typing' })).status).toBe(200);
    const answer = house.post({ type: 'event', name: 'x' }).then(({ status }) => status);
    expect(await Promise.race([answer, wait(100, 'none yet')])).toBe('none yet');
    turn.resolve();
    expect(await answer).toBe(200);
  });

  it('of a turn that failed is not acknowledged, and says so with a code', async () => {
    const errors = [new EstafetError('conversation-busy'), new Error('disk /var/data is full')];
    await open(async () => {
      throw errors.shift() ?? new Error('unexpected');
    });
    const answers = [await house.post({ text: 'hello' }), await house.post({ text: 'hello' })];
    expect(answers.map(({ status }) => status)).toEqual([503, 500]);
    expect(await Promise.all(answers.map((response) => response.json()))).toEqual([
      { error: { code: 'conversation-busy', message: 'The conversation is busy. Send the same request again.' } },
      { error: { code: 'internal', message: 'Something broke on our side. Nothing you sent is lost; try again.' } },
    ]);
  });
});
