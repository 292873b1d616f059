/** What axe finds on every page and state, light and dark, wide and narrow; and the chat by keyboard alone. */
import { AxeBuilder } from '@axe-core/playwright';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createServerProcess, type ServerProcess } from '../helpers/server.ts';
import { agentOn, customerOn, openBrowser, visit } from './browser.ts';

const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];
const SCREENS = [
  ['wide and light', { viewport: { width: 1280, height: 860 }, colorScheme: 'light' }],
  ['narrow and dark', { viewport: { width: 320, height: 700 }, colorScheme: 'dark' }],
] as const;

let browser: Browser;
let server: ServerProcess;
beforeAll(async () => {
  [browser, server] = await Promise.all([openBrowser(), createServerProcess()]);
  await server.start();
});
afterAll(async () => {
  await browser?.close();
  await server?.dispose();
});

async function expectNothingFound(page: Page, state: string): Promise<void> {
  // What fades in is judged once it is there.
  await page.waitForTimeout(400);
  const { violations } = await new AxeBuilder({ page }).withTags(RULES).analyze();
  const found = violations.flatMap(({ id, nodes }) =>
    nodes.map(({ target, failureSummary }) => `${id} ${target.join(' ')}: ${failureSummary}`),
  );
  expect(found, state).toEqual([]);
  const [content = 0, seen = 0] = await page.evaluate<number[]>(
    '[document.documentElement.scrollWidth, document.documentElement.clientWidth]',
  );
  expect(content, `${state}: nothing sticks out sideways`).toBeLessThanOrEqual(seen);
}

describe.each(SCREENS)('%s', (_name, screen) => {
  it('the chat', { timeout: 60_000 }, async () => {
    const { page, close } = await visit(browser, server.url, { locale: 'id-ID', ...screen });
    const customer = customerOn(page);
    await page.locator('estafet-widget .launcher').waitFor();
    await expectNothingFound(page, 'demo page');
    await customer.open();
    await customer.hears('Ceritakan');
    await expectNothingFound(page, 'greeted, with quick replies');
    await customer.say('pembayaran saya gagal');
    await customer.panel.locator('.card-title').first().waitFor();
    await expectNothingFound(page, 'payments as cards');
    await customer.say('mau bicara dengan petugas');
    await customer.panel.locator('.queue').waitFor();
    await expectNothingFound(page, 'in the queue');
    await close();
  });

  it('the console', { timeout: 60_000 }, async () => {
    const { page, close } = await visit(browser, `${server.url}/desk/`, { locale: 'en-US', ...screen });
    const agent = agentOn(page);
    await page.locator('input[name=email]').waitFor();
    await expectNothingFound(page, 'sign-in');
    await agent.signIn('sari@demo.test');
    await expectNothingFound(page, 'inbox');
    await agent.openFirst('All');
    await agent.log.waitFor();
    await expectNothingFound(page, 'conversation');
    await close();
  });

  it('the wallet’s pages', { timeout: 60_000 }, async () => {
    const { page, close } = await visit(browser, `${server.url}/sandbox/`, { locale: 'en-US', ...screen });
    await expectNothingFound(page, 'sandbox');
    await page.goto(`${server.url}/sandbox/login`);
    await expectNothingFound(page, 'log-in');
    await close();
  });
});

it('is used by keyboard alone, and focus is never lost', { timeout: 60_000 }, async () => {
  const { page, close } = await visit(browser, server.url, { locale: 'id-ID' });
  await page.locator('estafet-widget .launcher').focus();
  await page.keyboard.press('Enter');
  const focused = () => page.evaluate<string>('document.activeElement.shadowRoot.activeElement.tagName');
  await page.locator('estafet-widget dialog .replies button').first().waitFor();
  expect(await focused()).toBe('TEXTAREA');
  // Back from the text field to the first quick reply, which is the last thing before it.
  await page.keyboard.press('Shift+Tab');
  await page.keyboard.press('Enter');
  await customerOn(page).hears('petugas');
  expect(await focused()).toBe('TEXTAREA');
  await page.keyboard.type('terima kasih');
  await page.keyboard.press('Enter');
  await page.locator('estafet-widget .group.me .bubble', { hasText: 'terima kasih' }).waitFor();
  await page.keyboard.press('Escape');
  expect(await page.locator('estafet-widget dialog').isVisible()).toBe(false);
  expect(await page.evaluate<string>('document.activeElement.shadowRoot.activeElement.className')).toBe('launcher');
  await close();
});
