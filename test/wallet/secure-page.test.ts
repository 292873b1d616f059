/** The wallet's own page for the code and the new password. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type House, once, openHouse } from './house.ts';

const GOOD = 'Baru-2026!x';
let house: House;
let link = '';
let code = '';
let resetId = '';

beforeEach(async () => {
  house = await openHouse();
  const started = await house.client().call('startPasswordReset', { contact: '0812 3456 7890', locale: 'id' }, once());
  if (!started.ok) throw new Error(started.error.code);
  ({ resetId, securePageUrl: link } = started.output);
  code = (await house.phone.messages())[0]?.code ?? '';
});
afterEach(() => house.close());

async function submit(fields: { code?: string; password?: string; confirmation?: string }): Promise<{ status: number; html: string }> {
  const body = new URLSearchParams({ code, password: GOOD, confirmation: fields.password ?? GOOD, ...fields });
  const response = await fetch(link, { method: 'POST', body, headers: { 'Accept-Language': 'en' } });
  return { status: response.status, html: await response.text() };
}
async function status() {
  const look = await house.client().call('getPasswordReset', { resetId }, once());
  return look.ok && look.output.status;
}

describe('the secure page', () => {
  it('speaks her language, and says nothing of the code', async () => {
    for (const [language, words] of [
      ['id-ID,id;q=0.9', 'Buat kata sandi baru'],
      ['zh-CN', '设置新密码'],
      ['en-US', 'Choose a new password'],
      ['fr', 'Buat kata sandi baru'],
    ] as const) {
      const html = await (await fetch(link, { headers: { 'Accept-Language': language } })).text();
      expect(html).toContain(words);
      expect(html).not.toContain(code);
    }
    expect(await status()).toBe('opened');
  });

  it('sets the password with the right code, and the wallet says so', async () => {
    expect(await submit({})).toMatchObject({ status: 200 });
    expect(await status()).toBe('completed');
  });

  it.each(['short-1A', 'alllowercase-1', 'ALLUPPERCASE-1', 'NoDigits-here', 'NoSpecial1here'])(
    'turns down the weak password %s',
    async (password) => {
      const weak = password === 'short-1A' ? 'Ab-1' : password;
      const { status: answered, html } = await submit({ password: weak });
      expect(answered).toBe(422);
      expect(html).toContain('strong enough');
      expect(html).not.toContain(weak);
    },
  );

  it('asks for the same password twice', async () => {
    expect((await submit({ confirmation: 'Lain-2026!x' })).html).toContain('aren’t the same');
    expect(await status()).not.toBe('completed');
  });

  it('stops after too many wrong codes, even for the right one', async () => {
    const wrong = code === '000000' ? '111111' : '000000';
    for (let tries = 0; tries < 4; tries++) expect((await submit({ code: wrong })).html).toContain('doesn’t match');
    await submit({ code: wrong });
    expect(await status()).toBe('too_many_attempts');
    expect((await submit({})).html).toContain('wrong too often');
  });

  it('is over after ten minutes', async () => {
    house.clock.advance(10 * 60_000 + 1);
    expect((await submit({})).html).toContain('expired');
  });

  it('is nowhere without its token, and takes no HTML for a code', async () => {
    link = link.replace(/[^/]+$/, 'no-such-token');
    expect((await submit({ code: '<script>alert(1)</script>' })).status).toBe(404);
    expect((await submit({ code: '<script>alert(1)</script>' })).html).not.toContain('<script>alert');
  });
});

describe('the sandbox’s own doors', () => {
  it('take a mood that exists, and no other', async () => {
    await house.phone.setMode('refuse');
    expect(await (await fetch(`${house.url}/control`)).json()).toEqual({ mode: 'refuse' });
    await expect(house.phone.setMode('grumpy')).rejects.toThrow();
    expect(await (await fetch(`${house.url}/control`)).json()).toEqual({ mode: 'refuse' });
  });

  it('show each customer’s phone its own messages only', async () => {
    const messagesOf = async (id: string) =>
      ((await (await fetch(`${house.url}/phone/messages?customer=${id}`)).json()) as { messages: unknown[] }).messages;
    expect([(await messagesOf('sinta')).length, (await messagesOf('wei')).length]).toEqual([1, 0]);
  });
});
