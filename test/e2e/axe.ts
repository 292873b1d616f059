/** axe in the page itself: a tenth of the time of its builder, which goes through a page of its own at each run. */
import axe from 'axe-core';
import type { Page } from 'playwright-core';

const OPTIONS: axe.RunOptions = {
  runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'],
  resultTypes: ['violations'],
};

export interface Verdict {
  /** Rule, place and what is wrong; a line for each. */
  found: string[];
  /** Rules that had something to judge and were content. */
  passes: number;
}

/** Judges the page as it stands, shadow trees too. A page with frames needs more than this. */
export async function judge(page: Page): Promise<Verdict> {
  if (!(await page.evaluate('Boolean(window.axe)'))) await page.evaluate(axe.source);
  const { violations, passes } = await page.evaluate<Pick<axe.AxeResults, 'violations'> & { passes: number }>(
    `axe.run(document, ${JSON.stringify(OPTIONS)}).then(({ violations, passes }) => ({ violations, passes: passes.length }))`,
  );
  const found = violations.flatMap(({ id, nodes }) =>
    nodes.map(({ target, failureSummary }) => `${id} ${target.join(' ')}: ${failureSummary}`),
  );
  return { found, passes };
}
