/** The login app of examples/ as people use it, beside the service. */
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import { TokenCourierClient } from '../../client/src/index.ts';
import { axeFindingsInBothModes } from '../support/axe.ts';
import { launchBrowser } from '../support/browser.ts';
import type { Courier } from '../support/courier.ts';
import { startCourier } from '../support/courier.ts';
import { eventually } from '../support/eventually.ts';
import type { LoginApp } from '../support/login-app.ts';
import { PASSWORD, startLoginApp } from '../support/login-app.ts';
import type { PageOptions, Pages } from '../support/pages.ts';
import { createPages } from '../support/pages.ts';

/** One for each test, because messages to a number are limited. */
const PEOPLE = Array.from({ length: 20 }, (_, index) => ({
  userId: `person.${index}`,
  name: `Person ${index}`,
  phoneNumber: `+142555501${String(index).padStart(2, '0')}`,
}));
const NOWHERE = { userId: 'nowhere', name: 'Nowhere' };
const NOT_THE_CODE = '000000';

let courier: Courier;
let browser: Browser;
let app: LoginApp;
let pages: Pages;
let next = 0;

const clientOf = (apiUrl: string) =>
  new TokenCourierClient({
    apiUrl,
    tokenUrl: `${courier.urls.issuerUrl}/oauth2/token`,
    clientId: 'local',
    clientSecret: 'local',
    // For a busy machine.
    attemptTimeoutSeconds: 60,
    timeoutSeconds: 90,
  });

beforeAll(async () => {
  [browser, courier] = await Promise.all([
    launchBrowser(),
    startCourier('quick-resends', { engine: 'dynalite' }),
  ]);
  app = await startLoginApp(clientOf(courier.urls.apiUrl), [...PEOPLE, NOWHERE]);
  pages = createPages(browser, () => [`${app.url}/nothing`]);
});
afterEach(async () => {
  app.aheadMs = 0;
  expect(await pages.endTest()).toEqual([]);
});
afterAll(() => Promise.all([browser?.close(), app?.close(), courier?.close()]));

async function open(options: PageOptions = {}): Promise<Page> {
  const { page } = await pages.open(options);
  await page.goto(app.url);
  return page;
}

function newPerson() {
  const person = PEOPLE[next++];
  if (!person) {
    throw new Error('There are too few people');
  }
  return person;
}

async function enterPassword(page: Page, userId: string, password = PASSWORD): Promise<void> {
  await page.getByLabel('User name').fill(userId);
  await page.getByLabel('Password').fill(password);
  await page.getByRole('button', { name: 'Sign in' }).click();
}

async function enterCode(page: Page, code: string): Promise<void> {
  await page.getByLabel('Code').fill(code);
  await page.getByRole('button', { name: 'Continue' }).click();
}

const codeFrom = (page: Page) => page.getByRole('heading', { name: 'Enter your code' }).waitFor();
const again = (page: Page) => page.getByRole('button', { name: 'Send another code' });
const hello = (page: Page, name: string) => page.getByRole('heading', { name: `Hello, ${name}` }).waitFor();
const messagesTo = async (phoneNumber: string) => (await courier.messages(phoneNumber)).length;
/** The deployment's first wait is a second, and answers have whole seconds. */
const serviceAllowsAnother = () => pause(2000);
const wrongOf = async (phoneNumber: string) =>
  (await courier.codeSentTo(phoneNumber)) === NOT_THE_CODE ? '111111' : NOT_THE_CODE;

describe.each([true, false])('with JavaScript: %s, a person', (javaScriptEnabled) => {
  it('signs in with password and code, after mistakes with both', async () => {
    const { userId, name, phoneNumber } = newPerson();
    const page = await open({ javaScriptEnabled });
    await enterPassword(page, userId, 'another password');
    await page.getByText('User name and password do not match.').waitFor();
    await enterPassword(page, userId);
    await codeFrom(page);
    await page.getByText('A code was sent by text to +1').waitFor();

    await enterCode(page, await wrongOf(phoneNumber));
    await page.getByRole('alert').getByText('You can try 4 more times.').waitFor();
    // A reload submits nothing again, and the notice is gone.
    await page.reload();
    await codeFrom(page);
    expect(await page.getByRole('alert').count()).toBe(0);

    const code = await courier.codeSentTo(phoneNumber);
    await enterCode(page, ` ${code.slice(0, 3)} ${code.slice(3)}`);
    await hello(page, name);
    // The form for the code is behind the person now.
    await page.goto(`${app.url}/code`);
    await hello(page, name);
    await page.getByRole('button', { name: 'Sign out' }).click();
    await page.getByRole('heading', { name: 'Sign in' }).waitFor();
  });

  it('has another code sent, once the wait is over', async () => {
    const { userId, name, phoneNumber } = newPerson();
    const page = await open({ javaScriptEnabled, isOwn: true });
    await enterPassword(page, userId);
    await codeFrom(page);
    app.aheadMs = -60_000;
    await page.clock.install();
    await page.reload();
    await page.getByText(/You can ask for another code in \d\d seconds/).waitFor();
    if (javaScriptEnabled) {
      expect(await again(page).isDisabled()).toBe(true);
      await page.clock.fastForward('01:05');
      await page.getByRole('status').getByText('You can ask for another code now.').waitFor();
    } else {
      await again(page).click();
      await page.getByRole('alert').getByText('You can ask for another code in').waitFor();
      expect(await messagesTo(phoneNumber)).toBe(1);
    }
    app.aheadMs = 0;
    await serviceAllowsAnother();
    await again(page).click();
    await page.getByText('A code was sent to you again.').waitFor();
    expect(await messagesTo(phoneNumber)).toBe(2);
    await enterCode(page, await courier.codeSentTo(phoneNumber));
    await hello(page, name);
  });

  it('gets a new code when the one that was sent is locked, used up or expired', async () => {
    const { userId, name, phoneNumber } = newPerson();
    const page = await open({ javaScriptEnabled });
    await enterPassword(page, userId);
    await codeFrom(page);
    for (const left of [4, 3, 2, 1]) {
      // Each is another text, because the same one is checked once.
      await enterCode(page, `${await wrongOf(phoneNumber)}${' '.repeat(left)}0`);
      await page.getByText(`You can try ${left} more time`).waitFor();
    }
    await enterCode(page, '9');
    await page.getByText('Too many wrong codes were entered, so this code can no longer be used.').waitFor();
    expect(await page.getByLabel('Code').count()).toBe(0);
    await again(page).click();
    await page.getByText('A code was sent to you again.').waitFor();

    const code = await courier.codeSentTo(phoneNumber);
    expect((await courier.verify(userId, code)).json.verified).toBe(true);
    await enterCode(page, code);
    await page.getByText('This code was already used.').waitFor();
    await again(page).click();
    await page.getByText('A code was sent to you again.').waitFor();

    app.aheadMs = 6 * 60_000;
    await page.reload();
    await page.getByText('This code has expired. Ask for a new one.').waitFor();
    expect(await page.getByLabel('Code').count()).toBe(0);
    app.aheadMs = 0;
    await page.reload();
    await enterCode(page, await courier.codeSentTo(phoneNumber));
    await hello(page, name);
  });
});

describe('a person', () => {
  it('is told at the password when no code can be sent', async () => {
    const page = await open();
    await enterPassword(page, NOWHERE.userId);
    await page.getByRole('alert').getByText('Your account has no phone number').waitFor();
    await page.getByRole('heading', { name: 'Sign in' }).waitFor();
  });

  it('is sent one code when the button is pressed twice', async () => {
    const { userId, phoneNumber } = newPerson();
    const page = await open();
    await page.getByLabel('User name').fill(userId);
    await page.getByLabel('Password').fill(PASSWORD);
    await page.getByRole('button', { name: 'Sign in' }).dblclick();
    await codeFrom(page);
    expect(await page.getByRole('alert').count()).toBe(0);
    expect(await messagesTo(phoneNumber)).toBe(1);
  });

  it('is not signed in by a form of another site', async () => {
    const page = await open();
    await page.goto('about:blank');
    await page.setContent(
      `<form method="post" action="${app.url}/sign-in"><input name="user" value="person.0"><input name="password" value="${PASSWORD}"><button>Win</button></form>`,
    );
    await page.getByRole('button').click();
    await page.getByText('This form does not come from this site.').waitFor();
    expect(await page.context().cookies(app.url)).toEqual([]);
  });
});

describe('the field for the code', () => {
  it('is one that phones can fill in, and cookies are kept from scripts and other sites', async () => {
    const { userId } = newPerson();
    const page = await open();
    await enterPassword(page, userId);
    const field = page.getByLabel('Code');
    await field.and(page.locator(':focus')).waitFor();
    const attributes = ['type', 'autocomplete', 'inputmode', 'maxlength'] as const;
    expect(await Promise.all(attributes.map((each) => field.getAttribute(each)))).toEqual([
      'text',
      'one-time-code',
      'numeric',
      null,
    ]);
    expect(await page.context().cookies(app.url)).toMatchObject([
      { name: 'pending', httpOnly: true, sameSite: 'Lax' },
    ]);
    expect(await page.evaluate('document.cookie')).toBe('');
  });

  it('is filled in where the browser reads the code from the text', async () => {
    const { userId } = newPerson();
    const page = await open({ isOwn: true });
    await page.addInitScript(() => {
      Object.assign(globalThis, { OTPCredential: class {} });
      const get = async (asked: unknown) => {
        Object.assign(globalThis, { asked: JSON.stringify(asked) });
        return { code: '123456' };
      };
      Object.defineProperty(navigator, 'credentials', { value: { get } });
    });
    await enterPassword(page, userId);
    await codeFrom(page);
    expect(await eventually(async () => (await page.getByLabel('Code').inputValue()) === '123456')).toBe(
      true,
    );
    expect(await page.evaluate('asked')).toBe('{"otp":{"transport":["sms"]},"signal":{}}');
  });
});

describe('accessibility', () => {
  it('axe finds nothing on a phone, in light and in dark mode', async () => {
    const { userId, phoneNumber } = newPerson();
    const page = await open({ viewport: { width: 360, height: 740 } });
    const check = async () => {
      expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(360);
      expect(await axeFindingsInBothModes(page)).toEqual([]);
    };
    await check();
    await enterPassword(page, userId, 'another password');
    await page.getByRole('alert').waitFor();
    await check();
    await enterPassword(page, userId);
    await codeFrom(page);
    await check();
    await enterCode(page, await wrongOf(phoneNumber));
    await page.getByRole('alert').waitFor();
    expect(await page.title()).toBe('Error: Enter your code – Example Bank');
    await check();
    await enterCode(page, await courier.codeSentTo(phoneNumber));
    await page.getByRole('heading', { name: /^Hello/ }).waitFor();
    await check();
  });
});
