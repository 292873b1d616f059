/** A real Chromium, and what a customer and an agent do in it. */
import { existsSync } from 'node:fs';
import { type Browser, type BrowserContext, chromium, type Locator, type Page } from 'playwright-core';

/** The same Chromium without the windows around its pages, which nobody sees, takes half the time. */
const CHROMIUMS = ['/usr/bin/chromium-headless-shell', '/usr/bin/chromium'];

let shared: Promise<Browser> | undefined;

/** One for all files of a worker, and it ends with it: whoever visits has a context of her own. */
export function sharedBrowser(): Promise<Browser> {
  shared ??= openBrowser();
  return shared;
}

/** @param flags more of Chromium's command line */
export async function openBrowser(...flags: string[]): Promise<Browser> {
  const executablePath = process.env.CHROMIUM_PATH ?? CHROMIUMS.find((path) => existsSync(path));
  return chromium.launch({ ...(executablePath !== undefined && { executablePath }), args: ['--no-sandbox', ...flags] });
}

export interface Visitor {
  page: Page;
  /** Errors of the page and of its console. */
  errors: string[];
  close(): Promise<void>;
}

/** As most people have it. Drawing what moves takes a quarter of all that a page costs, so most tests do without. */
export const MOVING = { reducedMotion: 'no-preference' } as const;

/** A browser of her own: no cookies or storage shared with anyone. Nothing moves in it, save where it is asked for. */
export async function visit(browser: Browser, url: string, options: Parameters<Browser['newContext']>[0] = {}): Promise<Visitor> {
  const context: BrowserContext = await browser.newContext({ viewport: { width: 1280, height: 900 }, reducedMotion: 'reduce', ...options });
  context.setDefaultTimeout(15_000);
  const page = await context.newPage();
  const errors: string[] = [];
  page.on('pageerror', (error) => errors.push(error.message));
  await page.goto(url);
  return { page, errors, close: () => context.close() };
}

export interface Customer {
  panel: Locator;
  /** Opens the chat. */
  open(): Promise<void>;
  say(text: string): Promise<void>;
  tap(reply: string | RegExp): Promise<void>;
  /** Waits until the latest message that is not hers reads so. */
  hears(text: string | RegExp): Promise<void>;
  /** Every message in the chat, in order. */
  bubbles(): Promise<string[]>;
}

export function customerOn(page: Page): Customer {
  const panel = page.locator('estafet-widget dialog');
  return {
    panel,
    async open() {
      await page.locator('estafet-widget .launcher').click();
      await panel.waitFor();
    },
    async say(text) {
      const field = panel.locator('textarea');
      const mine = panel.locator('.group.me .bubble');
      const before = await mine.count();
      await field.fill(text);
      await field.press('Enter');
      await mine.nth(before).waitFor();
    },
    tap: (reply) => panel.getByRole('button', { name: reply, exact: typeof reply === 'string' }).click(),
    hears: (text) => panel.locator('.group.bot .bubble, .group.agent .bubble, .system').filter({ hasText: text }).last().waitFor(),
    bubbles: () => panel.locator('.bubble').allTextContents(),
  };
}

export interface AgentDesk {
  signIn(email: string): Promise<void>;
  /** Opens the first conversation of a view. */
  openFirst(view: string): Promise<void>;
  press(name: string | RegExp): Promise<void>;
  reply(text: string): Promise<void>;
  log: Locator;
}

export function agentOn(page: Page): AgentDesk {
  return {
    log: page.getByRole('log'),
    async signIn(email) {
      await page.locator('input[name=email]').fill(email);
      await page.locator('input[name=password]').fill('demo');
      await page.locator('button[type=submit]').click();
      await page.getByRole('tablist').waitFor();
    },
    async openFirst(view) {
      await page.getByRole('tab', { name: view }).click();
      await page.locator('a.item').first().click();
    },
    press: (name) => page.getByRole('button', { name, exact: typeof name === 'string' }).click(),
    async reply(text) {
      const field = page.locator('.composer textarea');
      await field.fill(text);
      await field.press('Control+Enter');
      await page.getByRole('log').getByText(text).waitFor();
    },
  };
}
