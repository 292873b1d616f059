/** Every operation of the contract, good answers and refusals, through the client against the sandbox. */
import { isValidPhoneNumber } from 'libphonenumber-js/max';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { contract } from '../../src/wallet/contract.ts';
import { type House, once, openHouse } from './house.ts';

const SINTA = '+6281234567890';
let house: House;
beforeAll(async () => {
  house = await openHouse();
});
afterAll(() => house.close());

describe('password resets', () => {
  it('are started by phone or email, however written, and say nothing of the contact in full', async () => {
    for (const [contact, channel] of [
      ['0812 3456 7890', 'sms'],
      ['Emma@Example.test', 'email'],
    ] as const) {
      const answer = await house.client().call('startPasswordReset', { contact, locale: 'id' }, once());
      expect(answer).toMatchObject({ ok: true, output: { status: 'sent', channel, resendsLeft: 3 } });
      expect(JSON.stringify(answer)).not.toMatch(/81234567890|emma@example/i);
    }
    expect((await house.phone.messages()).map(({ to }) => to)).toEqual(expect.arrayContaining([SINTA, 'emma@example.test']));
  });

  it.each([
    ['not a contact', 'contact_invalid'],
    ['0812 0000 0001', 'account_not_found'],
    ['dewi@example.test', 'account_locked'],
    ['rizky@example.test', 'channel_unreachable'],
  ])('of %s are refused with %s', async (contact, code) => {
    const answer = await house.client().call('startPasswordReset', { contact, locale: 'id' }, once());
    expect(answer).toMatchObject({ ok: false, error: { code } });
    expect(contract.startPasswordReset.errors).toHaveProperty(code);
  });

  it('are limited, and say how long to wait', async () => {
    const start = () => house.client().call('startPasswordReset', { contact: 'bayu@example.test', locale: 'id' }, once());
    let answer = await start();
    for (let tries = 0; answer.ok && tries < 20; tries++) answer = await start();
    expect(answer).toMatchObject({ ok: false, error: { code: 'too_many_requests' } });
    expect(answer.ok ? 0 : Number(answer.error.details?.retryAfterSeconds)).toBeGreaterThan(0);
  });

  it('are sent again three times, each with another code, and then no more', async () => {
    const started = await house.client().call('startPasswordReset', { contact: 'wei@example.test', locale: 'zh' }, once());
    if (!started.ok) throw new Error(started.error.code);
    const resend = () => house.client().call('resendPasswordReset', { resetId: started.output.resetId }, once());
    for (const resendsLeft of [2, 1, 0]) expect(await resend()).toMatchObject({ ok: true, output: { resendsLeft } });
    expect(await resend()).toMatchObject({ ok: false, error: { code: 'resend_limit' } });
    house.clock.advance(11 * 60_000);
    const look = await house.client().call('getPasswordReset', { resetId: started.output.resetId }, once());
    expect(look).toMatchObject({ ok: true, output: { status: 'expired' } });
    expect(await resend()).toMatchObject({ ok: false, error: { code: 'reset_expired' } });
  });

  it('that never were are not found', async () => {
    for (const operation of ['getPasswordReset', 'resendPasswordReset'] as const) {
      const answer = await house.client().call(operation, { resetId: 'rst_none' }, once());
      expect(answer).toMatchObject({ ok: false, error: { code: 'reset_not_found' } });
    }
  });
});

describe('confirmations', () => {
  const ask = (contact = '0812 3456 7890') => house.client().call('startConfirmation', { contact, locale: 'id' }, once());
  async function started(contact?: string) {
    const answer = await ask(contact);
    if (!answer.ok) throw new Error(answer.error.code);
    return answer.output;
  }
  const look = (confirmationId: string) => house.client().call('getConfirmation', { confirmationId }, once());

  it('say who she is only once she has tapped the number that the chat shows', async () => {
    const { confirmationId, number } = await started();
    expect(await look(confirmationId)).toMatchObject({ ok: true, output: { status: 'pending' } });
    expect(JSON.stringify(await look(confirmationId))).not.toMatch(/sinta/i);
    await house.phone.tap(`tap ${number}`);
    const approved = { status: 'approved', customer: { customerId: 'sinta', name: 'Sinta Maharani' } };
    expect(await look(confirmationId)).toMatchObject({ ok: true, output: approved });
    await house.phone.tap('').catch(() => undefined);
    expect(await look(confirmationId)).toMatchObject({ ok: true, output: approved });
  });

  it('are denied by another number and by "not me", and expire', async () => {
    for (const seen of ['no number at all', '1']) {
      const { confirmationId } = await started('wei@example.test');
      await house.phone.tap(seen);
      const denied = await look(confirmationId);
      expect(denied).toMatchObject({ ok: true, output: { status: 'denied' } });
      expect(denied.ok && denied.output.customer).toBeUndefined();
    }
    const { confirmationId } = await started('emma@example.test');
    house.clock.advance(6 * 60_000);
    expect(await look(confirmationId)).toMatchObject({ ok: true, output: { status: 'expired' } });
  });

  it.each([
    ['nonsense', 'contact_invalid'],
    ['0812 0000 0001', 'account_not_found'],
    ['dewi@example.test', 'account_locked'],
  ])('of %s are refused with %s', async (contact, code) => {
    expect(await ask(contact)).toMatchObject({ ok: false, error: { code } });
  });

  it('are limited, and those that never were are not found', async () => {
    let answer = await ask('made@example.test');
    for (let tries = 0; answer.ok && tries < 20; tries++) answer = await ask('made@example.test');
    expect(answer).toMatchObject({ ok: false, error: { code: 'too_many_requests' } });
    expect(await look('cnf_none')).toMatchObject({ ok: false, error: { code: 'confirmation_not_found' } });
  });
});

describe('customers', () => {
  it('are told masked', async () => {
    const answer = await house.client().call('getCustomer', { customerId: 'sinta' }, once());
    expect(answer).toMatchObject({ ok: true, output: { name: 'Sinta Maharani', verified: true, maskedPhone: '+62 812••••7890' } });
    for (const operation of ['getCustomer', 'listPayments'] as const) {
      const unknown = await house.client().call(operation, { customerId: 'nobody' }, once());
      expect(unknown).toMatchObject({ ok: false, error: { code: 'customer_not_found' } });
    }
  });

  it('are believable: at least ten, with valid numbers', async () => {
    const page = await (await fetch(`${house.url}/`)).text();
    const phones = page.match(/\+62\d+/g) ?? [];
    expect(phones.length).toBeGreaterThanOrEqual(10);
    expect(phones.filter((phone) => !isValidPhoneNumber(phone))).toEqual([]);
  });

  it('have payments in every state, latest first, failed for at least twelve reasons', async () => {
    const page = await (await fetch(`${house.url}/`)).text();
    const ids = [...page.matchAll(/phone\?customer=(\w+)/g)].map((match) => match[1] ?? '');
    const lists = await Promise.all(ids.map((customerId) => house.client().call('listPayments', { customerId }, once())));
    const payments = lists.flatMap((list) => (list.ok ? list.output.payments : []));
    expect(new Set(payments.map(({ status }) => status))).toEqual(
      new Set(['succeeded', 'pending', 'failed', 'refunded', 'partly_refunded']),
    );
    expect(new Set(payments.flatMap(({ failureReason }) => failureReason ?? [])).size).toBeGreaterThanOrEqual(12);
    for (const list of lists) {
      const times = list.ok ? list.output.payments.map(({ createdAt }) => createdAt) : [];
      expect(times).toEqual(times.toSorted().toReversed());
    }
  });

  it('are told when deducted money returns, when a limit starts anew, and where the merchant is', async () => {
    const list = await house.client().call('listPayments', { customerId: 'sinta' }, once());
    const payments = list.ok ? list.output.payments : [];
    const by = (reason: string) => payments.find(({ failureReason }) => failureReason === reason);
    expect(by('deducted_but_failed')).toMatchObject({ deducted: true, refund: { overdue: false } });
    const limited = by('daily_limit');
    // Midnight in Jakarta.
    expect(limited?.limit?.resetsAt).toMatch(/T17:00:00/);
    expect(Date.parse(limited?.limit?.resetsAt ?? '')).toBeGreaterThan(Date.parse(limited?.createdAt ?? ''));
    house.clock.advance(4 * 86_400_000);
    const later = await house.client().call('listPayments', { customerId: 'sinta', limit: 5 }, once());
    expect(later.ok && later.output.payments.length).toBe(5);
    expect(later.ok && later.output.payments.find(({ deducted }) => deducted)?.refund?.overdue).toBe(true);
  });
});
