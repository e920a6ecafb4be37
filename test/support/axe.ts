/** Checks the accessibility of a page with axe. */

import type { AxeResults } from 'axe-core';
import axe from 'axe-core';
import type { Page } from 'playwright-core';

/** The axe rules to check: all in light mode, and in dark mode only those that depend on the colours. */
export const rulesFor = (colorScheme: 'light' | 'dark'): readonly string[] | undefined =>
  colorScheme === 'dark' ? ['color-contrast'] : undefined;

/** One line per broken rule and element; empty when axe finds nothing. By default all rules are checked. */
export async function axeFindings(page: Page, rules?: readonly string[]): Promise<string[]> {
  await settled(page);
  await page.evaluate(axe.source);
  // Details of what passed would take as long again to collect. Violations are always reported in full.
  const options = JSON.stringify({ resultTypes: ['violations'], ...(rules ? { runOnly: rules } : {}) });
  const results = await page.evaluate<AxeResults>(`axe.run(${options})`);
  return results.violations.flatMap(({ id, nodes }) =>
    nodes.map((node) => `${id}: ${node.html.slice(0, 200)}`),
  );
}

/** Colours are measured as they are in the end: half-way through a fade, no text has contrast. */
const settled = (page: Page): Promise<unknown> =>
  page.evaluate(
    `Promise.allSettled(
      document.getAnimations()
        .filter((each) => each.effect?.getComputedTiming().iterations !== Infinity)
        .map((each) => each.finished))`,
  );
