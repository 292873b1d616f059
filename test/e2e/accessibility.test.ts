/** What axe finds on every page and state, light and dark, wide and narrow; and the chat by keyboard alone. */
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createServerProcess, type ServerProcess } from '../helpers/server.ts';
import { openAsChannel } from './as-channel.ts';
import { judge } from './axe.ts';
import { agentOn, customerOn, openBrowser, visit } from './browser.ts';

const WIDE = { width: 1280, height: 860 };
/** The pages are used at this width; how they are used at the other, the other tests show. */
const NARROW = { width: 360, height: 740 };
/** The narrowest that WCAG 2.1 (1.4.10) asks for. */
const NARROWEST = { width: 320, height: 700 };

/** axe is much code that runs a few times in each page: as soon done as it would be made faster. */
const AS_IT_IS = '--js-flags=--no-opt,--no-maglev';

let browser: Browser;
let server: ServerProcess;
beforeAll(async () => {
  [browser, server] = await Promise.all([openBrowser(AS_IT_IS), createServerProcess()]);
  await server.start();
});
afterAll(async () => {
  await browser?.close();
  await server?.dispose();
});

/** At each width in light and dark; and nothing has to be scrolled sideways, at 320 px neither. Leaves it narrow and light. */
async function expectNothingFound(page: Page, state: string): Promise<void> {
  expect(page.viewportSize(), `${state}: where it begins`).toEqual(NARROW);
  await expectNothingFoundInLight(page, `${state}, 360 px, light`);
  await page.emulateMedia({ colorScheme: 'dark' });
  await expectNothingFoundInDark(page, `${state}, 360 px, dark`);
  await resize(page, NARROWEST);
  expect(await wide(page), `${state}: what sticks out sideways at 320 px`).toEqual([]);
  await resize(page, WIDE);
  await expectNothingFoundInDark(page, `${state}, 1280 px, dark`);
  await page.emulateMedia({ colorScheme: 'light' });
  await expectNothingFoundInLight(page, `${state}, 1280 px, light`);
  await resize(page, NARROW);
}

async function expectNothingFoundInLight(page: Page, state: string): Promise<void> {
  await settled(page);
  const { found, passes } = await judge(page);
  expect(found, state).toEqual([]);
  expect(passes, `${state}: axe saw a page`).toBeGreaterThan(5);
  expect(await wide(page), `${state}: what sticks out sideways`).toEqual([]);
}

/** The same page in other colours; where none can be told, as behind a dialog, axe passes nothing. */
async function expectNothingFoundInDark(page: Page, state: string): Promise<void> {
  await settled(page);
  const { found, asked } = await judge(page, 'colours');
  expect(found, state).toEqual([]);
  expect(asked, `${state}: axe was asked about colours`).toBeGreaterThan(1);
}

/** The open chat as it stands at that width: it covers a narrow screen, so where that changes it is closed and opened again. */
async function resize(page: Page, size: typeof WIDE): Promise<void> {
  await page.setViewportSize(size);
  await settled(page);
  const isOpen = await page.evaluate<boolean>(`(() => {
    const { shadowRoot } = document.querySelector('estafet-widget') ?? {};
    const dialog = shadowRoot?.querySelector('dialog[open]');
    if (!dialog || dialog.matches(':modal') === ${size.width < 480}) return false;
    shadowRoot.querySelector('.launcher').click();
    return true;
  })()`);
  if (!isOpen) return;
  const widget = page.locator('estafet-widget');
  await widget.locator('dialog').waitFor({ state: 'hidden' });
  await widget.locator('.launcher').click();
  await widget.locator(size.width < 480 ? 'dialog:modal' : 'dialog:not(:modal)').waitFor();
  await settled(page);
}

async function settled(page: Page): Promise<void> {
  await page.evaluate('new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))');
}

/** The page, and whatever in it can be scrolled sideways, in shadow trees as well. */
function wide(page: Page): Promise<string[]> {
  return page.evaluate<string[]>(`(() => {
    const all = (root) => [...root.querySelectorAll('*')].flatMap((element) => [element, ...(element.shadowRoot ? all(element.shadowRoot) : [])]);
    const scrolls = (element) => element === document.documentElement || /auto|scroll/.test(getComputedStyle(element).overflowX);
    return all(document)
      .filter((element) => element.clientWidth > 0 && element.tagName !== 'TEXTAREA' && scrolls(element))
      .filter((element) => element.scrollWidth > element.clientWidth)
      .map((element) => element.tagName + '.' + element.className + ' ' + element.scrollWidth + ' in ' + element.clientWidth);
  })()`);
}

describe('every page and state', () => {
  const context = { viewport: NARROW };

  it('the chat and the console, from the first word to the last', { timeout: 180_000 }, async () => {
    const { page, errors, close } = await visit(browser, server.url, { locale: 'id-ID', ...context });
    const customer = customerOn(page);
    await page.locator('estafet-widget .launcher').waitFor();
    await expectNothingFound(page, 'demo page');
    await customer.open();
    await customer.panel.locator('.replies button').first().waitFor();
    await expectNothingFound(page, 'greeted, with quick replies');
    await customer.say('pembayaran saya gagal');
    await customer.panel.locator('.card-title').first().waitFor();
    await expectNothingFound(page, 'payments as cards');
    await customer.say(
      'https://dompet.example/a-very-long-link-without-any-place-to-break-it/at-all?and=more&of=it mau bicara dengan petugas',
    );
    await customer.panel.locator('.queue').waitFor();
    await expectNothingFound(page, 'in the queue');
    await customer.tap('Minta ditelepon');
    await customer.hears('Nomor berapa');
    await customer.say('0812 3456 7890');
    await customer.hears('+62 812');
    await expectNothingFound(page, 'to be called');
    await customer.tap('Buat tiket');
    await customer.hears('Nomor tiket');
    await expectNothingFound(page, 'with a ticket');

    const desk = await visit(browser, `${server.url}/desk/`, { locale: 'id-ID', ...context });
    const agent = agentOn(desk.page);
    await desk.page.locator('input[name=email]').waitFor();
    await expectNothingFound(desk.page, 'sign-in');
    await desk.page.locator('input[name=email]').fill('sari@demo.test');
    await desk.page.locator('input[name=password]').fill('wrong');
    await desk.page.locator('button[type=submit]').click();
    await desk.page.getByRole('alert').filter({ hasText: /\S/ }).waitFor();
    await expectNothingFound(desk.page, 'sign-in refused');
    await agent.signIn('sari@demo.test');
    await desk.page.locator('a.item').first().waitFor();
    await expectNothingFound(desk.page, 'inbox');
    await desk.page.locator('a.item').first().click();
    await agent.log.waitFor();
    await expectNothingFound(desk.page, 'a conversation that waits');
    await desk.page.locator('[data-key=accept]').click();
    await agent.reply('Halo, saya Sari.');
    await expectNothingFound(desk.page, 'a conversation of hers');
    await customer.hears('Halo, saya Sari.');
    await expectNothingFound(page, 'with an agent');

    await desk.page.locator('.modes input[value=note]').check({ force: true });
    await desk.page.locator('.composer textarea').fill('terdengar tenang');
    await desk.page.locator('.composer textarea').press('Control+Enter');
    await desk.page.locator('.entry[data-note=true]').waitFor();
    await expectNothingFound(desk.page, 'with a note');
    for (const index of [0, 1, 2]) {
      await desk.page.locator('.actions button').nth(index).click();
      await desk.page.locator('dialog[open]').waitFor();
      await expectNothingFound(desk.page, `dialog ${index + 1}`);
      await desk.page.keyboard.press('Escape');
      await desk.page.locator('dialog[open]').waitFor({ state: 'hidden' });
    }
    await desk.page.locator('.actions button').nth(2).click();
    await desk.page.locator('dialog[open] .primary').click();
    await desk.page.locator('.composer-closed').waitFor();
    await expectNothingFound(desk.page, 'closed');
    await customer.hears('Bagaimana pelayanan kami');
    await expectNothingFound(page, 'asked for a rating');
    await customer.tap('5 – Sangat baik');
    await customer.hears('Terima kasih atas penilaian');
    await expectNothingFound(page, 'rated');
    await desk.page.locator('.stars').waitFor({ state: 'attached' });
    await expectNothingFound(desk.page, 'with a rating');
    expect([errors, desk.errors]).toEqual([[], []]);
    await Promise.all([close(), desk.close()]);
  });

  it('the chat before anything has been said, and while nothing answers', { timeout: 60_000 }, async () => {
    const { page, close } = await visit(browser, server.url, { locale: 'id-ID', ...context });
    await page.route('**/v3/directline/**', () => undefined);
    await customerOn(page).open();
    await page.locator('estafet-widget .status[data-shown=true]').waitFor();
    await expectNothingFound(page, 'empty, connecting');
    await customerOn(page).say('halo');
    await expectNothingFound(page, 'a message on its way');
    await close();
  });

  it('a conversation on a social channel, within its limits and beyond', { timeout: 120_000 }, async () => {
    const chat = await visit(browser, server.url, { locale: 'id-ID', ...context });
    const customer = customerOn(chat.page);
    await customer.open();
    await customer.say('pembayaran saya gagal');
    await customer.say('mau bicara dengan petugas');
    await customer.panel.locator('.queue').waitFor();
    await chat.close();
    const { page, errors, close } = await visit(browser, `${server.url}/desk/`, { locale: 'id-ID', ...context });
    const until = Date.now() + 20 * 60_000;
    const channel = await openAsChannel(page, { channel: 'whatsapp', reach: { open: true, until } });
    await agentOn(page).signIn('sari@demo.test');
    await page.locator('a.item').last().click();
    await page.locator('[data-key=accept]').click();
    await page.locator('.reach[data-soon=true]').waitFor();
    await page.locator('.delivery[data-state=failed]').first().waitFor({ state: 'attached' });
    await page.locator('.composer input[type=file]').setInputFiles([
      { name: 'a-very-long-name-without-any-place-to-break-it-at-all-2026.txt', mimeType: 'text/plain', buffer: Buffer.from('x') },
      { name: 'empty.txt', mimeType: 'text/plain', buffer: Buffer.alloc(0) },
    ]);
    await page.locator('.composer .file-chip').waitFor();
    await expectNothingFound(page, 'closing soon, with marks and files');
    await channel.now({ channel: 'instagram', reach: { open: false, invitation: true } });
    await page.locator('.composer-closed .primary').waitFor();
    await expectNothingFound(page, 'closed, to be invited');
    await channel.now({ channel: 'nowhere-else-known', reach: { open: true }, blockedAt: 1 });
    await page.locator('.composer-closed').waitFor();
    await expectNothingFound(page, 'blocked');
    await page.getByRole('button', { name: 'Detail' }).click();
    await page.locator('.other').waitFor();
    await expectNothingFound(page, 'her other conversations');
    await page.locator('.other').click();
    await page.goBack();
    await page.goto(`${server.url}/desk/`);
    await page.locator('.begin').click();
    await page.locator('input[name=phone]').fill('0812');
    await page.locator('dialog[open] .primary').click();
    await page.locator('input[aria-invalid=true]').waitFor();
    await expectNothingFound(page, 'a new conversation, and no number');
    expect(errors).toEqual([]);
    await channel.end();
    await close();
  });

  it('the wallet’s pages', { timeout: 60_000 }, async () => {
    const { page, close } = await visit(browser, `${server.url}/sandbox/`, { locale: 'en-US', ...context });
    await expectNothingFound(page, 'sandbox');
    await page.goto(`${server.url}/sandbox/login`);
    await expectNothingFound(page, 'log-in');

    await page.goto(server.url);
    const customer = customerOn(page);
    await customer.open();
    await customer.say('I forgot my password');
    await customer.hears('phone number or email');
    await customer.say('0812 3456 7890');
    const link = customer.panel.locator('a.card-button');
    await page.goto((await link.getAttribute('href')) ?? '');
    await page.locator('#code').waitFor();
    await expectNothingFound(page, 'secure page');
    await page.locator('#code').fill('000000');
    for (const field of ['#password', '#confirmation']) await page.locator(field).fill('Baru-2026!x');
    await page.locator('button[type=submit]').click();
    await page.getByRole('alert').waitFor();
    await expectNothingFound(page, 'secure page, wrong code');
    await close();
  });

  it('the console’s menu and keys, and its empty, loading, failing and cut-off states', { timeout: 60_000 }, async () => {
    const { page, close } = await visit(browser, `${server.url}/desk/`, { locale: 'zh-CN', ...context });
    await agentOn(page).signIn('budi@demo.test');
    await page.getByRole('tab').nth(1).click();
    await page.locator('.inbox .empty').waitFor();
    await expectNothingFound(page, 'nothing of hers');
    await page.locator('.who').click();
    await expectNothingFound(page, 'menu');
    await page.locator('#agent-menu .button').first().click();
    await page.locator('dialog[open]').waitFor();
    await expectNothingFound(page, 'keys');
    await page.keyboard.press('Escape');

    const answers = /desk\/api\/(inbox|conversations)/;
    await page.route(answers, () => undefined);
    await page.goto(`${server.url}/desk/#/c/nobody`);
    await page.reload();
    await page.locator('.conversation .loading').waitFor({ state: 'attached' });
    await expectNothingFound(page, 'loading');
    await page.unroute(answers);
    await page.route(answers, (route) => route.fulfill({ status: 500, body: '{}' }));
    await page.reload();
    await page.locator('.conversation .empty').waitFor();
    await expectNothingFound(page, 'failing');
    await page.context().setOffline(true);
    await page.locator('.live[data-state=offline]').waitFor({ state: 'attached' });
    await expectNothingFound(page, 'cut off');
    await close();
  });
});

describe('by keyboard alone', () => {
  /** Class and name of what has the focus, inside the widget. */
  const focused = (page: Page) =>
    page.evaluate<string>(
      `(() => { const { tagName, className } = document.activeElement?.shadowRoot?.activeElement ?? {}; return [tagName, className].filter(Boolean).join('.'); })()`,
    );

  async function reachWithTab(page: Page, what: string): Promise<void> {
    for (let tabs = 0; tabs < 60; tabs++) {
      if ((await focused(page)) === what) return;
      await page.keyboard.press('Tab');
    }
    throw new Error(`Tab does not reach ${what}, but ${await focused(page)}`);
  }

  it('she opens the chat, answers by a quick reply, writes and closes; focus is never lost', { timeout: 60_000 }, async () => {
    const { page, errors, close } = await visit(browser, server.url, { locale: 'id-ID' });
    const customer = customerOn(page);
    await page.locator('estafet-widget .launcher').waitFor();
    await reachWithTab(page, 'BUTTON.launcher');
    await page.keyboard.press('Enter');
    await customer.panel.locator('.replies button').first().waitFor();
    expect(await focused(page)).toBe('TEXTAREA');

    // Back from the text field over the file picker, which she opens and leaves again, to the last quick reply.
    await page.keyboard.press('Shift+Tab');
    expect(await focused(page)).toBe('INPUT');
    await page.keyboard.press('Enter');
    await page.keyboard.press('Shift+Tab');
    expect(await customer.panel.isVisible()).toBe(true);
    expect(await customer.panel.locator('.replies button').last().and(page.locator(':focus')).count()).toBe(1);
    await page.keyboard.press('Enter');
    await customer.panel.locator('.group.me .bubble').waitFor();
    await customer.panel.locator('.queue').waitFor();
    expect(await focused(page)).toBe('TEXTAREA');

    await page.keyboard.type('terima kasih');
    await page.keyboard.press('Shift+Enter');
    await page.keyboard.type('banyak');
    await page.keyboard.press('Enter');
    await customer.panel.locator('.group.me .bubble', { hasText: /terima kasih\nbanyak/ }).waitFor();
    expect(await customer.panel.locator('textarea').inputValue()).toBe('');

    await page.keyboard.type('nanti saja');
    await page.keyboard.press('Escape');
    await customer.panel.waitFor({ state: 'hidden' });
    expect(await focused(page)).toBe('BUTTON.launcher');
    await page.keyboard.press('Enter');
    await customer.panel.waitFor();
    expect(await focused(page)).toBe('TEXTAREA');
    expect(await customer.panel.locator('textarea').inputValue()).toBe('nanti saja');

    // The sound is off until she wants it; the next button closes.
    await reachWithTab(page, 'BUTTON.quiet icon');
    const sound = customer.panel.locator('button[aria-pressed]');
    expect(await sound.and(page.locator(':focus')).getAttribute('aria-pressed')).toBe('false');
    await page.keyboard.press('Space');
    await sound.and(page.locator('[aria-pressed=true]')).waitFor();
    const closing = customer.panel.locator('.head button').last();
    for (let tabs = 0; tabs < 3 && (await closing.and(page.locator(':focus')).count()) === 0; tabs++) await page.keyboard.press('Tab');
    await page.keyboard.press('Space');
    await customer.panel.waitFor({ state: 'hidden' });
    expect(await focused(page)).toBe('BUTTON.launcher');
    expect(errors).toEqual([]);
    await close();
  });

  it('on a narrow screen focus stays in the chat until she closes it', { timeout: 60_000 }, async () => {
    const { page, close } = await visit(browser, server.url, { locale: 'id-ID', viewport: { width: 360, height: 740 } });
    const customer = customerOn(page);
    await page.locator('estafet-widget .launcher').focus();
    await page.keyboard.press('Enter');
    await customer.panel.locator('.replies button').first().waitFor();
    const seen = new Set<string>();
    for (let tabs = 0; tabs < 15; tabs++) {
      seen.add(await focused(page));
      await page.keyboard.press('Tab');
    }
    expect(seen).toContain('SELECT');
    expect(seen).toContain('BUTTON.send');
    expect(seen).not.toContain('BUTTON.launcher');
    expect(await page.evaluate<string>('document.activeElement.tagName')).toMatch(/^(ESTAFET-WIDGET|BODY)$/);
    await page.keyboard.press('Escape');
    await customer.panel.waitFor({ state: 'hidden' });
    expect(await focused(page)).toBe('BUTTON.launcher');
    await close();
  });

  it('on a phone the chat itself takes the focus, so that no keyboard covers it', { timeout: 60_000 }, async () => {
    const phone = { viewport: { width: 360, height: 740 }, isMobile: true, hasTouch: true };
    const { page, close } = await visit(browser, server.url, { locale: 'id-ID', ...phone });
    const customer = customerOn(page);
    await page.locator('estafet-widget .launcher').tap();
    await customer.panel.locator('.replies button').first().waitFor();
    expect(await focused(page)).toBe('DIALOG.panel');
    await customer.panel.locator('.replies button').first().tap();
    await customer.panel.locator('.group.me .bubble').waitFor();
    expect(await focused(page)).toBe('DIV.scroller');
    await close();
  });
});
