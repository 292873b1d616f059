import { beforeEach, describe, expect, it } from 'vitest';
import type { Activity } from '../../src/core/activity.ts';
import { type House, openHouse } from './house.ts';

let house: House;
let sari: string;
let budi: string;
beforeEach(async () => {
  house = await openHouse();
  [sari, budi] = [await house.signIn('sari'), await house.signIn('budi')];
});

const texts = (activities: Activity[]) => activities.flatMap(({ text }) => text ?? []);
const logOf = async (id: string, reader: 'customer' | 'desk' = 'customer') =>
  (await house.storage.store.activitiesAfter(id, 0, reader)).activities;

describe('accept', () => {
  it('gives the conversation to exactly one of two who try at once', async () => {
    for (let round = 0; round < 5; round++) {
      const id = await house.waiting();
      const answers = await Promise.all([sari, budi].map((cookie) => house.post(cookie, `/conversations/${id}/accept`)));
      expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 409]);
      expect(answers.find(({ status }) => status === 409)?.body.error.code).toBe('conversation-already-taken');
      const winner = answers.find(({ status }) => status === 200)?.body;
      expect((await house.get(sari, `/conversations/${id}`)).body.conversation.owner).toEqual(winner.conversation.owner);
      const statuses = (await logOf(id)).filter(({ name }) => name === 'handoff.status');
      expect(statuses.map(({ value }) => value)).toEqual([{ state: 'accepted' }]);
      await house.post(winner.conversation.owner.agentId === 'sari' ? sari : budi, `/conversations/${id}/close`);
    }
  });

  it('answers the conversation and what was logged', async () => {
    const id = await house.waiting();
    const { body } = await house.post(sari, `/conversations/${id}/accept`);
    expect(body.conversation).toMatchObject({ id, owner: { kind: 'agent', agentId: 'sari', agentName: 'Sari Wulandari' } });
    expect(body.activities).toMatchObject([{ name: 'handoff.status', value: { state: 'accepted' }, from: { id: 'agent:sari' } }]);
  });

  it('holds her to her capacity, also when she accepts many at once', async () => {
    const ids = [];
    for (let n = 0; n < 7; n++) ids.push(await house.waiting());
    const answers = await Promise.all(ids.map((id) => house.post(sari, `/conversations/${id}/accept`)));
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(5);
    for (const { body } of answers.filter(({ status }) => status !== 200)) expect(body.error.code).toBe('agent-at-capacity');
    const { counts } = (await house.get(sari, '/inbox?view=mine')).body;
    expect(counts).toEqual({ waiting: 2, mine: 5 });
  });

  it('stands, though a note beside it is lost', async () => {
    const id = await house.waiting();
    const { records } = house.storage;
    const put = records.put.bind(records);
    let failed = 0;
    records.put = (collection, ...rest) => {
      if (collection !== 'cases') return put(collection, ...rest);
      failed += 1;
      return Promise.reject(new Error('the disk is away'));
    };
    expect((await house.post(sari, `/conversations/${id}/accept`)).status).toBe(200);
    expect(failed).toBe(1);
    records.put = put;
    expect((await house.post(sari, `/conversations/${id}/close`)).status).toBe(200);
  });

  it('needs a conversation that waits', async () => {
    const chat = house.chat();
    await chat.say('hello');
    expect(await house.post(sari, `/conversations/${chat.id}/accept`)).toMatchObject({
      status: 409,
      body: { error: { code: 'conversation-not-waiting' } },
    });
    expect(await house.post(sari, '/conversations/nowhere/accept')).toMatchObject({
      status: 404,
      body: { error: { code: 'conversation-not-found' } },
    });
  });
});

describe('writing', () => {
  let id: string;
  beforeEach(async () => {
    id = await house.waiting();
    await house.post(sari, `/conversations/${id}/accept`);
  });

  it('reaches the customer as a message, and nobody but the desk as a note', async () => {
    await house.post(sari, `/conversations/${id}/messages`, { text: 'Halo <b>dunia</b> 你好' });
    await house.post(budi, `/conversations/${id}/notes`, { text: 'Check the limit first' });
    expect(texts(await logOf(id)).at(-1)).toBe('Halo <b>dunia</b> 你好');
    expect(texts(await logOf(id))).not.toContain('Check the limit first');
    const seen: Activity[] = (await house.get(budi, `/conversations/${id}`)).body.activities;
    expect(seen.find(({ text }) => text === 'Check the limit first')).toMatchObject({ visibility: 'desk', from: { id: 'agent:budi' } });
  });

  it('is only for the one who holds it', async () => {
    for (const path of ['messages', 'return', 'close', 'transfer']) {
      const body = path === 'messages' ? { text: 'hi' } : path === 'transfer' ? { team: 'general' } : {};
      const answer = await house.post(budi, `/conversations/${id}/${path}`, body);
      expect(answer).toMatchObject({ status: 409, body: { error: { code: 'conversation-not-yours' } } });
    }
  });

  it('hides a secret that an agent types', async () => {
    const { body } = await house.post(sari, `/conversations/${id}/messages`, { text: 'your password is Rahasia123!' });
    expect(JSON.stringify(body)).not.toContain('Rahasia123!');
    expect(JSON.stringify(await logOf(id, 'desk'))).not.toContain('Rahasia123!');
  });

  it.each([
    ['a clientActivityId', { clientActivityId: 'k1' }, {}],
    ['an Idempotency-Key', {}, { 'idempotency-key': 'k1' }],
  ])('acts once for a request repeated with %s', async (_what, extra, headers) => {
    const send = () => house.post(sari, `/conversations/${id}/messages`, { text: 'once', ...extra }, headers);
    const [first, second] = await Promise.all([send(), send()]);
    const third = await send();
    expect(texts(await logOf(id)).filter((text) => text === 'once')).toHaveLength(1);
    for (const answer of [first, second, third]) expect(answer).toMatchObject({ status: 200, body: { activities: [{ text: 'once' }] } });
    expect(third.body.activities).toEqual(first.body.activities);
  });

  it('takes the same key of another agent, or for another command, as another request', async () => {
    const headers = { 'idempotency-key': 'k' };
    await house.post(sari, `/conversations/${id}/notes`, { text: 'one' }, headers);
    await house.post(budi, `/conversations/${id}/notes`, { text: 'two' }, headers);
    await house.post(sari, `/conversations/${id}/messages`, { text: 'three' }, headers);
    expect(texts(await logOf(id, 'desk')).slice(-3)).toEqual(['one', 'two', 'three']);
  });

  it('says the same thing twice when asked to twice', async () => {
    for (let n = 0; n < 2; n++) await house.post(sari, `/conversations/${id}/messages`, { text: 'ok' });
    expect(texts(await logOf(id)).filter((text) => text === 'ok')).toHaveLength(2);
  });

  it('carries the client’s id back, so that she finds her own', async () => {
    const { body } = await house.post(sari, `/conversations/${id}/messages`, { text: 'hi', clientActivityId: 'c-1' });
    expect(body.activities[0].channelData).toEqual({ clientActivityID: 'c-1' });
  });

  it.each([
    ['nothing', {}],
    ['an empty text', { text: '' }],
    ['only white space', { text: ' \n\t ' }],
    ['a text that is too long', { text: 'x'.repeat(4_001) }],
    ['a number', { text: 7 }],
    ['an unknown field', { text: 'hi', visibility: 'customer' }],
    ['a key that could be taken for another’s', { text: 'hi', clientActivityId: 'a|b' }],
  ])('refuses %s', async (_what, body) => {
    for (const path of ['messages', 'notes']) {
      const answer = await house.post(sari, `/conversations/${id}/${path}`, body);
      expect(answer).toMatchObject({ status: 400, body: { error: { code: 'bad-request' } } });
    }
  });

  it('refuses a bad Idempotency-Key', async () => {
    const answer = await house.post(sari, `/conversations/${id}/close`, {}, { 'idempotency-key': 'x'.repeat(200) });
    expect(answer.status).toBe(400);
  });

  it('takes the longest text there may be', async () => {
    expect((await house.post(sari, `/conversations/${id}/messages`, { text: '界'.repeat(4_000) })).status).toBe(200);
  });
});

describe('passing on', () => {
  it('goes back to the bot, which repeats the question it left', async () => {
    const chat = house.chat({ locale: 'en' });
    await chat.say('I forgot my password');
    const [question] = (await chat.heard()).slice(-1);
    await chat.say('human please');
    await house.post(sari, `/conversations/${chat.id}/accept`);
    await chat.heard();
    const answer = await house.post(sari, `/conversations/${chat.id}/return`);
    expect(answer).toMatchObject({ status: 200, body: { conversation: { owner: { kind: 'bot' } } } });
    expect((await chat.heard()).slice(-1)).toEqual([question]);
  });

  it('goes back to a step that she came through, and to no other', async () => {
    const chat = house.chat({ locale: 'en' });
    await chat.say('I forgot my password');
    await chat.say('wei@example');
    await chat.say('human please');
    await house.post(sari, `/conversations/${chat.id}/accept`);
    const { flow } = (await house.get(sari, `/conversations/${chat.id}`)).body;
    expect(await house.post(sari, `/conversations/${chat.id}/return`, { state: 'reset-password.expired' })).toMatchObject({
      status: 409,
      body: { error: { code: 'unknown-state' } },
    });
    expect(flow.state).toContain('mistyped');
    const { state } = flow.trail[0];
    expect((await house.post(sari, `/conversations/${chat.id}/return`, { state })).status).toBe(200);
    expect((await house.get(sari, `/conversations/${chat.id}`)).body.flow.state).toBe(state);
  });

  it('transfers to a colleague and into the queue of a team', async () => {
    const id = await house.waiting();
    await house.post(sari, `/conversations/${id}/accept`);
    const moved = await house.post(sari, `/conversations/${id}/transfer`, { agentId: 'budi' });
    expect(moved.body.conversation.owner).toMatchObject({ kind: 'agent', agentId: 'budi', agentName: 'Budi Santoso' });
    const queued = await house.post(budi, `/conversations/${id}/transfer`, { team: 'general' });
    expect(queued.body.conversation).toMatchObject({ owner: { kind: 'queue', team: 'general' }, reason: 'transferred' });
  });

  it.each([
    ['a team that nobody serves', { team: 'moon' }],
    ['an agent who does not exist', { agentId: 'nobody' }],
    ['herself', { agentId: 'sari' }],
    ['both at once', { agentId: 'budi', team: 'general' }],
    ['nowhere', {}],
  ])('does not transfer to %s', async (_what, to) => {
    const id = await house.waiting();
    await house.post(sari, `/conversations/${id}/accept`);
    expect(await house.post(sari, `/conversations/${id}/transfer`, to)).toMatchObject({
      status: 400,
      body: { error: { code: 'bad-request' } },
    });
    expect((await house.get(sari, `/conversations/${id}`)).body.conversation.owner.agentId).toBe('sari');
  });

  it('closes, and then it is nobody’s', async () => {
    const id = await house.waiting();
    await house.post(sari, `/conversations/${id}/accept`);
    expect((await house.post(sari, `/conversations/${id}/close`)).body.conversation).toMatchObject({
      status: 'closed',
      owner: { kind: 'bot' },
    });
    expect((await house.get(sari, '/inbox?view=mine')).body.counts.mine).toBe(0);
  });
});

describe('typing', () => {
  it('is told to the customer by the one who holds the conversation', async () => {
    const id = await house.waiting();
    const heard: unknown[] = [];
    house.storage.live.subscribe((signal) => heard.push(signal));
    expect((await house.post(sari, `/conversations/${id}/typing`)).status).toBe(409);
    await house.post(sari, `/conversations/${id}/accept`);
    expect((await house.post(budi, `/conversations/${id}/typing`)).status).toBe(409);
    expect((await house.post(sari, `/conversations/${id}/typing`)).status).toBe(204);
    await expect
      .poll(() => heard)
      .toEqual([{ kind: 'typing', conversationId: id, from: { id: 'agent:sari', name: 'Sari Wulandari', role: 'agent' } }]);
  });
});
