/**
 * Makes the pictures of the README from a demo that is running: `node scripts/screenshots.ts [url]`.
 * Start the demo on an empty data folder, so that nothing else is in the picture.
 */
import { readFileSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { type Browser, chromium, type Page } from 'playwright-core';

const FOLDER = 'docs/screenshots';
const SIZE = { width: 1180, height: 820 };
const url = process.argv[2] ?? 'http://localhost:3978';

const browser = await chromium.launch({ executablePath: process.env.CHROMIUM_PATH ?? '/usr/bin/chromium', args: ['--no-sandbox'] });
await mkdir(FOLDER, { recursive: true });

const customer = await open(browser, '/', 'id-ID');
await customer.locator('estafet-widget .launcher').click();
for (const text of ['halo, saya lupa kata sandi', '0812-3456-7890']) await say(customer, text);
await customer.locator('.arrival-text').first().waitFor();
await settle(customer);
await customer.screenshot({ path: join(FOLDER, 'chat.png') });

await say(customer, 'mau bicara dengan petugas');
await customer.locator('estafet-widget .queue').waitFor();
const agent = await open(browser, '/desk/', 'en-US');
await agent.locator('input[name=email]').fill('sari@demo.test');
await agent.locator('input[name=password]').fill('demo');
await agent.locator('button[type=submit]').click();
await agent.locator('a.item').first().click();
await agent.getByRole('button', { name: 'Accept', exact: true }).click();
const field = agent.locator('.composer textarea');
await field.fill('Halo Sinta, saya Sari. Kodenya sudah kami kirim ke HP Anda, ya.');
await field.press('Control+Enter');
await settle(agent);
await agent.screenshot({ path: join(FOLDER, 'console.png') });

await sideBySide(browser, ['chat.png', 'console.png'], join(FOLDER, 'overview.png'));
await browser.close();

async function open(from: Browser, path: string, locale: string): Promise<Page> {
  const context = await from.newContext({ viewport: SIZE, locale });
  const page = await context.newPage();
  await page.goto(url + path);
  return page;
}

async function say(page: Page, text: string): Promise<void> {
  const messages = page.locator('estafet-widget .bubble');
  const before = await messages.count();
  const input = page.locator('estafet-widget textarea');
  await input.fill(text);
  await input.press('Enter');
  await messages.nth(before + 1).waitFor();
}

/** Animations have ended and the last answer has come. */
async function settle(page: Page): Promise<void> {
  await page.waitForTimeout(1_500);
}

async function sideBySide(from: Browser, names: string[], path: string): Promise<void> {
  const images = names.map((name) => `<img src="data:image/png;base64,${readFileSync(join(FOLDER, name)).toString('base64')}">`);
  const page = await from.newPage({ viewport: { width: SIZE.width * 2 + 72, height: SIZE.height + 48 }, deviceScaleFactor: 0.6 });
  await page.setContent(
    `<style>body{margin:0;padding:24px;display:flex;gap:24px;background:#e9e6e1}img{border-radius:12px;box-shadow:0 6px 30px #0002}</style>${images.join('')}`,
  );
  await page.waitForTimeout(300);
  await page.screenshot({ path });
}
