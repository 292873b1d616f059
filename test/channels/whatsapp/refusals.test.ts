import { createHmac } from 'node:crypto';
import { beforeEach, describe, expect, test } from 'vitest';
import { call } from '../meta-node.ts';
import { businessOf, refusal, useHouse } from './simulator-house.ts';

const HOUR_MS = 3_600_000;

const house = useHouse();
const { setting, api, post, sayHi, statuses, latest } = businessOf(house);

describe('whom we may write to', () => {
  test('outside of 24 hours only templates, told in a status', async () => {
    await house.siti.says('Halo');
    house.simulator.advance(24 * HOUR_MS - 1000);
    await sayHi();
    expect(house.siti.screen).toHaveLength(1);
    house.simulator.advance(1000);
    const late = await sayHi();
    expect(late.status).toBe(200);
    expect(house.siti.screen).toHaveLength(1);
    expect((await statuses()).at(-1)).toMatchObject({
      id: late.body.messages[0].id,
      status: 'failed',
      recipient_id: house.siti.id,
      errors: [{ code: 131047, title: 'Re-engagement message' }],
    });

    const template = (code: string, more = {}): object => ({
      type: 'template',
      template: { name: setting('TEMPLATE'), language: { code }, ...more },
    });
    expect((await post(template('id'))).status).toBe(200);
    expect(house.siti.screen.at(-1)?.text).toContain('Balas');
    expect(refusal(await post(template('ms')))).toEqual([404, 132001, `template name (${setting('TEMPLATE')}) does not exist in ms`]);
    const components = [{ type: 'body', parameters: [{ type: 'text', text: 'Siti' }] }];
    expect(refusal(await post(template('id', { components })))[1]).toBe(132000);
    for (const one of house.simulator.templates) one.status = 'PENDING';
    expect(refusal(await post(template('id')))[1]).toBe(132001);

    await house.siti.says('Ya?');
    await sayHi();
    expect(house.siti.screen).toHaveLength(3);
  });

  test('variables and quick replies of a template', async () => {
    house.simulator.templates.push({
      name: 'greet',
      language: 'id',
      status: 'APPROVED',
      category: 'marketing',
      body: 'Halo {{1}}!',
      buttons: ['Ya'],
    });
    const components = [
      { type: 'body', parameters: [{ type: 'text', text: 'Siti' }] },
      { type: 'button', sub_type: 'quick_reply', index: '0', parameters: [{ type: 'payload', payload: 'yes' }] },
    ];
    await post({ type: 'template', template: { name: 'greet', language: { code: 'id' }, components } });
    expect(house.siti.screen.at(-1)).toEqual({ text: 'Halo Siti!', options: ['Ya'], links: [] });
    await house.siti.taps('Ya');
    expect(await latest()).toMatchObject({
      type: 'button',
      button: { payload: 'yes', text: 'Ya' },
    });
  });

  test('a closed window can be told at once', async () => {
    house.simulator.strict = true;
    expect(refusal(await sayHi())).toEqual([400, 131047, expect.any(String)]);
  });

  test('who blocked us, or is not there, cannot be reached', async () => {
    await house.siti.says('Halo');
    await house.siti.blocks();
    expect((await sayHi()).status).toBe(200);
    expect((await statuses()).at(-1)).toMatchObject({ status: 'failed', errors: [{ code: 131026, title: 'Message undeliverable' }] });
    house.simulator.blockedStays = 'sent';
    await sayHi();
    expect((await statuses()).at(-1)).toMatchObject({ status: 'sent' });
    expect(house.siti.screen).toHaveLength(0);
    await house.siti.unblocks();
    await sayHi();
    expect(house.siti.screen).toHaveLength(1);
    expect((await sayHi('6281999')).status).toBe(200);
    expect((await statuses()).find((one) => one.recipient_id === '6281999')).toMatchObject({
      status: 'failed',
      errors: [{ code: 131026 }],
    });
    expect(refusal(await sayHi('siti'))[1]).toBe(131009);
    expect(refusal(await sayHi('+1 555 078 3881'))[1]).toBe(131021);
  });
});

describe('what goes wrong', () => {
  beforeEach(() => house.siti.says('Halo'));

  test('limits, failures, lost answers, in the order asked for', async () => {
    house.simulator.faults.limit(1, 5);
    house.simulator.faults.fail(1, 500);
    house.simulator.faults.fail(1, 503);
    house.simulator.faults.loseAnswers(1);
    expect(refusal(await sayHi()).slice(0, 2)).toEqual([400, 130429]);
    expect(refusal(await sayHi()).slice(0, 2)).toEqual([500, 131000]);
    expect(refusal(await sayHi()).slice(0, 2)).toEqual([503, 131016]);
    await expect(sayHi()).rejects.toThrow('fetch failed');
    expect(house.siti.screen).toHaveLength(1);
    expect((await sayHi()).status).toBe(200);
    house.simulator.limitPair(1);
    expect(refusal(await sayHi())[1]).toBe(131056);
    expect((await sayHi()).status).toBe(200);
  });

  test('tokens that are none, wrong or expired', async () => {
    const url = `${setting('API')}/${setting('PHONE_NUMBER_ID')}/messages`;
    expect(await call(url, undefined, {})).toMatchObject({ status: 401, body: { error: { code: 104 } } });
    expect(await call(url, 'guessed', {})).toMatchObject({ status: 401, body: { error: { code: 190, type: 'OAuthException' } } });
    house.simulator.faults.expireCredentials();
    expect(await sayHi()).toMatchObject({
      status: 401,
      body: { error: { code: 190, error_subcode: 463, fbtrace_id: expect.any(String) } },
    });
    house.simulator.faults.restoreCredentials();
    expect((await sayHi()).status).toBe(200);
  });

  test('a proof of the secret need not be there, but must be right', async () => {
    const url = `${setting('API')}/${setting('PHONE_NUMBER_ID')}?appsecret_proof=`;
    const proof = createHmac('sha256', setting('APP_SECRET')).update(setting('TOKEN')).digest('hex');
    expect((await call(url + proof, setting('TOKEN'))).status).toBe(200);
    expect(refusal(await call(`${url}guessed`, setting('TOKEN'))).slice(0, 2)).toEqual([400, 100]);
  });

  test('paths that there are not, and what was forgotten', async () => {
    expect(await api('12345/messages', { messaging_product: 'whatsapp' })).toMatchObject({
      status: 400,
      body: { error: { code: 100, error_subcode: 33 } },
    });
    expect(await api(`${setting('PHONE_NUMBER_ID')}/messages`, { to: house.siti.id })).toMatchObject({
      status: 400,
      body: { error: { message: '(#100) The parameter messaging_product is required.' } },
    });
    expect(
      await api(`${setting('PHONE_NUMBER_ID')}/messages`, { messaging_product: 'whatsapp', type: 'text', text: { body: 'x' } }),
    ).toMatchObject({ body: { error: { message: '(#100) The parameter to is required.' } } });
  });

  test('requests are noted, without the token', async () => {
    await fetch(`${setting('API')}/${setting('PHONE_NUMBER_ID')}?fields=id&access_token=${setting('TOKEN')}`);
    await sayHi();
    expect(house.simulator.requests.map(({ method, path }) => [method, path])).toEqual([
      ['GET', `/v23.0/${setting('PHONE_NUMBER_ID')}?fields=id`],
      ['POST', `/v23.0/${setting('PHONE_NUMBER_ID')}/messages`],
    ]);
    expect(house.simulator.requests[1]?.body).toMatchObject({ to: house.siti.id, text: { body: 'Halo' } });
    expect(JSON.stringify(house.simulator.requests)).not.toContain(setting('TOKEN'));
  });

  test('statuses can be left out', async () => {
    house.simulator.statuses = false;
    await sayHi();
    expect(await statuses()).toEqual([]);
  });
});
