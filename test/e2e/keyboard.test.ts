/** An agent's round without a mouse: sign in, take, answer, note, hand back, take again, close. */
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { generateToken, openOfficialClient, until } from '../helpers/official-client.ts';
import { createServerProcess, type ServerProcess } from '../helpers/server.ts';
import { openBrowser, visit } from './browser.ts';

const SECRET = 'direct-line-secret-of-the-tests';
let browser: Browser;
let server: ServerProcess;
beforeAll(async () => {
  [browser, server] = await Promise.all([openBrowser(), createServerProcess({ ESTAFET_DIRECTLINE_SECRET: SECRET })]);
  await server.start();
});
afterAll(async () => {
  await browser?.close();
  await server?.dispose();
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

  await reach('Return to the bot');
  await keyboard.press('Enter');
  await page.locator('dialog[open]').waitFor();
  await reach('Return', 'dialog[open]');
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
  await reach('Close conversation');
  await keyboard.press('Enter');
  await page.locator('dialog[open]').waitFor();
  await reach('Close', 'dialog[open]');
  await keyboard.press('Enter');
  await until(() => customer.shown.some(({ channelData }) => channelData?.messageKey === '_common.closed'), 'she is told it is closed');
  expect(errors).toEqual([]);
  customer.end();
  await close();

  /** Tabs on until the button of that name has the focus. */
  async function reach(name: string, within = 'body'): Promise<void> {
    const button = page.locator(within).getByRole('button', { name, exact: true });
    await button.waitFor();
    for (let tabs = 0; tabs < 60; tabs++) {
      if (await button.and(page.locator(':focus')).count()) return;
      await keyboard.press('Tab');
    }
    throw new Error(`Tab does not reach ${name}`);
  }
});
