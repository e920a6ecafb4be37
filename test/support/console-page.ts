/** Uses the console as a person does. The browser tests of all views share it. */
import type { Locator, Page } from 'playwright-core';
import type { PageConfig } from '../../handlers/contract/page.ts';
import { PENDING_KEY, prepareSignIn } from '../../web/src/session/prepare-sign-in.ts';
import type { Courier } from './courier.ts';
import { eventually } from './eventually.ts';
import type { PageOptions, Pages } from './pages.ts';

export interface ConsoleOptions extends PageOptions {
  /** Scopes to sign in with. Default: all that the page requests. */
  readonly scopes?: readonly string[];
}

export class ConsolePage {
  readonly page: Page;
  private readonly courier: Courier;
  private readonly scopes: readonly string[] | undefined;

  private constructor(courier: Courier, page: Page, scopes: readonly string[] | undefined) {
    this.courier = courier;
    this.page = page;
    this.scopes = scopes;
  }

  static async open(
    pages: Pages,
    courier: Courier,
    { scopes, ...options }: ConsoleOptions = {},
  ): Promise<ConsolePage> {
    const { page } = await pages.open(options);
    return new ConsolePage(courier, page, scopes);
  }

  /** Opens the page, or a link to a view, and signs in as somebody does who was not there before. */
  async signInByHand(hash = ''): Promise<void> {
    await this.forget();
    await this.page.goto(`${this.courier.urls.pageUrl}/${hash}`);
    if (hash === '') {
      await this.page.locator('main').getByRole('button', { name: 'Sign in' }).click();
    }
    await this.seeViews();
  }

  /** Makes this tab one in which nobody has signed in. The issuer still knows the browser. */
  async forget(): Promise<void> {
    await this.page.goto(`${this.courier.urls.pageUrl}/config.json`);
    await this.page.evaluate('sessionStorage.clear()');
  }

  /**
   * Opens a view as a signed-in person. This skips the first of the two page loads of `signInByHand`, because
   * a load takes longer than most tests.
   */
  async signIn(hash = ''): Promise<void> {
    const { pageUrl } = this.courier.urls;
    const config = (await (await this.page.goto(`${pageUrl}/config.json`))?.json()) as PageConfig;
    const { url, pending } = await prepareSignIn(config, { origin: pageUrl, hash });
    if (this.scopes !== undefined) {
      url.searchParams.set('scope', ['openid', ...this.scopes].join(' '));
    }
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

  /** The local and session storage of the page's origin, without the time at which somebody was there. */
  async storage(): Promise<string> {
    const stored = await this.page.evaluate<string>(
      'JSON.stringify([{ ...localStorage }, { ...sessionStorage }])',
    );
    return stored.replace(/"token-courier\.seen":"\d{13}",?/, '');
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

  /**
   * How wide the content is, in pixels, once it fits or has had time to: after a resize, the components measure
   * themselves and are laid out again some frames later.
   */
  async width(): Promise<number> {
    const width = () => this.page.evaluate<number>('document.documentElement.scrollWidth');
    const allowed = this.page.viewportSize()?.width;
    await eventually(async () => (await width()) === allowed);
    return width();
  }
}

/** A new number for each call: together, the tests would reach the limits of a single number. */
let numbers = 0;
export function numberOfItsOwn(): string {
  numbers += 1;
  return `+1425555${String(1000 + numbers)}`;
}
