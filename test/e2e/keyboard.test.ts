/** Without a mouse: a whole reset; and an agent's round: sign in, take, answer, note, hand back, take again, close. */
import type { Browser, Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { generateToken, openOfficialClient, until } from '../helpers/official-client.ts';
import { createServerProcess, type ServerProcess } from '../helpers/server.ts';
import { customerOn, sharedBrowser, visit } from './browser.ts';

const SECRET = 'direct-line-secret-of-the-tests';
let browser: Browser;
let server: ServerProcess;
beforeAll(async () => {
  [browser, server] = await Promise.all([sharedBrowser(), createServerProcess({ ESTAFET_DIRECTLINE_SECRET: SECRET })]);
  await server.start();
});
afterAll(async () => {
  await server?.dispose();
});

/** Tabs on until it has the focus. */
async function reach(page: Page, what: Locator, name: string): Promise<void> {
  await what.waitFor();
  for (let tabs = 0; tabs < 60; tabs++) {
    if (await what.and(page.locator(':focus')).count()) return;
    await page.keyboard.press('Tab');
  }
  throw new Error(`Tab does not reach ${name}`);
}

it('resets a password from the first word to the last by keyboard alone', { timeout: 60_000 }, async () => {
  const { page, errors, close } = await visit(browser, server.url, { locale: 'en-US' });
  const { panel, hears } = customerOn(page);
  await reach(page, page.locator('estafet-widget .launcher'), 'the chat');
  await page.keyboard.press('Enter');
  await hears('virtual assistant');
  await page.keyboard.type('I forgot my password');
  await page.keyboard.press('Enter');
  await hears('phone number or email on your account');
  await page.keyboard.type('0812 3456 7890');
  await page.keyboard.press('Enter');
  await reach(page, panel.getByRole('link', { name: 'Open the secure page' }), 'the secure page');
  const code = /\b\d{6}\b/.exec(await page.locator('.arrival-text').first().innerText())?.[0] ?? '';
  const [secure] = await Promise.all([page.context().waitForEvent('page'), page.keyboard.press('Enter')]);

  await secure.waitForLoadState();
  await reach(secure, secure.locator('#code'), 'the code');
  await secure.keyboard.type(code);
  for (let field = 0; field < 2; field += 1) {
    await secure.keyboard.press('Tab');
    await secure.keyboard.type('Baru-2026!x');
  }
  await secure.keyboard.press('Enter');
  await secure.getByRole('status').waitFor();
  await hears('Your password has been changed');
  expect(errors).toEqual([]);
  await close();
});

it('goes through an agent’s whole round by keyboard alone', { timeout: 60_000 }, async () => {
  const { token } = await generateToken(server.url, SECRET, { id: 'dl_customer' });
  const customer = openOfficialClient({ url: server.url, token, locale: 'en', userId: 'dl_customer' });
  const heard = (text: string) => until(() => customer.shown.some((activity) => activity.text === text), `she hears: ${text}`);
  await customer.say('I forgot my password');
  await customer.say('human please');

  const { page, errors, close } = await visit(browser, `${server.url}/desk/`, { locale: 'en-US' });
  const { keyboard } = page;
  await page.locator('input[name=email]').waitFor();
  await keyboard.type('lin@demo.test');
  await keyboard.press('Tab');
  await keyboard.type('demo');
  await keyboard.press('Enter');
  await page.locator('a.item').first().waitFor();

  await keyboard.press('?');
  await page.locator('dialog[open]').waitFor();
  await keyboard.press('Escape');
  await page.locator('dialog[open]').waitFor({ state: 'hidden' });
  await keyboard.press('j');
  await page.getByRole('log').getByText('I forgot my password').waitFor();
  await keyboard.press('a');
  await page.locator('.composer input[value=reply]:checked').waitFor({ state: 'attached' });
  await keyboard.press('r');
  await page.locator('.composer textarea:focus').waitFor();
  await keyboard.type('Hello, this is Lin.');
  await keyboard.press('Control+Enter');
  await heard('Hello, this is Lin.');

  await keyboard.press('Escape');
  await keyboard.press('n');
  await page.locator('.composer[data-mode=note] textarea:focus').waitFor();
  await keyboard.type('she sounds calm');
  await keyboard.press('Control+Enter');
  await page.locator('.entry[data-note=true]', { hasText: 'she sounds calm' }).waitFor();

  const edge = page.locator('.splitter[data-edge=inbox]');
  const width = async () => Number(await edge.getAttribute('aria-valuenow'));
  const before = await width();
  await edge.focus();
  await keyboard.press('ArrowRight');
  expect(await width()).toBe(before + 1);
  await keyboard.press('Enter');

  await tabTo('Return to the bot');
  await keyboard.press('Enter');
  await page.locator('dialog[open]').waitFor();
  await tabTo('Return', 'dialog[open]');
  await keyboard.press('Enter');
  await until(
    () => customer.shown.filter(({ channelData }) => channelData?.messageKey === 'reset-password.ask-contact').length === 2,
    'the bot asks again',
  );
  expect(customer.shown.some(({ text }) => text === 'she sounds calm')).toBe(false);

  await customer.say('human please');
  await page.locator('[data-key=accept]').waitFor();
  await keyboard.press('Escape');
  await keyboard.press('a');
  await tabTo('Close conversation');
  await keyboard.press('Enter');
  await page.locator('dialog[open]').waitFor();
  await tabTo('Close', 'dialog[open]');
  await keyboard.press('Enter');
  await until(() => customer.shown.some(({ channelData }) => channelData?.messageKey === '_common.closed'), 'she is told it is closed');
  expect(errors).toEqual([]);
  customer.end();
  await close();

  async function tabTo(name: string, within = 'body'): Promise<void> {
    await reach(page, page.locator(within).getByRole('button', { name, exact: true }), name);
  }
});
