/** A service and a browser for the tests of one file. After each test, no page may have reported an error. */
import { afterAll, afterEach, beforeAll, expect } from '@jest/globals';
import type { Browser } from 'playwright-core';
import { launchBrowser } from './browser.ts';
import type { ConsoleOptions } from './console-page.ts';
import { ConsolePage } from './console-page.ts';
import type { Courier } from './courier.ts';
import { startCourier } from './courier.ts';
import type { Pages } from './pages.ts';
import { createPages } from './pages.ts';

export interface Stage {
  readonly courier: () => Courier;
  /** Opens the console in a page that nobody has used, as far as a test can tell. It is gone when the test ends. */
  readonly open: (options?: ConsoleOptions) => Promise<ConsolePage>;
}

/** Call it once, at the top of a test file. */
export function withConsole(): Stage {
  let courier: Courier | undefined;
  let browser: Browser | undefined;
  let pages: Pages | undefined;

  beforeAll(async () => {
    browser = await launchBrowser();
    courier = await startCourier('default', { engine: 'dynalite' });
    pages = createPages(browser, () => [`${started().urls.pageUrl}/config.json`]);
  });

  afterEach(async () => {
    expect(await pages?.endTest()).toEqual([]);
  });

  afterAll(async () => {
    await Promise.all([browser?.close(), courier?.close()]);
  });

  function started(): Courier {
    if (courier === undefined) {
      throw new Error('The service has not started');
    }
    return courier;
  }

  return {
    courier: started,
    async open(options = {}) {
      if (pages === undefined) {
        throw new Error('The browser has not started');
      }
      return ConsolePage.open(pages, started(), options);
    },
  };
}
