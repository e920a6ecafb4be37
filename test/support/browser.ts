/** Starts the browser of a test file, and opens pages in it. */
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { launchChromium } from './chromium.ts';

/** The environment variable with Chromium's path: before-whole.ts unpacks it once for all workers. */
export const CHROMIUM_VARIABLE = 'TEST_CHROMIUM';

/** Chromium's own message for a status of 400 or more. The page is expected to handle those. */
const REFUSED_REQUEST = /^Failed to load resource: the server responded with a status of/;

/** Playwright's default timeout is meant for machines that do nothing else. */
const PATIENCE_MS = 90_000;

/** Calm unless a test is about movement: animations take more CPU than all else that a page does. */
export const DEFAULTS = {
  viewport: { width: 1440, height: 900 },
  colorScheme: 'light',
  reducedMotion: 'reduce',
} as const satisfies BrowserContextOptions;

export interface WatchedPage {
  readonly page: Page;
  /** Console errors, uncaught exceptions and policy violations so far. */
  readonly complaints: string[];
}

export function launchBrowser(): Promise<Browser> {
  const executablePath = process.env[CHROMIUM_VARIABLE];
  if (executablePath === undefined) {
    throw new Error('Chromium was not unpacked before the tests');
  }
  return launchChromium(executablePath);
}

/** Opens a page in a separate context, which shares nothing with others. */
export async function openPage(browser: Browser, options: BrowserContextOptions = {}): Promise<WatchedPage> {
  const context = await browser.newContext({ ...DEFAULTS, ...options });
  context.setDefaultTimeout(PATIENCE_MS);
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on('pageerror', (error) => complaints.push(String(error)));
  page.on('console', (message) => {
    if (message.type() === 'error' && !REFUSED_REQUEST.test(message.text())) {
      complaints.push(message.text());
    }
  });
  return { page, complaints };
}
