/** Makes the pictures of the README: `npm run screenshots`. Brings up a demo of its own on an empty folder. */
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core';

const FOLDER = 'docs/screenshots';
const PORT = '3977';
const URL = `http://localhost:${PORT}`;
const WIDE = { viewport: { width: 1180, height: 820 } };
const PHONE = { viewport: { width: 390, height: 780 }, hasTouch: true, isMobile: true };

const data = mkdtempSync(join(tmpdir(), 'estafet-screenshots-'));
const server: ChildProcess = spawn(process.execPath, ['src/main.ts'], {
  env: { PATH: process.env.PATH, PORT, ESTAFET_DATA: data, ESTAFET_STORE: `sqlite:${join(data, 'estafet.db')}` },
  stdio: 'inherit',
});
const browser = await chromium.launch({ executablePath: process.env.CHROMIUM_PATH ?? '/usr/bin/chromium', args: ['--no-sandbox'] });
try {
  mkdirSync(FOLDER, { recursive: true });
  await up();
  await take(browser);
} finally {
  await browser.close();
  server.kill();
  rmSync(data, { recursive: true, force: true });
}

async function take(from: Browser): Promise<void> {
  const sinta = await chat(from, { ...WIDE, locale: 'id-ID' }, ['halo, saya lupa kata sandi', '0812-3456-7890']);
  await sinta.locator('.arrival-text').first().waitFor();
  await shoot(sinta, 'chat.png');
  await say(sinta, 'mau bicara dengan petugas');
  await sinta.locator('estafet-widget .queue').waitFor();

  const sari = await open(from, '/desk/', { ...WIDE, locale: 'en-US' });
  await sari.locator('input[name=email]').fill('sari@demo.test');
  await sari.locator('input[name=password]').fill('demo');
  await sari.locator('button[type=submit]').click();
  await sari.locator('a.item').first().click();
  await sari.getByRole('button', { name: 'Accept', exact: true }).click();
  const field = sari.locator('.composer textarea');
  await field.fill('Halo Sinta, saya Sari. Kodenya sudah kami kirim ke HP Anda, ya.');
  await field.press('Control+Enter');
  await shoot(sari, 'console.png');
  await sari.emulateMedia({ colorScheme: 'dark' });
  await sari.setViewportSize(PHONE.viewport);
  await shoot(sari, 'console-phone-dark.png');

  const phone = await chat(from, { ...PHONE, locale: 'id-ID' }, ['pembayaran saya gagal']);
  await shoot(phone, 'chat-phone.png');
  const wei = await open(from, '/', { ...PHONE, locale: 'zh-CN', colorScheme: 'dark' });
  await wei.locator('label', { hasText: 'Wei' }).click();
  await begin(wei, ['付款失败了，钱扣了吗？']);
  await shoot(wei, 'chat-phone-dark.png');

  await sideBySide(from, ['chat.png', 'console.png'], 'overview.png', WIDE.viewport, 0.6);
  await sideBySide(from, ['chat-phone.png', 'chat-phone-dark.png', 'console-phone-dark.png'], 'phones.png', PHONE.viewport, 0.75);
}

async function chat(from: Browser, options: BrowserContextOptions, texts: string[]): Promise<Page> {
  const page = await open(from, '/', options);
  await begin(page, texts);
  return page;
}

async function begin(page: Page, texts: string[]): Promise<void> {
  await page.locator('estafet-widget .launcher').click();
  await page.locator('estafet-widget .bubble').first().waitFor();
  for (const text of texts) await say(page, text);
}

async function open(from: Browser, path: string, options: BrowserContextOptions): Promise<Page> {
  const context = await from.newContext(options);
  const page = await context.newPage();
  await page.goto(URL + path);
  return page;
}

/** Resolves when she was answered. */
async function say(page: Page, text: string): Promise<void> {
  const messages = page.locator('estafet-widget .bubble');
  const before = await messages.count();
  const input = page.locator('estafet-widget textarea');
  await input.fill(text);
  await input.press('Enter');
  await messages.nth(before + 1).waitFor();
}

async function shoot(page: Page, name: string): Promise<void> {
  // Animations have ended and the last line has come.
  await page.waitForTimeout(1_500);
  await page.screenshot({ path: join(FOLDER, name) });
}

async function sideBySide(
  from: Browser,
  names: string[],
  into: string,
  size: { width: number; height: number },
  scale: number,
): Promise<void> {
  const images = names.map((name) => `<img src="data:image/png;base64,${readFileSync(join(FOLDER, name)).toString('base64')}">`);
  const viewport = { width: size.width * names.length + 24 * (names.length + 1), height: size.height + 48 };
  const page = await from.newPage({ viewport, deviceScaleFactor: scale });
  await page.setContent(
    `<style>body{margin:0;padding:24px;display:flex;gap:24px;background:#e9e6e1}img{border-radius:12px;box-shadow:0 6px 30px #0002}</style>${images.join('')}`,
  );
  await page.waitForTimeout(300);
  await page.screenshot({ path: join(FOLDER, into) });
  for (const name of names) rmSync(join(FOLDER, name));
}

async function up(): Promise<void> {
  for (let tries = 0; tries < 100; tries++) {
    const response = await fetch(`${URL}/healthz`).catch(() => undefined);
    if (response?.ok) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error(`nothing answers at ${URL}`);
}
