import { beforeEach, describe, expect, it } from 'vitest';
import { type House, openHouse } from './house.ts';

let house: House;
let lin: string;
beforeEach(async () => {
  house = await openHouse();
  lin = await house.signIn('lin');
});

const MINUTE = 60_000;

/** From accept to close. */
async function handle(cookie: string, locale: string, ms: number, end = 'close'): Promise<void> {
  const id = await house.waiting(locale);
  await house.post(cookie, `/conversations/${id}/accept`);
  house.clock.advance(ms);
  expect((await house.post(cookie, `/conversations/${id}/${end}`)).status).toBe(200);
}

async function goOnline(name: string): Promise<void> {
  await house.connect(await house.signIn(name));
  await expect
    .poll(async () => (await house.get(lin, '/agents')).body.agents.find(({ id }: { id: string }) => id === name).online)
    .toBe(true);
}

describe('where a customer stands', () => {
  it('is nothing for one who does not wait', async () => {
    const chat = house.chat();
    await chat.say('hello');
    expect(await house.desk.queueStatus(chat.id)).toBeUndefined();
    expect(await house.desk.queueStatus('nowhere')).toBeUndefined();
  });

  it('is her place in the queue of her language', async () => {
    const [zh, en, en2] = [await house.waiting('zh'), await house.waiting('en'), (house.clock.advance(1), await house.waiting('en'))];
    expect((await house.desk.queueStatus(zh))?.position).toBe(1);
    expect((await house.desk.queueStatus(en))?.position).toBe(1);
    expect((await house.desk.queueStatus(en2))?.position).toBe(2);
  });

  it('counts the agents who could take her: online, of her team, in her language', async () => {
    const [zh, id] = [await house.waiting('zh'), await house.waiting('id')];
    expect(await house.desk.queueStatus(zh)).toEqual({ position: 1, agentsOnline: 0 });
    for (const name of ['sari', 'budi', 'lin', 'maya', 'admin']) await goOnline(name);
    house.clock.advance(1_000);
    expect((await house.desk.queueStatus(zh))?.agentsOnline).toBe(1);
    // Supervisor and admin speak it too, but serve no team.
    expect((await house.desk.queueStatus(id))?.agentsOnline).toBe(2);
  });

  it('has no estimate before anything was measured, nor with nobody online', async () => {
    await handle(lin, 'zh', 4 * MINUTE);
    const zh = await house.waiting('zh');
    expect(await house.desk.queueStatus(zh)).toEqual({ position: 1, agentsOnline: 0 });
    await goOnline('lin');
    await goOnline('sari');
    house.clock.advance(1_000);
    expect(await house.desk.queueStatus(zh)).toEqual({ position: 1, agentsOnline: 1, estimateSeconds: 240 });
    expect(await house.desk.queueStatus(await house.waiting('en'))).toEqual({ position: 1, agentsOnline: 2 });
  });

  it('estimates by place, median and agents', async () => {
    for (const minutes of [1, 30, 3]) await handle(lin, 'en', minutes * MINUTE, minutes === 3 ? 'return' : 'close');
    await goOnline('lin');
    await goOnline('sari');
    const ids = [];
    for (let n = 0; n < 4; n++) {
      ids.push(await house.waiting('en'));
      house.clock.advance(1);
    }
    expect(await house.desk.queueStatus(ids[3] ?? '')).toEqual({ position: 4, agentsOnline: 2, estimateSeconds: (4 * 3 * 60) / 2 });
  });

  it('takes the middle of an even number, and of the last 50 only', async () => {
    for (let n = 0; n < 51; n++) await handle(lin, 'zh', n === 0 ? 500 * MINUTE : n <= 25 ? MINUTE : 3 * MINUTE);
    await goOnline('lin');
    const status = await house.desk.queueStatus(await house.waiting('zh'));
    expect(status?.estimateSeconds).toBe(120);
  });

  it('measures each queue for itself, by the team and the language it came from', async () => {
    const { records } = house.storage;
    const budi = await records.get('agents', 'budi', house.clock.now());
    const payments = { ...budi?.value, id: 'payments', email: 'payments@demo.test', teams: ['payments'] };
    await records.put('agents', 'payments', payments, { index: { email: 'payments@demo.test', any: 'yes' } });
    await handle(lin, 'zh', MINUTE);
    const id = await house.waiting('zh');
    await house.post(lin, `/conversations/${id}/accept`);
    await house.post(lin, `/conversations/${id}/transfer`, { team: 'payments' });
    await house.post(lin, `/conversations/${id}/accept`);
    house.clock.advance(2 * MINUTE);
    await house.post(lin, `/conversations/${id}/close`);
    const times = await records.list('handling-times', house.clock.now());
    expect(times.map(({ key, value }) => [key, value])).toEqual([
      ['general|zh', { durations: [MINUTE] }],
      ['payments|zh', { durations: [2 * MINUTE] }],
    ]);
  });

  it('loses no measurement when two end at once', async () => {
    const ids = [await house.waiting('zh'), await house.waiting('zh'), await house.waiting('zh')];
    for (const id of ids) await house.post(lin, `/conversations/${id}/accept`);
    house.clock.advance(MINUTE);
    await Promise.all(ids.map((id) => house.post(lin, `/conversations/${id}/close`)));
    const record = await house.storage.records.get('handling-times', 'general|zh', house.clock.now());
    expect(record?.value).toEqual({ durations: [MINUTE, MINUTE, MINUTE] });
  });

  it('measures a close that is repeated once', async () => {
    const id = await house.waiting('zh');
    await house.post(lin, `/conversations/${id}/accept`);
    house.clock.advance(MINUTE);
    const close = () => house.post(lin, `/conversations/${id}/close`, {}, { 'idempotency-key': 'k' });
    await Promise.all([close(), close()]);
    await close();
    const record = await house.storage.records.get('handling-times', 'general|zh', house.clock.now());
    expect(record?.value).toEqual({ durations: [MINUTE] });
  });
});

describe('many who ask', () => {
  it('make one question a second', async () => {
    const id = await house.waiting('zh');
    const ask = house.storage.store.queuePosition.bind(house.storage.store);
    let asked = 0;
    house.storage.store.queuePosition = (...parameters) => {
      asked += 1;
      return ask(...parameters);
    };
    await Promise.all(Array.from({ length: 100 }, () => house.desk.queueStatus(id)));
    expect(asked).toBe(1);
    house.clock.advance(999);
    await house.desk.queueStatus(id);
    expect(asked).toBe(1);
    house.clock.advance(1);
    await house.desk.queueStatus(id);
    expect(asked).toBe(2);
  });

  it('are not told a place once she was accepted', async () => {
    const id = await house.waiting('zh');
    expect(await house.desk.queueStatus(id)).toBeDefined();
    await house.post(lin, `/conversations/${id}/accept`);
    expect(await house.desk.queueStatus(id)).toBeUndefined();
  });

  it('get an answer after one that failed', async () => {
    const id = await house.waiting('zh');
    const ask = house.storage.store.queuePosition.bind(house.storage.store);
    house.storage.store.queuePosition = () => Promise.reject(new Error('the disk is away'));
    await expect(house.desk.queueStatus(id)).rejects.toThrow('the disk is away');
    house.storage.store.queuePosition = ask;
    expect((await house.desk.queueStatus(id))?.position).toBe(1);
  });
});
