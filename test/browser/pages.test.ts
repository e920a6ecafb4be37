/** The page that a file's tests share has to be blank for each of them. */
import type { Server } from 'node:http';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import { launchBrowser } from '../support/browser.ts';
import type { Pages } from '../support/pages.ts';
import { createPages } from '../support/pages.ts';

let server: Server;
let browser: Browser;
let pages: Pages;
let url: string;

beforeAll(async () => {
  server = createServer((_, answer) => answer.setHeader('content-type', 'text/html').end('<h1>A page</h1>'));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  browser = await launchBrowser();
  pages = createPages(browser, () => [`${url}/blank`]);
});
afterAll(async () => {
  await browser?.close();
  server?.closeAllConnections();
  server?.close();
});

async function open(options = {}): Promise<Page> {
  const { page } = await pages.open(options);
  await page.goto(url);
  return page;
}

const look = (page: Page) =>
  page.evaluate('[innerWidth, matchMedia("(prefers-color-scheme: dark)").matches]');

const stored = (page: Page) =>
  page.evaluate<string>(
    'JSON.stringify([{ ...localStorage }, { ...sessionStorage }, document.cookie, "x" in globalThis])',
  );

describe('the page that is kept', () => {
  it('forgets storage, cookies, routes, tabs, and how it was to look', async () => {
    const page = await open({ colorScheme: 'dark', viewport: { width: 360, height: 740 } });
    expect(await look(page)).toEqual([360, true]);
    await page.evaluate(
      'localStorage.a = sessionStorage.a = x = 1; document.cookie = "a=1"; document.title = "used"',
    );
    expect(await stored(page)).toBe('[{"a":"1"},{"a":"1"},"a=1",true]');
    await page.route('**/*', (route) => route.fulfill({ body: 'routed' }));
    await (await page.context().newPage()).goto(url);
    expect(await pages.endTest()).toEqual([]);

    const again = await open();
    expect(again).toBe(page);
    expect(await stored(again)).toBe('[{},{},"",false]');
    expect(await again.getByRole('heading').innerText()).toBe('A page');
    expect(again.context().pages()).toEqual([again]);
    expect(await look(again)).toEqual([1440, false]);
    expect(await pages.endTest()).toEqual([]);
  });

  it('is not given to a second one, and refuses what could not be undone', async () => {
    const page = await open();
    const other = await open();
    expect(other.context()).not.toBe(page.context());
    await other.clock.install();
    expect(() => page.clock.install()).toThrow('Open the page with isOwn');
    expect(() => page.addInitScript('x = 1')).toThrow('Open the page with isOwn');
    expect(await pages.endTest()).toEqual([]);
    expect(other.isClosed()).toBe(true);
  });

  it('reports an error to the test that it happened in, and to no other', async () => {
    const page = await open();
    const broke = page.waitForEvent('pageerror');
    await page.evaluate('setTimeout(() => { throw new Error("broken") })');
    await broke;
    expect(await pages.endTest()).toEqual(['Error: broken']);
    await open();
    expect(await pages.endTest()).toEqual([]);
  });
});
