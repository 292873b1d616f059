/** Microsoft's WebChat, unchanged, with our server: it chats, uploads, comes back after a reload and after an outage. */
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { generateToken } from '../helpers/official-client.ts';
import { createServerProcess, type ServerProcess } from '../helpers/server.ts';
import { sharedBrowser, type Visitor, visit } from './browser.ts';
import { serveWebChat, type WebChatPage } from './webchat-page.ts';

const SECRET = 'secret-of-the-company-with-webchat';
const PNG = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==', 'base64');
const GREETING = /virtual assistant/;
let browser: Browser;
let server: ServerProcess;
let host: WebChatPage;
let visitor: Visitor;
let page: Page;

beforeAll(async () => {
  [browser, server] = await Promise.all([sharedBrowser(), createServerProcess({ ESTAFET_DIRECTLINE_SECRET: SECRET })]);
  await server.start();
});
beforeEach(async () => {
  const { token } = await generateToken(server.url, SECRET, { id: 'dl_webchat' });
  host = await serveWebChat(server.url, token);
  visitor = await visit(browser, host.url, { locale: 'en-US' });
  page = visitor.page;
  await bubble(GREETING).waitFor();
  return async () => {
    expect(visitor.errors).toEqual([]);
    await visitor.close();
    host.close();
  };
});
afterAll(async () => {
  await server?.dispose();
});

const bubbles = () => page.locator('.webchat__bubble__content').allTextContents();
const bubble = (text: string | RegExp) => page.locator('.webchat__bubble__content').filter({ hasText: text });

async function say(text: string): Promise<void> {
  await page.locator('[data-id="webchat-sendbox-input"]').fill(text);
  await page.locator('[data-id="webchat-sendbox-input"]').press('Enter');
}

it('shows quick replies, which vanish once one is tapped, and its history after a reload, once and in order', {
  timeout: 60_000,
}, async () => {
  await say('my payment failed');
  const choice = page.getByRole('toolbar').getByRole('button', { name: 'Not enough balance' });
  await choice.click();
  await expect.poll(() => choice.count()).toBe(0);
  await page
    .getByText(/top up/i)
    .first()
    .waitFor();
  const before = await bubbles();
  expect(before[1]).toBe('my payment failed');
  expect(before).toContain('Not enough balance');
  await page.reload();
  await expect.poll(bubbles, { timeout: 15_000 }).toEqual(before);
});

it('uploads a picture, which can be opened from the transcript, also after a reload', { timeout: 60_000 }, async () => {
  await page.locator('input[type=file]').setInputFiles({ name: 'screen.png', mimeType: 'image/png', buffer: PNG });
  await page.locator('.webchat__attachment-icon--checked').waitFor();
  await say('this is what I see');
  const file = page.locator('a[download="screen.png"]');
  for (const load of [() => undefined, () => page.reload()]) {
    await load();
    await bubble('this is what I see').waitFor();
    const response = await page.request.get((await file.getAttribute('href')) ?? '');
    expect(Buffer.from(await response.body())).toEqual(PNG);
  }
});

it('comes back after the server was killed; nothing is lost or shown twice', { timeout: 90_000 }, async () => {
  await say('I forgot my password');
  await expect.poll(async () => (await bubbles()).length, { timeout: 15_000 }).toBe(3);
  const before = await bubbles();
  await server.kill();
  await page.waitForTimeout(500);
  await server.start();
  await say('I want to talk to a person');
  // What WebChat could not send it offers to send again.
  const again = page.getByRole('button', { name: /retry/i });
  await expect
    .poll(
      async () => {
        if (await again.count()) await again.first().click();
        return (await bubbles()).length;
      },
      { timeout: 45_000, interval: 500 },
    )
    .toBeGreaterThan(before.length + 1);
  const after = await bubbles();
  expect(after.slice(0, before.length)).toEqual(before);
  expect(after.filter((text) => text === 'I want to talk to a person')).toHaveLength(1);
});
