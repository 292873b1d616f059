import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type House, openHouse } from './house.ts';

let house: House;
let sari: string;
beforeEach(async () => {
  house = await openHouse();
  sari = await house.signIn('sari');
});
afterEach(() => vi.useRealTimers());

const HEARTBEAT = '{"type":"heartbeat"}';
const lastCursor = async () => (await house.storage.store.changesAfter(0, 1_000)).at(-1)?.cursor;
const online = async () =>
  (await house.get(sari, '/agents')).body.agents
    .filter(({ online: there }: { online: boolean }) => there)
    .map(({ id }: { id: string }) => id);

describe('the live feed', () => {
  it('greets, then tells what changed, once for what changes together', async () => {
    const before = await house.waiting();
    const socket = await house.connect(sari);
    expect(socket.received[0]).toMatchObject({ type: 'hello', agent: { id: 'sari' } });
    await house.post(sari, `/conversations/${before}/accept`);
    for (let n = 0; n < 10; n++) await house.post(sari, `/conversations/${before}/messages`, { text: `${n}` });
    await expect.poll(() => socket.of('changed').at(-1)).toMatchObject({ conversationId: before, cursor: await lastCursor() });
    expect(socket.of('changed').length).toBeLessThan(6);
  });

  it('tells every agent, of every conversation', async () => {
    const sockets = [await house.connect(sari), await house.connect(await house.signIn('budi'))];
    const ids = [await house.waiting(), await house.waiting('zh')];
    for (const socket of sockets) {
      await expect
        .poll(() => new Set(socket.of('changed').map((message) => (message as { conversationId: string }).conversationId)))
        .toEqual(new Set(ids));
    }
  });

  it('says nothing of what changed before', async () => {
    for (let n = 0; n < 3; n++) await house.waiting();
    const socket = await house.connect(sari, { desk: await house.openDesk() });
    const id = await house.waiting();
    await expect.poll(() => socket.of('changed').length).toBeGreaterThan(0);
    expect(socket.of('changed')).toMatchObject([{ conversationId: id }]);
  });

  it('says who types', async () => {
    const socket = await house.connect(sari);
    const from = { id: 'u', role: 'user' as const };
    house.storage.live.publish({ kind: 'typing', conversationId: 'c', from });
    await expect.poll(() => socket.of('typing')).toEqual([{ type: 'typing', conversationId: 'c', from }]);
  });

  it('lets nobody in without a session', async () => {
    await expect(house.connect('')).rejects.toMatchObject({ code: 'unauthorized' });
    await expect(house.connect(`estafet_desk=${'A'.repeat(43)}`)).rejects.toMatchObject({ code: 'unauthorized' });
  });

  it('closes at sign-out, that session alone', async () => {
    const other = await house.signIn('sari');
    const [mine, hers] = [await house.connect(sari), await house.connect(other)];
    await house.call('DELETE', '/session', { cookie: sari });
    expect(mine.closed).toBe(4401);
    expect(hers.closed).toBeUndefined();
    await house.waiting();
    await expect.poll(() => hers.of('changed').length).toBeGreaterThan(0);
    expect(mine.of('changed')).toEqual([]);
  });

  it('closes at the next heartbeat when the session ended elsewhere or ran out', async () => {
    const socket = await house.connect(sari);
    for (const { key } of await house.storage.records.list('sessions', house.clock.now()))
      await house.storage.records.delete('sessions', key);
    house.clock.advance(10_000);
    socket.say(HEARTBEAT);
    await expect.poll(() => socket.closed).toBe(4401);
  });

  it.each(['', 'hello', '{"type":"changed"}', '{"type":"heartbeat","more":1}', '[]', 'null'])('closes on %j', async (text) => {
    const socket = await house.connect(sari);
    socket.say(text);
    await expect.poll(() => socket.closed).toBe(1008);
  });

  it('closes when the desk does', async () => {
    const socket = await house.connect(sari);
    await house.desk.close();
    expect(socket.closed).toBe(1001);
  });

  it('closes on a client that fell silent, and keeps one that beats', async () => {
    vi.useFakeTimers({ toFake: ['setInterval'] });
    const other = await openHouse();
    const [silent, alive] = [await other.connect(await other.signIn('sari')), await other.connect(await other.signIn('budi'))];
    for (let seconds = 0; seconds < 60; seconds += 10) {
      other.clock.advance(10_000);
      alive.say(HEARTBEAT);
      vi.advanceTimersByTime(10_000);
    }
    expect(silent.closed).toBe(4408);
    expect(alive.closed).toBeUndefined();
  });
});

describe('presence', () => {
  it('begins with the socket and is told to all', async () => {
    const socket = await house.connect(sari);
    await expect.poll(() => socket.of('presence')).toEqual([{ type: 'presence', agentsOnline: 1 }]);
    await house.connect(await house.signIn('budi'));
    await expect.poll(() => socket.of('presence').at(-1)).toEqual({ type: 'presence', agentsOnline: 2 });
    expect(await online()).toEqual(['budi', 'sari']);
  });

  it('counts an agent with two tabs once', async () => {
    await house.connect(sari);
    const second = await house.connect(sari);
    await expect.poll(() => second.of('presence').at(-1)).toEqual({ type: 'presence', agentsOnline: 1 });
  });

  it('lasts a minute beyond the last heartbeat, so that a reload frees nothing', async () => {
    const socket = await house.connect(sari);
    await expect.poll(online).toEqual(['sari']);
    house.clock.advance(50_000);
    socket.say(HEARTBEAT);
    const lease = async () => (await house.storage.records.list('presence', house.clock.now()))[0]?.expiresAt;
    await expect.poll(lease).toBe(house.clock.now() + 60_000);
    socket.leave();
    house.clock.advance(59_999);
    expect(await online()).toEqual(['sari']);
    house.clock.advance(1);
    expect(await online()).toEqual([]);
  });

  it('ends at sign-out at once, unless she is there in another browser', async () => {
    const other = await house.signIn('sari');
    const socket = await house.connect(await house.signIn('budi'));
    await house.connect(sari);
    await house.connect(other);
    await expect.poll(() => socket.of('presence').at(-1)).toMatchObject({ agentsOnline: 2 });
    await house.call('DELETE', '/session', { cookie: sari });
    sari = other;
    // Writes are done in order: had she been taken out, it would be by now.
    await house.waiting();
    expect(await online()).toEqual(['budi', 'sari']);
    const asBudi = await house.signIn('budi');
    await house.call('DELETE', '/session', { cookie: other });
    sari = asBudi;
    await expect.poll(online).toEqual(['budi']);
    await expect.poll(() => socket.of('presence').at(-1)).toMatchObject({ agentsOnline: 1 });
  });

  it('gives all who were there the grace after a restart, and nobody who had left', async () => {
    await house.connect(await house.signIn('lin'));
    await expect.poll(online).toEqual(['lin']);
    house.clock.advance(5 * 60_000);
    await house.connect(sari);
    await expect.poll(online).toEqual(['sari']);
    await house.desk.close();
    house.clock.advance(5 * 60_000);
    expect(await online()).toEqual([]);
    await house.openDesk();
    expect(await online()).toEqual(['sari']);
    house.clock.advance(60_000);
    expect(await online()).toEqual([]);
  });

  it('takes nobody to be still there after a night', async () => {
    await house.connect(sari);
    await expect.poll(online).toEqual(['sari']);
    await house.desk.close();
    house.clock.advance(8 * 60 * 60_000);
    await house.openDesk();
    expect(await online()).toEqual([]);
  });
});
