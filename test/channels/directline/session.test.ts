import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type House, openHouse } from './house.ts';

let house: House;
beforeEach(async () => {
  house = await openHouse();
});
afterEach(() => house.close());

const session = (body: object = {}) => house.call('POST', '/widget/session', undefined, body);
const DAY = 86_400_000;

async function customerToken(customerId: string): Promise<string> {
  const response = await fetch(`${house.harness.sandboxUrl}/token`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ customerId }),
  });
  const { token } = (await response.json()) as { token: string };
  return token;
}

describe('a widget’s session', () => {
  it('begins for a guest, and leads back to the same conversation', async () => {
    const first = await session({ locale: 'id' });
    expect(first.status).toBe(200);
    const { token, conversationId, resumeToken } = first.body;
    expect((await house.call('POST', '/v3/directline/conversations', token, {})).status).toBe(201);
    house.harness.clock.advance(29 * DAY);
    const second = (await session({ resumeToken })).body;
    expect([second.conversationId, second.resumeToken]).toEqual([conversationId, resumeToken]);
    expect((await house.call('POST', '/v3/directline/conversations', second.token, {})).status).toBe(200);
    // Each use counts anew.
    house.harness.clock.advance(29 * DAY);
    expect((await session({ resumeToken })).body.conversationId).toBe(conversationId);
  });

  it('begins anew with a resume token that is unknown or thirty days old', async () => {
    const { resumeToken, conversationId } = (await session()).body;
    house.harness.clock.advance(30 * DAY + 1);
    expect((await session({ resumeToken })).body.conversationId).not.toBe(conversationId);
    expect((await session({ resumeToken: 'never-made' })).status).toBe(200);
  });

  it('does not keep the resume token as it is', async () => {
    const { resumeToken, conversationId } = (await session()).body;
    const records = await house.harness.storage.records.list('resume', house.harness.clock.now());
    expect(records.map(({ value }) => value.conversationId)).toEqual([conversationId]);
    expect(JSON.stringify(records)).not.toContain(resumeToken);
  });

  it('knows the customer whom the wallet signed, and her conversation is opened for nobody else', async () => {
    const sinta = await customerToken('sinta');
    const { token, conversationId, resumeToken } = (await session({ customerToken: sinta })).body;
    await house.call('POST', '/v3/directline/conversations', token, {});
    const { customer } = await house.harness.chat({ id: conversationId }).conversation();
    expect(customer).toMatchObject({ walletId: 'sinta' });
    expect((await session({ customerToken: sinta, resumeToken })).body.conversationId).toBe(conversationId);
    expect((await session({ resumeToken })).body.conversationId).not.toBe(conversationId);
    expect((await session({ resumeToken, customerToken: await customerToken('wei') })).body.conversationId).not.toBe(conversationId);
  });

  it('refuses a customer token that the wallet did not sign', async () => {
    const { status, body } = await session({ customerToken: `${(await customerToken('sinta')).slice(0, -4)}AAAA` });
    expect([status, body.error.code]).toEqual([401, 'customer-token-invalid']);
  });

  it('is limited per address', async () => {
    await house.close();
    house = await openHouse({ settings: { sessionsPerMinute: 2 } });
    const statuses = [];
    for (let index = 0; index < 3; index++) statuses.push((await session()).status);
    expect(statuses).toEqual([200, 200, 429]);
  });
});
