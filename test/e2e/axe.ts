/** axe in the page itself: a tenth of the time of its builder, which goes through a page of its own at each run. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import axe from 'axe-core';
import type { Page } from 'playwright-core';

/** The same as `axe.source` at less than half the length, which each page takes in anew. */
const SOURCE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const WCAG = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];
const RULES = {
  all: WCAG,
  /** All that can differ where the same page is shown in other colours. */
  colours: axe
    .getRules(['cat.color'])
    .filter(({ tags }) => tags.some((tag) => WCAG.includes(tag)))
    .map(({ ruleId }) => ruleId),
};

export interface Verdict {
  /** Rule, place and what is wrong; a line for each. */
  found: string[];
  /** Rules that had something to judge and were content. */
  passes: number;
  /** Rules that were asked, whether or not there was something to judge. */
  asked: number;
}

/** Judges the page as it stands, shadow trees too. A page with frames needs more than this. */
export async function judge(page: Page, by: keyof typeof RULES = 'all'): Promise<Verdict> {
  const options: axe.RunOptions = { runOnly: { type: by === 'all' ? 'tag' : 'rule', values: RULES[by] }, resultTypes: ['violations'] };
  if (!(await page.evaluate('Boolean(window.axe)'))) await page.evaluate(SOURCE);
  const { violations, passes, asked } = await page.evaluate<Pick<axe.AxeResults, 'violations'> & { passes: number; asked: number }>(
    `axe.run(document, ${JSON.stringify(options)}).then(({ violations, passes, incomplete, inapplicable }) => ({
      violations,
      passes: passes.length,
      asked: new Set([violations, passes, incomplete, inapplicable].flat().map(({ id }) => id)).size,
    }))`,
  );
  const found = violations.flatMap(({ id, nodes }) =>
    nodes.map(({ target, failureSummary }) => `${id} ${target.join(' ')}: ${failureSummary}`),
  );
  return { found, passes, asked };
}
