/** Refunds, money on its way and the account's safety, through the client against the sandbox. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { WRITE_OPERATIONS, type WalletOperation, type WalletOperations } from '../../src/core/wallet-operations.ts';
import { contract } from '../../src/wallet/contract.ts';
import { examples } from '../../src/wallet/examples.ts';
import { computeHolidays, readHolidays } from '../../src/wallet/sandbox/public-holidays.ts';
import { afterWorkingDays } from '../../src/wallet/sandbox/working-days.ts';
import { type House, once, openHouse } from './house.ts';

const DAY = 86_400_000;
let house: House;
beforeAll(async () => {
  house = await openHouse();
});
afterAll(() => house.close());

async function ask<T extends WalletOperation>(operation: T, input: WalletOperations[T]['input'], key = once()) {
  const answer = await house.client().call(operation, input, key);
  if (!answer.ok) throw new Error(answer.error.code);
  return answer.output;
}

const refused = (operation: WalletOperation, input: object) =>
  expect(house.client().call(operation, input as never, once())).resolves.toMatchObject({ ok: false, error: { code: expect.any(String) } });

async function confirmed(customerId: string): Promise<string> {
  const { confirmationId, number } = await ask('startConfirmation', { customerId, locale: 'id' });
  await house.phone.tap(number);
  return confirmationId;
}

const purchase = (customerId: string, place: number) => `buy-${customerId}-${place}`;

describe('examples and contract', () => {
  it.each(Object.keys(contract) as WalletOperation[])('%s: every example fits, and a write is one to the core too', (operation) => {
    const { output, write } = contract[operation];
    for (const example of examples[operation]) expect(output.parse(example)).toEqual(example);
    expect(WRITE_OPERATIONS.includes(operation)).toBe(write);
  });
});

describe('a refund', () => {
  it('is asked for once, shown in the list, and paid back in time', async () => {
    const paymentId = purchase('sinta', 1);
    const options = await ask('getRefundOptions', { customerId: 'sinta', paymentId, reason: 'double_payment' });
    expect(options).toMatchObject({ eligible: true, refundable: 189_000, payTo: 'balance', merchantContact: 'help@sociolla.example' });
    const confirmationId = await confirmed('sinta');
    const input = { customerId: 'sinta', confirmationId, paymentId, amount: 189_000, reason: 'double_payment' as const };
    const key = once();
    const first = await ask('requestRefund', input, key);
    expect(await ask('requestRefund', input, key)).toEqual(first);
    await refused('requestRefund', input);
    expect(first).toMatchObject({ status: 'reviewing', payBy: options.payBy });
    const { refunds } = await ask('listRefunds', { customerId: 'sinta' });
    expect(refunds.filter((refund) => refund.paymentId === paymentId)).toEqual([first]);
    const again = await ask('getRefundOptions', { customerId: 'sinta', paymentId, reason: 'double_payment' });
    expect(again).toMatchObject({ eligible: false, refusal: 'in_review', refund: { refundNumber: first.refundNumber } });
  });

  it.each([
    [3, 'cancelled', 'merchant_policy'],
    [3, 'wrong_recipient', 'needs_recipient'],
    [7, 'not_received', 'in_review'],
    [8, 'not_received', 'too_late'],
  ] as const)('of purchase %i for %s is refused: %s', async (place, reason, refusal) => {
    const options = await ask('getRefundOptions', { customerId: 'wei', paymentId: purchase('wei', place), reason });
    expect(options).toMatchObject({ eligible: false, refusal });
  });

  it('gives back what is left, and no more', async () => {
    const paymentId = purchase('wei', 5);
    const { refundable, refunded } = await ask('getRefundOptions', { customerId: 'wei', paymentId, reason: 'not_received' });
    expect([refundable, refunded]).toEqual([300_000, 120_000]);
    const input = { customerId: 'wei', confirmationId: await confirmed('wei'), paymentId, reason: 'not_received' };
    await refused('requestRefund', { ...input, amount: 300_001 });
  });

  it('of somebody else, or without her tap, is not to be had', async () => {
    const input = { customerId: 'emma', paymentId: purchase('emma', 1), amount: 189_000, reason: 'double_payment' };
    await refused('getRefundOptions', { ...input, paymentId: purchase('wei', 1) });
    await refused('requestRefund', { ...input, confirmationId: '' });
    await refused('requestRefund', { ...input, confirmationId: await confirmed('wei') });
    const late = await confirmed('emma');
    house.clock.advance(16 * 60_000);
    await refused('requestRefund', { ...input, confirmationId: late });
  });
});

describe('working days', () => {
  const wib = (date: string) => Date.parse(`${date}T17:00:00+07:00`);
  it.each([
    ['a week', '2026-11-02T10:00:00+07:00', 5, '2026-11-09'],
    ['over a weekend', '2026-11-06T23:30:00+07:00', 1, '2026-11-09'],
    ['over Christmas and its collective leave', '2026-12-23T09:00:00+07:00', 1, '2026-12-28'],
    ['over Idul Fitri and its collective leave', '2026-03-17T09:00:00+07:00', 1, '2026-03-25'],
    ['from Jakarta’s day, not London’s', '2026-11-08T18:00:00Z', 1, '2026-11-10'],
  ])('%s', (_name, from, days, until) => {
    expect(afterWorkingDays(Date.parse(from), days)).toBe(wib(until));
  });

  it('knows from the build what the calendar says', () => {
    const year = new Date().getFullYear();
    for (const each of [year, year + 1]) expect(readHolidays(each)).toEqual(computeHolidays(each));
  });
});

describe('money on its way', () => {
  it('is told truly, looked into when overdue, once, and seen to arrive', async () => {
    const { transactions } = await ask('listTransactions', { customerId: 'sinta' });
    expect(new Set(transactions.map(({ status }) => status))).toEqual(new Set(['on_the_way', 'arrived', 'returned']));
    const late = transactions.find(({ overdue }) => overdue);
    const early = transactions.find(({ status, overdue }) => status === 'on_the_way' && !overdue);
    const investigation = await ask('openInvestigation', { customerId: 'sinta', transactionId: late?.transactionId ?? '' });
    expect(await ask('openInvestigation', { customerId: 'sinta', transactionId: late?.transactionId ?? '' })).toEqual(investigation);
    await refused('openInvestigation', { customerId: 'sinta', transactionId: early?.transactionId });
    await refused('getTransaction', { customerId: 'wei', transactionId: early?.transactionId });
    house.clock.advance(DAY);
    expect(await ask('getTransaction', { customerId: 'sinta', transactionId: early?.transactionId ?? '' })).toMatchObject({
      status: 'arrived',
    });
  });
});

describe('an account in danger', () => {
  it('shows its devices and sign-ins, and signs out the others', async () => {
    const before = await ask('getSecuritySettings', { customerId: 'wei' });
    const stranger = before.signIns.find(({ known }) => !known);
    expect(before.devices.map(({ name }) => name)).toContain(stranger?.device);
    const confirmationId = await confirmed('wei');
    const other = before.devices.find(({ current }) => !current);
    expect(await ask('signOutDevice', { customerId: 'wei', confirmationId, deviceId: other?.deviceId ?? '' })).toEqual({ signedOut: true });
    expect(await ask('signOutDevices', { customerId: 'wei', confirmationId })).toEqual({ signedOut: 1 });
    const after = await ask('getSecuritySettings', { customerId: 'wei' });
    expect(after.devices.map(({ current }) => current)).toEqual([true]);
    await refused('signOutDevice', { customerId: 'wei', confirmationId, deviceId: other?.deviceId });
  });

  it('is frozen by her alone, and at once', async () => {
    await refused('freezeAccount', { customerId: 'emma', confirmationId: await confirmed('wei') });
    const input = { customerId: 'emma', confirmationId: await confirmed('emma') };
    expect(await ask('freezeAccount', input)).toMatchObject({ status: 'frozen' });
    expect(await ask('getCustomer', { customerId: 'emma' })).toMatchObject({ status: 'frozen' });
  });

  it('can be asked to be frozen by whoever names it, and only a person of the wallet decides', async () => {
    const asked = await ask('requestFreeze', { contact: '0813 1111 2222', locale: 'id' });
    expect(asked.maskedContact).not.toContain('11112222');
    expect(await ask('getCustomer', { customerId: 'agus' })).toMatchObject({ status: 'active' });
    await refused('requestFreeze', { contact: '0812 0000 0001', locale: 'id' });
  });
});
