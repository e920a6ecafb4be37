/** Uses the console as a person does. The browser tests of all views share it. */
import type { Browser, BrowserContextOptions, Locator, Page } from 'playwright-core';
import type { PageConfig } from '../../handlers/contract/page.ts';
import { PENDING_KEY, prepareSignIn } from '../../web/src/session/prepare-sign-in.ts';
import type { WatchedPage } from './browser.ts';
import { openPage } from './browser.ts';
import type { Courier } from './courier.ts';

export interface ConsoleOptions extends BrowserContextOptions {
  /** Scopes that the issuer grants, whatever the page requests. */
  readonly scopes?: readonly string[];
}

export class ConsolePage {
  readonly page: Page;
  readonly complaints: readonly string[];
  private readonly courier: Courier;

  private constructor(courier: Courier, { page, complaints }: WatchedPage) {
    this.courier = courier;
    this.page = page;
    this.complaints = complaints;
  }

  static async open(
    browser: Browser,
    courier: Courier,
    { scopes, ...options }: ConsoleOptions = {},
  ): Promise<ConsolePage> {
    const opened = await openPage(browser, options);
    if (scopes !== undefined) {
      await opened.page.route(`${courier.urls.issuerUrl}/oauth2/authorize?*`, (route) => {
        const url = new URL(route.request().url());
        url.searchParams.set('scope', ['openid', ...scopes].join(' '));
        return route.continue({ url: url.href });
      });
    }
    return new ConsolePage(courier, opened);
  }

  /** Opens a view, such as `#/tokens`, and signs in as a person does. */
  async signInByHand(hash = ''): Promise<void> {
    await this.page.goto(`${this.courier.urls.pageUrl}/${hash}`);
    await this.page.locator('main').getByRole('button', { name: 'Sign in' }).click();
    await this.seeViews();
  }

  /**
   * Opens a view as a signed-in person. This skips the first of the two page loads of `signInByHand`, because
   * a load takes longer than most tests.
   */
  async signIn(hash = ''): Promise<void> {
    const { pageUrl } = this.courier.urls;
    const config = (await (await this.page.goto(`${pageUrl}/config.json`))?.json()) as PageConfig;
    const { url, pending } = await prepareSignIn(config, { origin: pageUrl, hash });
    await this.page.evaluate(
      `sessionStorage.setItem('${PENDING_KEY}', ${JSON.stringify(JSON.stringify(pending))})`,
    );
    await this.page.goto(url.href);
    await this.seeViews();
  }

  private async seeViews(): Promise<void> {
    await this.page.getByRole('navigation', { name: 'Views' }).waitFor();
    await this.page.getByRole('heading', { level: 1 }).waitFor();
  }

  /** Opens another view without reloading the page, as its links do. */
  async go(hash: string): Promise<void> {
    await this.page.evaluate(`location.hash = ${JSON.stringify(hash)}`);
  }

  /** Generates a token in the panel. */
  async generate(userId: string, phone = numberOfItsOwn(), says = 'Sent by SMS'): Promise<void> {
    await this.go('#/tokens?panel=generate');
    await this.page.getByLabel('User ID').fill(userId);
    await this.page.getByLabel('Phone number').fill(phone);
    await this.submit().click();
    await this.page.getByText(says).waitFor();
  }

  submit(): Locator {
    return this.page.getByRole('button', { name: 'Generate security token' });
  }

  row(userId: string): Locator {
    return this.page.getByRole('row').filter({ hasText: userId });
  }

  /** The local and session storage of the page's origin. */
  storage(): Promise<string> {
    return this.page.evaluate<string>('JSON.stringify([{ ...localStorage }, { ...sessionStorage }])');
  }

  /** Presses Tab until the element has the focus, as somebody without a mouse does. */
  async tabTo(target: Locator, mostPresses = 30): Promise<void> {
    for (let presses = 0; presses < mostPresses; presses += 1) {
      if (await this.isFocused(target)) {
        return;
      }
      await this.page.keyboard.press('Tab');
    }
    throw new Error(`${mostPresses} presses of Tab did not reach ${target}`);
  }

  async isFocused(target: Locator): Promise<boolean> {
    return (await target.and(this.page.locator(':focus')).count()) === 1;
  }

  width(): Promise<number> {
    return this.page.evaluate<number>('document.documentElement.scrollWidth');
  }

  async close(): Promise<void> {
    await this.page.context().close();
  }
}

/** A new number for each call: together, the tests would reach the limits of a single number. */
let numbers = 0;
export function numberOfItsOwn(): string {
  numbers += 1;
  return `+1425555${String(1000 + numbers)}`;
}
