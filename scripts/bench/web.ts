/** What the widget costs a browser: `npm run bench:web`. First paint after the click, and 1,000 messages of history. */
import type { Page } from 'playwright-core';
import { customerOn, MOVING, openBrowser, visit } from '../../test/e2e/browser.ts';
import { createServerProcess } from '../../test/helpers/server.ts';

const ROUNDS = 15;
const HISTORY = 1_000;
/** Direct Line takes so many messages of one conversation in 10 s, and no more. */
const AT_ONCE = 40;
const BREATH_MS = 10_050;

const server = await createServerProcess();
const browser = await openBrowser();
try {
  await server.start();
  const cold = await repeat(ROUNDS, async () => {
    const { page, close } = await visit(browser, server.url, MOVING);
    await page.locator('estafet-widget .launcher').waitFor();
    const ms = await paintAfterClick(page);
    await close();
    return ms;
  });
  console.log(`first paint of the panel after the click, ${ROUNDS} fresh pages: median ${median(cold)} ms, worst ${Math.max(...cold)} ms`);

  const { page } = await visit(browser, server.url, { locale: 'en-US', ...MOVING });
  await fill(page);
  await page.reload();
  await page.locator('estafet-widget .launcher').waitFor();
  const reopened = await paintAfterClick(page);
  // The page's policy allows no script that polls.
  await page.locator('estafet-widget .bubble').nth(HISTORY).waitFor({ state: 'attached' });
  const { frames, longTasks, worstFrame } = await scroll(page);
  console.log(
    `with ${HISTORY} messages: first paint ${reopened} ms; scrolled through in ${frames} frames, worst ${worstFrame} ms, long tasks: ${longTasks}`,
  );
} finally {
  await browser.close();
  await server.dispose();
}

/** Milliseconds from the click to the end of the frame in which the panel is there. */
function paintAfterClick(page: Page): Promise<number> {
  return page.evaluate<number>(`new Promise((resolve) => {
    const root = document.querySelector('estafet-widget').shadowRoot;
    const start = performance.now();
    root.querySelector('.launcher').click();
    const look = () => requestAnimationFrame(() => {
      if (!root.querySelector('dialog').getBoundingClientRect().height) return look();
      const channel = new MessageChannel();
      channel.port1.onmessage = () => resolve(Math.round(performance.now() - start));
      channel.port2.postMessage(0);
    });
    look();
  })`);
}

/** A person has been asked for, so each line is one message and no answer. */
async function fill(page: Page): Promise<void> {
  const session = page.waitForResponse((response) => response.url().endsWith('/widget/session'));
  const customer = customerOn(page);
  await customer.open();
  const { token, conversationId } = (await (await session).json()) as { token: string; conversationId: string };
  await customer.say('I want to talk to a person');
  for (let sent = 0; sent < HISTORY; ) {
    const response = await fetch(`${server.url}/v3/directline/conversations/${conversationId}/activities`, {
      method: 'POST',
      headers: { 'Authorization': `Bearer ${token}`, 'Content-Type': 'application/json' },
      body: JSON.stringify({
        type: 'message',
        text: `Line ${sent + 1}: ${'still waiting for the refund of order DPT26110002. '.repeat(1 + (sent % 3))}`,
      }),
    });
    if (response.status === 429) await new Promise((resolve) => setTimeout(resolve, BREATH_MS / AT_ONCE));
    else if (response.ok) sent += 1;
    else throw new Error(`${response.status} ${await response.text()}`);
  }
}

interface Scrolled {
  frames: number;
  /** Tasks of more than 50 ms (https://www.w3.org/TR/longtasks-1/). */
  longTasks: number;
  /** Milliseconds. */
  worstFrame: number;
}

/** From the end to the beginning and back, as a wheel does. */
function scroll(page: Page): Promise<Scrolled> {
  return page.evaluate<Scrolled>(`new Promise((resolve, reject) => {
    const log = [...document.querySelector('estafet-widget').shadowRoot.querySelectorAll('*')].find((element) => element.scrollHeight > element.clientHeight + 1000);
    if (!log) return reject(new Error('nothing scrolls'));
    let longTasks = 0;
    new PerformanceObserver((list) => (longTasks += list.getEntries().length)).observe({ entryTypes: ['longtask'] });
    const top = log.scrollHeight;
    const steps = 240;
    let frames = 0, worst = 0, last;
    const step = (now) => {
      worst = Math.max(worst, now - (last ?? now));
      last = now;
      log.scrollTop = top * Math.abs(1 - (2 * frames) / steps);
      frames += 1;
      if (frames <= steps) requestAnimationFrame(step);
      else setTimeout(() => resolve({ frames, longTasks, worstFrame: Math.round(worst) }), 200);
    };
    requestAnimationFrame(step);
  })`);
}

async function repeat(times: number, measure: () => Promise<number>): Promise<number[]> {
  const figures: number[] = [];
  for (let round = 0; round < times; round += 1) figures.push(await measure());
  return figures;
}

function median(figures: number[]): number {
  return figures.toSorted((a, b) => a - b)[Math.floor(figures.length / 2)] ?? 0;
}
