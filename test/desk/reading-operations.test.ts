import { beforeEach, describe, expect, it } from 'vitest';
import { type House, openHouse } from './house.ts';

let house: House;
let sari: string;
beforeEach(async () => {
  house = await openHouse();
  sari = await house.signIn('sari');
});

describe('the inbox', () => {
  it('shows who waits, longest first, with why and what was said last', async () => {
    const first = house.chat({ locale: 'en' });
    await first.say('I forgot my password');
    await first.say('human please');
    const since = house.clock.now();
    house.clock.advance(60_000);
    const second = await house.waiting('zh');
    const { status, body } = await house.get(sari, '/inbox?view=waiting&lang=en');
    expect(status).toBe(200);
    expect(body.counts).toEqual({ waiting: 2, mine: 0 });
    expect(body.conversations.map(({ id }: { id: string }) => id)).toEqual([first.id, second]);
    expect(body.conversations[0]).toEqual({
      id: first.id,
      topic: 'reset-password',
      topicTitle: house.world.texts.format('en', 'reset-password.title'),
      locale: 'en',
      channel: 'test',
      status: 'open',
      owner: { kind: 'queue', team: 'general', locale: 'en', since },
      waitingSince: since,
      reason: 'asked-for-person',
      reasonText: 'Asked for a person',
      customer: { id: `user-${first.id}` },
      lastText: house.world.texts.format('en', '_common.handoff-started'),
      lastFrom: 'bot',
      createdAt: since,
      updatedAt: since,
      customerAt: since,
    });
  });

  it('speaks her language: the one she asks for, else her own', async () => {
    await house.waiting('zh');
    const reason = async (path: string) => (await house.get(sari, path)).body.conversations[0].reasonText;
    expect(await reason('/inbox?lang=zh')).toBe(house.world.texts.format('zh', '_common.reason.asked-for-person'));
    expect(await reason('/inbox')).toBe(house.world.texts.format('id', '_common.reason.asked-for-person'));
    expect(await reason('/inbox?lang=en-GB')).toBe('Asked for a person');
  });

  it('shows hers under mine, with the reason she was needed for, and everything under all', async () => {
    const id = await house.waiting();
    const other = await house.waiting();
    house.clock.advance(1_000);
    await house.post(sari, `/conversations/${id}/accept`);
    const mine = (await house.get(sari, '/inbox?view=mine&lang=en')).body;
    expect(mine.conversations).toMatchObject([{ id, owner: { kind: 'agent', agentId: 'sari' }, reasonText: 'Asked for a person' }]);
    expect(mine.conversations[0].waitingSince).toBeUndefined();
    expect(mine.counts).toEqual({ waiting: 1, mine: 1 });
    const all = (await house.get(sari, '/inbox?view=all')).body.conversations;
    expect(all.map((row: { id: string }) => row.id)).toEqual([id, other]);
    expect((await house.get(await house.signIn('budi'), '/inbox?view=mine')).body.conversations).toEqual([]);
  });

  it('pages', async () => {
    const ids = [];
    for (let n = 0; n < 5; n++) {
      ids.push(await house.waiting());
      house.clock.advance(1_000);
    }
    const page = async (query: string) => (await house.get(sari, `/inbox?${query}`)).body.conversations.map(({ id }: { id: string }) => id);
    expect(await page('limit=2')).toEqual(ids.slice(0, 2));
    expect(await page('limit=2&offset=2')).toEqual(ids.slice(2, 4));
    expect(await page('limit=2&offset=4')).toEqual(ids.slice(4));
  });

  it.each(['view=theirs', 'limit=0', 'limit=201', 'limit=many', 'offset=-1', 'limit=1.5', 'colour=red', `lang=${'x'.repeat(50)}`])(
    'refuses ?%s',
    async (query) => {
      expect(await house.get(sari, `/inbox?${query}`)).toMatchObject({ status: 400, body: { error: { code: 'bad-request' } } });
    },
  );

  it('shows the customer’s last words, cut where they are long, and never a note', async () => {
    const chat = house.chat({ locale: 'en' });
    await chat.say('human please');
    await chat.say('💥'.repeat(300));
    await house.post(sari, `/conversations/${chat.id}/notes`, { text: 'for the team' });
    const [row] = (await house.get(sari, '/inbox')).body.conversations;
    expect(row).toMatchObject({ lastFrom: 'user', lastText: `${'💥'.repeat(200)}…` });
  });
});

describe('a conversation', () => {
  it('comes with its log, private notes included, from a watermark on', async () => {
    const id = await house.waiting();
    await house.post(sari, `/conversations/${id}/notes`, { text: 'look at the limit' });
    const all = (await house.get(sari, `/conversations/${id}`)).body;
    expect(all.activities.map(({ seq }: { seq: number }) => seq)).toEqual(all.activities.map((_: unknown, index: number) => index + 1));
    expect(all.activities.at(-1)).toMatchObject({ text: 'look at the limit', visibility: 'desk' });
    expect(all).toMatchObject({ watermark: all.activities.length, more: false });
    await house.post(sari, `/conversations/${id}/notes`, { text: 'done' });
    const news = (await house.get(sari, `/conversations/${id}?after=${all.watermark}`)).body;
    expect(news.activities).toMatchObject([{ text: 'done' }]);
    expect(news.watermark).toBe(all.watermark + 1);
  });

  it('comes in pages when it is long', async () => {
    const id = await house.waiting();
    await Promise.all(Array.from({ length: 4 }, () => house.post(sari, `/conversations/${id}/notes`, { text: 'x' })));
    for (let n = 0; n < 200; n++) await house.post(sari, `/conversations/${id}/notes`, { text: `note ${n}` });
    const first = (await house.get(sari, `/conversations/${id}`)).body;
    expect(first).toMatchObject({ watermark: 200, more: true });
    const rest = (await house.get(sari, `/conversations/${id}?after=200`)).body;
    expect(rest.more).toBe(false);
    expect(rest.activities.at(-1).text).toBe('note 199');
  });

  it('tells the flow, the step and the facts, and not the snapshot', async () => {
    const chat = house.chat({ locale: 'zh' });
    await chat.say('我忘记密码了');
    await chat.say('081234567890');
    const { status, body } = await house.get(sari, `/conversations/${chat.id}?lang=en`);
    expect(status).toBe(200);
    const { flow } = body;
    expect(flow).toMatchObject({ id: 'reset-password', title: house.world.texts.format('en', 'reset-password.title') });
    const title = house.world.texts.format('en', `reset-password.state.${flow.state.replace('reset-password.', '')}`);
    expect(flow.stateTitle).toBe(title);
    expect(flow.trail).toContainEqual(expect.objectContaining({ state: flow.state, title }));
    expect(flow.trail.at(-1)).toMatchObject({ state: flow.state, title });
    expect(flow.facts.length).toBeGreaterThan(0);
    for (const fact of flow.facts) expect(fact.label).toBe(house.world.texts.format('en', `reset-password.fact.${fact.name}`));
    const { conversation } = body;
    expect(conversation).not.toHaveProperty('runs');
    expect(conversation).not.toHaveProperty('address');
    expect(JSON.stringify(body)).not.toMatch(/snapshot|"context"/);
  });

  it('says where the customer is when the flow waits for the wallet', async () => {
    const chat = house.chat({ locale: 'en' });
    await chat.say('I forgot my password');
    await house.outbox.stop();
    await house.engine.handle({
      kind: 'activity',
      id: 'contact',
      conversationId: chat.id,
      activity: { type: 'message', text: '081234567890', from: { id: 'u' } },
      origin: { channel: 'test', delivery: 'pull', customer: { id: 'u' } },
    });
    expect((await house.get(sari, `/conversations/${chat.id}`)).body.flow.state).toBe('reset-password.sending');
  });

  it('has no flow where none runs, nor where its version is gone', async () => {
    const id = await house.waiting();
    expect((await house.get(sari, `/conversations/${id}`)).body.flow).toBeNull();
    const { conversation } = await house.storage.store.load(id);
    if (!conversation) throw new Error('the conversation is gone');
    const run = {
      id: 'r',
      flow: 'gone@1',
      snapshot: { value: 'x', context: {}, status: 'active' as const, history: {} },
      calls: {},
      timers: {},
      trail: [],
    };
    await house.storage.store.commit({
      inputId: 'by hand',
      expectedVersion: conversation.version,
      conversation: { ...conversation, version: conversation.version + 1, runs: [run] },
      activities: [],
      effects: [],
      timers: { set: [], cancel: [] },
    });
    expect((await house.get(sari, `/conversations/${id}`)).body.flow).toBeNull();
  });

  it('is not found where there is none', async () => {
    for (const path of ['/conversations/nowhere', '/conversations/nowhere/customer', `/conversations/${'x'.repeat(300)}`]) {
      expect(await house.get(sari, path)).toMatchObject({ status: 404, body: { error: { code: 'conversation-not-found' } } });
    }
    expect((await house.get(sari, `/conversations/${'x'.repeat(301)}`)).status).toBe(400);
    expect((await house.get(sari, '/conversations/nowhere?after=-1')).status).toBe(400);
  });

  it('is for nobody’s cache', async () => {
    const id = await house.waiting();
    for (const path of ['/inbox', `/conversations/${id}`, '/session']) {
      expect((await house.get(sari, path)).headers['Cache-Control']).toBe('no-store');
    }
  });
});

describe('colleagues', () => {
  it('are listed with whether they are there, and without what is theirs alone', async () => {
    await house.connect(await house.signIn('lin'));
    const agents = async () => (await house.get(sari, '/agents')).body.agents;
    await expect.poll(async () => (await agents()).filter(({ online }: { online: boolean }) => online)).toHaveLength(1);
    const listed = await agents();
    expect(listed.map(({ id }: { id: string }) => id)).toEqual(['admin', 'budi', 'lin', 'maya', 'sari']);
    expect(listed[2]).toEqual({ id: 'lin', name: 'Lin Mei 林梅', role: 'agent', teams: ['general'], locales: ['zh', 'en'], online: true });
    expect(JSON.stringify(listed)).not.toMatch(/argon2|@demo/);
  });
});
