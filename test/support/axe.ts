/** Checks the accessibility of a page with axe. */
import axe from 'axe-core';
import type { Page } from 'playwright-core';

/** What depends on the colour scheme. */
const COLOUR_RULES = ['color-contrast'];

/** One line per broken rule and element; empty when axe finds nothing. By default all rules are checked. */
export async function axeFindings(page: Page, rules?: readonly string[]): Promise<string[]> {
  await settled(page);
  if (!(await page.evaluate<boolean>("'axe' in globalThis"))) {
    await page.evaluate(axe.source);
    // axe would copy the HTML of all that it checks. What it finds is copied below.
    await page.evaluate('axe.configure({ noHtml: true })');
  }
  // Details of what passed would take as long again to collect. Violations are always reported in full.
  const options = JSON.stringify({
    resultTypes: ['violations'],
    elementRef: true,
    ...(rules ? { runOnly: rules } : {}),
  });
  return page.evaluate<string[]>(
    `axe.run(${options}).then(({ violations }) => violations.flatMap(({ id, nodes }) =>
      nodes.map(({ element }) => id + ': ' + element.outerHTML.slice(0, 200))))`,
  );
}

/** Checks a page that is in light mode with all rules, then in dark mode with those that depend on colours. */
export async function axeFindingsInBothModes(page: Page): Promise<string[]> {
  const light = await axeFindings(page);
  await emulate(page, 'dark');
  const dark = await axeFindings(page, COLOUR_RULES);
  await emulate(page, 'light');
  return [...light, ...dark.map((finding) => `in dark mode, ${finding}`)];
}

/** Resolves once the page knows: its scripts hear of the change later than its styles, maybe some frames later. */
async function emulate(page: Page, colorScheme: 'light' | 'dark'): Promise<void> {
  await page.evaluate(`void (globalThis.schemeChanged = new Promise((resolve) =>
    matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => resolve(), { once: true })))`);
  await page.emulateMedia({ colorScheme });
  await page.evaluate('schemeChanged.then(() => new Promise(requestAnimationFrame))');
}

/**
 * Colours are measured as they are in the end: half-way through a fade, no text has contrast. The end of one fade may
 * begin another, where an element that fades itself inherits the colour.
 */
const settled = (page: Page): Promise<unknown> =>
  page.evaluate(
    `(async () => {
      const fading = () => document.getAnimations().filter(({ effect, playState }) =>
        playState === 'running' && effect?.getComputedTiming().iterations !== Infinity);
      for (let all = fading(); all.length > 0; all = fading()) {
        await Promise.allSettled(all.map(({ finished }) => finished));
        await new Promise(requestAnimationFrame);
      }
    })()`,
  );
