/**
 * The pages of a test file. One page is kept from test to test, because it has compiled the scripts and cached the
 * files of the site: a load in a new context takes twice the CPU. Each test gets it blank.
 */
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import type { WatchedPage } from './browser.ts';
import { DEFAULTS, openPage } from './browser.ts';

export interface PageOptions
  extends Pick<BrowserContextOptions, 'viewport' | 'colorScheme' | 'reducedMotion'> {
  /** False needs a separate context. Default: true. */
  readonly javaScriptEnabled?: boolean;
  /** Opens the page in a new context, for what cannot be undone: a clock, or a script in each document. */
  readonly isOwn?: boolean;
}

export interface Pages {
  /** Opens a page that shares nothing with those before it. */
  open(options?: PageOptions): Promise<WatchedPage>;
  /** Ends a test: closes what it opened and blanks the kept page. Resolves to what its pages complained about. */
  endTest(): Promise<string[]>;
}

/** `blankUrls` are documents without scripts, one of each origin that stores something in the browser. */
export function createPages(browser: Browser, blankUrls: () => readonly string[]): Pages {
  let kept: WatchedPage | undefined;
  let isKeptInUse = false;
  let own: WatchedPage[] = [];

  async function openKept({ isOwn: _, ...options }: PageOptions): Promise<WatchedPage> {
    isKeptInUse = true;
    kept ??= onlyUndoable(await openPage(browser));
    const { viewport, ...media } = { ...DEFAULTS, ...options };
    await kept.page.setViewportSize(viewport ?? DEFAULTS.viewport);
    await kept.page.emulateMedia(media);
    return kept;
  }

  return {
    async open(options = {}) {
      const { isOwn = false, ...context } = options;
      // A second page of a test is another browser's.
      if (!isOwn && !isKeptInUse && options.javaScriptEnabled !== false) {
        return openKept(options);
      }
      const opened = await openPage(browser, context);
      own.push(opened);
      return opened;
    },

    async endTest() {
      const [closing, blanking] = [own, isKeptInUse ? kept : undefined];
      [own, isKeptInUse] = [[], false];
      // Only a page that could be blanked is used again.
      kept = blanking === undefined ? kept : undefined;
      await Promise.all(closing.map(({ page }) => page.context().close()));
      const complaints = closing.flatMap((each) => each.complaints);
      if (blanking === undefined) {
        return complaints;
      }
      await blank(blanking.page, blankUrls());
      kept = blanking;
      return [...complaints, ...blanking.complaints.splice(0)];
    },
  };
}

/** Makes the page forget a test: its routes, tabs, cookies, storage, and where the mouse was. */
async function blank(page: Page, urls: readonly string[]): Promise<void> {
  const context = page.context();
  await Promise.all(context.pages().map((other) => other !== page && other.close()));
  await page.unrouteAll({ behavior: 'ignoreErrors' });
  await page.mouse.move(0, 0);
  for (const url of urls) {
    await page.goto(url);
    await page.evaluate('localStorage.clear(); sessionStorage.clear()');
  }
  await context.clearCookies();
}

function onlyUndoable(watched: WatchedPage): WatchedPage {
  const refuse = () => {
    throw new Error('This would stay for the tests that follow. Open the page with isOwn.');
  };
  Object.assign(watched.page, { addInitScript: refuse });
  Object.assign(watched.page.clock, { install: refuse, setFixedTime: refuse, setSystemTime: refuse });
  return watched;
}
