/** A customer on the demo page, with her phone beside the chat. */
import type { Browser } from 'playwright-core';
import { type Customer, customerOn, visit, type Visitor } from './browser.ts';

export interface Caller extends Customer, Visitor {
  /** Does it, and hears these, each new and in this order. */
  hearsAfter(act: () => Promise<void>, ...answers: (string | RegExp)[]): Promise<void>;
  /** Says it, and hears this. */
  told(text: string, answer: string | RegExp): Promise<void>;
  /** In the wallet's app on the phone: the number that the chat has named. */
  confirms(): Promise<void>;
}

/** @param who as the page's list of customers calls her */
export async function call(browser: Browser, url: string, who: string, locale: string): Promise<Caller> {
  const visitor = await visit(browser, `${url}/`, { locale, viewport: { width: 1440, height: 900 } });
  const { page } = visitor;
  await page.locator('label', { hasText: who }).click();
  const customer = customerOn(page);
  await customer.open();
  const heard = (answer: string | RegExp) => customer.panel.locator('.group.bot .bubble, .system').filter({ hasText: answer });

  async function hearsAfter(act: () => Promise<void>, ...answers: (string | RegExp)[]): Promise<void> {
    const before = await Promise.all(answers.map((answer) => heard(answer).count()));
    await act();
    for (const [place, answer] of answers.entries()) {
      await heard(answer)
        .nth(before[place] ?? 0)
        .waitFor()
        .catch(async (cause: unknown) => {
          throw new Error(`not heard "${answer}", but ${JSON.stringify((await customer.bubbles()).slice(-4))}`, { cause });
        });
    }
  }

  return {
    ...customer,
    ...visitor,
    hearsAfter,
    told: (text, answer) => hearsAfter(() => customer.say(text), answer),
    async confirms() {
      const pending = page.locator('.confirmation').first();
      await pending.waitFor();
      const said = (await customer.bubbles()).at(-1) ?? '';
      const number = /(?<!\d)\d{2}(?!\d)/.exec(said)?.[0] ?? 'none';
      await pending.getByRole('button', { name: number, exact: true }).click();
    },
  };
}
