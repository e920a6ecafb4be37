/**
 * A real headless Chromium for tests, from the npm registry alone.
 *
 * The package's own arguments are made for Lambda and turn web security off; these keep it on, so that
 * CORS and the content security policy are tested as a visitor meets them.
 */
import packagedChromium from '@sparticuz/chromium';
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core';

/** Containers run as root, where Chromium has no sandbox, and with a small /dev/shm. */
const ARGUMENTS = ['--no-sandbox', '--disable-dev-shm-usage', '--disable-gpu'];

/** Chromium's own report of an answer above 399: the page is expected to handle those. */
const REFUSED_REQUEST = /^Failed to load resource: the server responded with a status of/;

export interface WatchedPage {
  readonly page: Page;
  /** Console errors, uncaught exceptions and policy violations so far. */
  readonly complaints: readonly string[];
}

export async function launchBrowser(): Promise<Browser> {
  return chromium.launch({ executablePath: await packagedChromium.executablePath(), args: ARGUMENTS });
}

/** Opens a page in a context of its own: nothing is shared between tests. */
export async function openPage(browser: Browser, options: BrowserContextOptions = {}): Promise<WatchedPage> {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, ...options });
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
