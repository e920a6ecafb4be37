/** Checks a page with axe. */

import type { AxeResults } from 'axe-core';
import axe from 'axe-core';
import type { Page } from 'playwright-core';

/** The rules of axe that a colour scheme decides: all of them in light mode, where the others are checked. */
export const rulesFor = (colorScheme: 'light' | 'dark'): readonly string[] | undefined =>
  colorScheme === 'dark' ? ['color-contrast'] : undefined;

/** One line per broken rule and place; empty when axe finds nothing. Without `rules`, all of axe's. */
export async function axeFindings(page: Page, rules?: readonly string[]): Promise<string[]> {
  await page.evaluate(axe.source);
  // What passed is not reported in full, which would take as long again; every violation is.
  const options = JSON.stringify({ resultTypes: ['violations'], ...(rules ? { runOnly: rules } : {}) });
  const results = await page.evaluate<AxeResults>(`axe.run(${options})`);
  return results.violations.flatMap(({ id, nodes }) =>
    nodes.map((node) => `${id}: ${node.html.slice(0, 200)}`),
  );
}
