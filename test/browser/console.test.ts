/** The console in a real browser, against the local runtime: every layer from the click to the inbox. */
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import type { Browser, Locator, Page } from 'playwright-core';
import { axeFindings } from '../support/axe.ts';
import { launchBrowser, openPage, type WatchedPage } from '../support/browser.ts';
import { type Courier, startCourier } from '../support/courier.ts';

const START_UP_MS = 60_000;
const TEST_MS = 20_000;
const PHONE = '+14255550123';

jest.setTimeout(TEST_MS);

let courier: Courier;
let browser: Browser;
let opened: WatchedPage;
let page: Page;

beforeAll(async () => {
  browser = await launchBrowser();
  courier = await startCourier();
}, START_UP_MS);

afterAll(async () => {
  await Promise.all([browser?.close(), courier?.close()]);
});

beforeEach(async () => {
  opened = await openPage(browser);
  page = opened.page;
});

afterEach(async () => {
  await page.context().close();
  expect(opened.complaints).toEqual([]);
});

describe('signing in', () => {
  it('leaves neither code nor state in the URL, and no access token in storage', async () => {
    await signIn();
    expect(page.url()).toBe(`${courier.urls.pageUrl}/`);
    expect(await storage()).toBe('[{},{}]');
  });

  it('says so when the answer belongs to another tab', async () => {
    await page.goto(`${courier.urls.pageUrl}/?code=stolen&state=foreign`);
    await page.getByText('You are not signed in').waitFor();
    expect(page.url()).toBe(`${courier.urls.pageUrl}/`);
  });

  it('ends with signing out, at the issuer too', async () => {
    await signIn();
    await page.getByRole('button', { name: /Signed in as/ }).click();
    const left = page.waitForRequest((request) =>
      request.url().startsWith(`${courier.urls.issuerUrl}/logout?`),
    );
    await page.getByRole('menuitem', { name: 'Sign out' }).click();
    expect(new URL((await left).url()).searchParams.get('logout_uri')).toBe(`${courier.urls.pageUrl}/`);
    await page.locator('main').getByRole('button', { name: 'Sign in' }).waitFor();
  });

  it('keeps the form over an expired session, but not the phone number', async () => {
    await signIn();
    await page.getByLabel('User ID').fill('expired.user');
    await page.getByLabel('Phone number').fill(PHONE);
    await page.route('**/api/tokens', (route) => route.fulfill({ status: 401 }));
    await submitButton().click();
    await page.getByText('Your session has expired').waitFor();
    expect(await page.getByLabel('Phone number').inputValue()).toBe(PHONE);

    await page.getByRole('button', { name: 'Sign in again' }).click();
    await page.getByRole('button', { name: /Signed in as/ }).waitFor();
    expect(await page.getByLabel('User ID').inputValue()).toBe('expired.user');
    expect(await page.getByLabel('Phone number').inputValue()).toBe('');
    expect(await storage()).toBe('[{},{}]');
  });
});

describe('generating a security token', () => {
  it('sends it by SMS, lists it masked, and reveals it for 15 seconds', async () => {
    await page.clock.install();
    await signIn();
    await generate('premjeet.sahu', PHONE);
    const code = await courier.codeSentTo(PHONE);
    expect(await page.content()).not.toContain(code);

    await page.getByRole('button', { name: 'View issued security tokens' }).click();
    const row = page.getByRole('row', { name: /premjeet\.sahu/ });
    await row.getByText('••••••', { exact: true }).waitFor();
    await row.getByText('Sent', { exact: true }).waitFor();

    await row.getByRole('button', { name: /^Reveal/ }).click();
    await row.getByText(code, { exact: true }).waitFor();
    await page.clock.fastForward(14_000);
    expect(await page.content()).toContain(code);
    await page.clock.fastForward(2_000);
    await row.getByText('••••••', { exact: true }).waitFor();
    expect(await page.content()).not.toContain(code);
  });

  it('does not reveal a newer token in the row of the one that it replaced', async () => {
    await signIn();
    await generate('replaced.user');
    await page.getByRole('button', { name: 'View issued security tokens' }).click();
    const row = page.getByRole('row', { name: /replaced\.user/ });
    await row.waitFor();
    const phone_number = numberOfItsOwn();
    expect((await courier.issue({ user_id: 'replaced.user', phone_number, length: 8 })).status).toBe(201);
    await row.getByRole('button', { name: /^Reveal/ }).click();
    await page.getByText('This token cannot be revealed any more').waitFor();
    const [message] = await courier.messages(phone_number);
    expect(await page.content()).not.toContain(message?.body.match(/\b\d{8}\b/)?.[0]);
  });

  it('takes an expired token off the list', async () => {
    await page.clock.install();
    await signIn();
    await page.getByRole('button', { name: 'View issued security tokens' }).click();
    await generate('short.lived');
    const row = page.getByRole('row', { name: /short\.lived/ });
    await row.waitFor();
    await page.clock.fastForward('05:01');
    await row.waitFor({ state: 'detached' });
  });

  it('shows an invalid phone number at its field and puts the cursor there', async () => {
    await signIn();
    await page.getByLabel('User ID').fill('wrong.number');
    const phone = page.getByLabel('Phone number');
    await phone.fill('12');
    await submitButton().click();
    await page.getByText(/^Phone number must be/).waitFor();
    expect(await phone.getAttribute('aria-invalid')).toBe('true');
    expect(await isFocused(phone)).toBe(true);
  });

  it('works by keyboard alone', async () => {
    await signIn();
    await tabTo(page.getByLabel('User ID'));
    await page.keyboard.type('keyboard.user');
    await tabTo(page.getByRole('radio', { name: 'Auto' }));
    await page.keyboard.press('ArrowRight');
    await tabTo(page.getByLabel('Phone number'));
    await page.keyboard.type(PHONE);
    await page.keyboard.press('Enter');
    await page.getByText('Sent by SMS').waitFor();
    await tabTo(page.getByRole('button', { name: 'View issued security tokens' }));
    await page.keyboard.press('Enter');
    await page.getByRole('row', { name: /keyboard\.user/ }).waitFor();
  });
});

describe('accessibility', () => {
  it.each([
    ['light', undefined],
    /** The one rule that the colour scheme decides. */
    ['dark', ['color-contrast']],
  ] as const)('axe finds nothing in %s mode', async (colorScheme, rules) => {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    await page.goto(courier.urls.pageUrl);
    await page.getByRole('heading', { level: 1 }).waitFor();
    expect(await axeFindings(page, rules)).toEqual([]);
    await signIn();
    await submitButton().click();
    await page.getByText('Enter a user ID.').waitFor();
    await generate(`axe.${colorScheme}`);
    await page.getByRole('button', { name: 'View issued security tokens' }).click();
    await page.getByRole('row', { name: new RegExp(`axe\\.${colorScheme}`) }).waitFor();
    expect(await axeFindings(page, rules)).toEqual([]);
    await page.goto(`${courier.urls.pageUrl}/problems.html#throttled`);
    expect(await axeFindings(page, rules)).toEqual([]);
  });

  it('fits a phone 360 pixels wide', async () => {
    await page.setViewportSize({ width: 360, height: 740 });
    await signIn();
    await page.getByRole('button', { name: 'View issued security tokens' }).click();
    await page.getByRole('grid').waitFor();
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(360);
  });
});

async function signIn(): Promise<void> {
  await page.goto(courier.urls.pageUrl);
  await page.locator('main').getByRole('button', { name: 'Sign in' }).click();
  await page.getByLabel('User ID').waitFor();
}

async function generate(userId: string, phone = numberOfItsOwn()): Promise<void> {
  await page.getByLabel('User ID').fill(userId);
  await page.getByLabel('Phone number').fill(phone);
  await submitButton().click();
  await page.getByText('Sent by SMS').waitFor();
}

/** The limits of a number would be met by all the tests together. */
let numbers = 0;
function numberOfItsOwn(): string {
  numbers += 1;
  return `+1425555${String(1000 + numbers)}`;
}

const submitButton = (): Locator => page.getByRole('button', { name: 'Generate security token' });

/** What the browser has stored for the page's origin. */
const storage = (): Promise<string> =>
  page.evaluate<string>('JSON.stringify([{ ...localStorage }, { ...sessionStorage }])');

/** Presses Tab until the element has the focus, as somebody without a mouse does. */
async function tabTo(target: Locator): Promise<void> {
  for (let presses = 0; presses < 20; presses += 1) {
    if (await isFocused(target)) {
      return;
    }
    await page.keyboard.press('Tab');
  }
  throw new Error(`20 times Tab did not reach ${target}`);
}

async function isFocused(target: Locator): Promise<boolean> {
  return (await target.and(page.locator(':focus')).count()) === 1;
}
