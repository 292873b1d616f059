/** The widget over a network that drops, delays 5 s and repeats: nothing lost, nothing twice, and she always knows. */
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openRoughNetwork, type RoughNetwork } from '../helpers/rough-network.ts';
import { createServerProcess, type ServerProcess } from '../helpers/server.ts';
import { customerOn, sharedBrowser, visit } from './browser.ts';

let browser: Browser;
let server: ServerProcess;
let network: RoughNetwork;
beforeAll(async () => {
  [browser, server] = await Promise.all([sharedBrowser(), createServerProcess()]);
  await server.start();
  network = await openRoughNetwork(server.url, 5_000);
});
afterAll(async () => {
  await network?.close();
  await server?.dispose();
});

it('loses and repeats nothing, and says what was sent', { timeout: 90_000 }, async () => {
  const { page, errors, close } = await visit(browser, network.url, { locale: 'id-ID' });
  const customer = customerOn(page);
  const mine = page.locator('estafet-widget .group.me .bubble');
  const waiting = page.locator('estafet-widget .pending');
  await customer.open();
  await customer.say('mau bicara dengan petugas');
  await customer.panel.locator('.queue').waitFor();

  const texts = ['lose-request', 'lose-answer', 'repeat', 'delay', 'all well'];
  network.mishaps.push('lose-request', 'lose-answer', 'repeat', 'delay');
  for (const text of texts) {
    await customer.say(text);
    network.cut();
  }
  await expect.poll(() => waiting.count(), { timeout: 40_000 }).toBe(0);

  network.down(true);
  await customer.say('written while away');
  await page.locator('estafet-widget .pending[data-state=failed]', { hasText: 'written while away' }).waitFor();
  await customer.panel.getByText('Koneksi terputus').waitFor();
  // What was not sent outlives the page.
  network.down(false);
  await page.reload();
  await customer.open();
  await expect.poll(() => waiting.count(), { timeout: 40_000 }).toBe(0);

  const said = ['mau bicara dengan petugas', ...texts, 'written while away'];
  await expect.poll(() => mine.allTextContents(), { timeout: 20_000 }).toEqual(said);
  await page.reload();
  await customer.open();
  await expect.poll(() => mine.allTextContents(), { timeout: 20_000 }).toEqual(said);
  expect(errors).toEqual([]);
  await close();
});
