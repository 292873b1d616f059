import { cp, mkdtemp, readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { acceptCorrection, dropCorrection, listCorrections } from '../../src/cli/corrections.ts';
import { ROOT } from '../helpers/harness.ts';
import { type House, openHouse } from './house.ts';

let house: House;
let sari: string;
beforeEach(async () => {
  house = await openHouse();
  sari = await house.signIn('sari');
});

async function asked(text: string): Promise<string> {
  const chat = house.chat({ locale: 'en' });
  await chat.say(text);
  await chat.say('I want to talk to a person');
  return chat.id;
}

describe('the topic of a conversation', () => {
  it('is chosen among those there are, in the agent’s words', async () => {
    const { body } = await house.get(sari, '/topics?lang=en');
    expect(body.topics).toContainEqual({ id: 'top-up', title: 'Top up' });
    const refused = await house.post(sari, `/conversations/${await house.waiting()}/topic`, { topic: 'nope' });
    expect(refused).toMatchObject({ status: 400, body: { error: { code: 'bad-request' } } });
  });

  it('is corrected for the desk alone, and kept as a suggestion without numbers', async () => {
    const id = await asked('blue elephants 0812 3456 7890 at budi@mail.com');
    const { status, body } = await house.post(sari, `/conversations/${id}/topic?lang=en`, { topic: 'top-up' });
    expect([status, body.conversation.topic, body.conversation.topicTitle]).toEqual([200, 'top-up', 'Top up']);
    const log = (await house.storage.store.activitiesAfter(id, 0, 'customer')).activities;
    expect(log.some(({ name }) => name === 'topic.corrected')).toBe(false);
    const lines = await listCorrections(house.storage.records, house.clock.now());
    expect(lines).toHaveLength(1);
    expect(lines[0]).toContain('→ top-up  blue elephants 0 at email');
    expect(lines[0]).not.toMatch(/0812|budi@/);
    await dropCorrection(house.storage.records, id);
    expect(await listCorrections(house.storage.records, house.clock.now())).toEqual([]);
  });

  it('goes among the phrases only when a person accepts it', async () => {
    const dir = await mkdtemp(join(tmpdir(), 'locales-'));
    await cp(join(ROOT, 'locales'), dir, { recursive: true });
    const id = await asked('blue elephants into my balance');
    await house.post(sari, `/conversations/${id}/topic`, { topic: 'top-up' });
    const { records } = house.storage;
    expect(await readFile(join(dir, 'en/top-up.json'), 'utf8')).not.toContain('elephants');
    const [line] = await listCorrections(records, house.clock.now());
    expect(line).toContain('elephants');
    await acceptCorrection(records, id, dir, house.clock.now());
    const file = JSON.parse(await readFile(join(dir, 'en/top-up.json'), 'utf8')) as { utterances: Record<string, string[]> };
    expect(file.utterances['top-up']).toContain('blue elephants into my balance');
    await expect(acceptCorrection(records, id, dir, house.clock.now())).rejects.toThrow('no suggestion');
  });
});
