/** The client in bad weather: lost answers, silence, refusals, answers of another form. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { API_KEY, type House, once, openHouse } from './house.ts';
import { oddWallet } from './odd-wallet.ts';

let house: House;
beforeEach(async () => {
  house = await openHouse();
});
afterEach(async () => {
  await house.close();
});

const start = { contact: '0812 3456 7890', locale: 'id' };
const UNAVAILABLE = { ok: false, error: { code: 'unavailable' } };

describe('a lost answer', () => {
  it('is asked for again under the same key, and the wallet has acted once', async () => {
    await house.phone.setMode('lose-answers');
    const answer = await house.client().call('startPasswordReset', start, once());
    expect(answer).toMatchObject({ ok: true, output: { status: 'sent' } });
    expect(await house.phone.messages()).toHaveLength(1);
  });

  it('keeps its key through every try', async () => {
    const { seen, baseUrl } = await oddWallet(() => undefined);
    expect(await house.client({ baseUrl, attempts: 3 }).call('startPasswordReset', start, { idempotencyKey: 'effect-1' })).toMatchObject(
      UNAVAILABLE,
    );
    expect(seen.map(({ key }) => key)).toEqual(['effect-1', 'effect-1', 'effect-1']);
  });

  it('of a call that is repeated later acts once, too', async () => {
    const options = once();
    const first = await house.client().call('startPasswordReset', start, options);
    const second = await house.client().call('startPasswordReset', start, options);
    expect(second).toEqual(first);
    expect(await house.phone.messages()).toHaveLength(1);
  });
});

describe('a wallet that fails', () => {
  it('slowly is given up in time', async () => {
    await house.phone.setMode('slow');
    const before = performance.now();
    expect(await house.client({ timeoutMs: 50, attempts: 2 }).call('getCustomer', { customerId: 'sinta' }, once())).toMatchObject(
      UNAVAILABLE,
    );
    // The sandbox takes 8 s an answer.
    expect(performance.now() - before).toBeLessThan(4_000);
  });

  it('for long is left alone for a while, then tried again', async () => {
    const client = house.client({ attempts: 1, breakAfter: 3, breakMs: 150 });
    const look = () => client.call('getCustomer', { customerId: 'sinta' }, once());
    await house.phone.setMode('down');
    for (let tries = 0; tries < 3; tries++) expect(await look()).toMatchObject(UNAVAILABLE);
    await house.phone.setMode('normal');
    expect(await look()).toMatchObject(UNAVAILABLE);
    await new Promise((resolve) => setTimeout(resolve, 200));
    expect(await look()).toMatchObject({ ok: true });
    expect(await look()).toMatchObject({ ok: true });
  });

  it('with a named refusal has answered: nothing is tried again', async () => {
    await house.phone.setMode('refuse');
    const client = house.client({ breakAfter: 1 });
    for (let tries = 0; tries < 3; tries++) {
      expect(await client.call('getCustomer', { customerId: 'sinta' }, once())).toMatchObject({ ok: false, error: { code: 'refused' } });
    }
  });

  it.each([
    ['no JSON', 200, '<html>busy</html>'],
    ['another form', 200, '{"customerId":7}'],
    ['a refusal that the contract does not name', 418, '{"error":{"code":"teapot","message":"no"}}'],
    ['a key that is not accepted', 401, '{"error":{"code":"unauthorized","message":"no"}}'],
  ])('with %s is unavailable', async (_what, status, body) => {
    const { baseUrl } = await oddWallet(() => ({ status, body }));
    expect(await house.client({ baseUrl, attempts: 1 }).call('getCustomer', { customerId: 'sinta' }, once())).toMatchObject(UNAVAILABLE);
  });

  it('once and is well again has been no more than a delay', async () => {
    const { baseUrl, seen } = await oddWallet((count) => (count === 1 ? undefined : { status: 200, body: '{"payments":[]}' }));
    const answer = await house.client({ baseUrl }).call('listPayments', { customerId: 'sinta' }, once());
    expect(answer).toEqual({ ok: true, output: { payments: [] } });
    expect(seen).toHaveLength(2);
  });

  it('is found out by health', async () => {
    await house.client().health();
    await house.phone.setMode('down');
    await expect(house.client().health()).rejects.toThrow();
  });
});

it('says in the log what came instead of an answer', async () => {
  const { baseUrl } = await oddWallet(() => ({ status: 503, body: '<h1>Service Unavailable</h1>' }));
  expect(await house.client({ baseUrl, attempts: 1 }).call('startPasswordReset', start, once())).toMatchObject(UNAVAILABLE);
  expect(house.logged.map((line) => JSON.parse(line).reason)).toContain('Error: the wallet answered 503, and no JSON');
});

it('keeps the key and the customer’s contact out of the log', async () => {
  await house.phone.setMode('down');
  await house.client({ attempts: 1 }).call('startPasswordReset', start, once());
  expect(house.logged.length).toBeGreaterThan(0);
  expect(house.logged.join('')).not.toMatch(new RegExp(`${API_KEY}|3456 7890|81234567890`));
});
