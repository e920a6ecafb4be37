/** The frame of the console in a real browser: signing in and out, views, scopes, an expired session. */
import { describe, expect, it } from '@jest/globals';
import { axeFindings } from '../support/axe.ts';
import { withConsole } from '../support/with-console.ts';

const PHONE = '+14255550123';
const stage = withConsole();

describe('signing in', () => {
  it('leaves neither code nor state in the URL, and no access token in storage', async () => {
    const console = await stage.open();
    await console.signIn();
    expect(console.page.url()).toBe(`${stage.courier().urls.pageUrl}/`);
    expect(await console.storage()).toBe('[{},{}]');
  });

  it('leads to the view that was asked for', async () => {
    const console = await stage.open();
    await console.signIn('#/contacts?user_id=nobody.here');
    await console.page.getByText('Not enrolled').waitFor();
    expect(console.page.url()).toBe(`${stage.courier().urls.pageUrl}/#/contacts?user_id=nobody.here`);
  });

  it('says so when the answer belongs to another tab', async () => {
    const { page } = await stage.open();
    await page.goto(`${stage.courier().urls.pageUrl}/?code=stolen&state=foreign`);
    await page.getByText('You are not signed in').waitFor();
    expect(page.url()).toBe(`${stage.courier().urls.pageUrl}/`);
  });

  it('ends with signing out, at the issuer too', async () => {
    const console = await stage.open();
    const { pageUrl, issuerUrl } = stage.courier().urls;
    await console.signIn();
    const { page } = console;
    await page.getByRole('button', { name: /Signed in as/ }).click();
    const left = page.waitForRequest((request) => request.url().startsWith(`${issuerUrl}/logout?`));
    await page.getByRole('menuitem', { name: 'Sign out' }).click();
    expect(new URL((await left).url()).searchParams.get('logout_uri')).toBe(`${pageUrl}/`);
    await page.locator('main').getByRole('button', { name: 'Sign in' }).waitFor();
  });
});

describe('an expired session', () => {
  it('keeps the form, but not the phone number', async () => {
    const console = await stage.open();
    await console.signIn('#/tokens?panel=generate');
    const { page } = console;
    await page.getByLabel('User ID').fill('expired.user');
    await page.getByLabel('Purpose').fill('payment');
    await page.getByLabel('Phone number').fill(PHONE);
    await page.route('**/api/tokens', (route) => route.fulfill({ status: 401 }));
    await console.submit().click();
    await page.getByText('Your session has expired').waitFor();
    expect(await page.getByLabel('Phone number').inputValue()).toBe(PHONE);

    await page.getByRole('button', { name: 'Sign in again' }).click();
    await page.getByRole('button', { name: /Signed in as/ }).waitFor();
    await page.getByLabel('User ID').waitFor();
    expect(await page.getByLabel('User ID').inputValue()).toBe('expired.user');
    expect(await page.getByLabel('Purpose').inputValue()).toBe('payment');
    expect(await page.getByLabel('Phone number').inputValue()).toBe('');
    expect(await console.storage()).toBe('[{},{}]');
  });
});

describe('an expired session over the other forms', () => {
  it('keeps a contact and whose it is, but neither phone number nor email', async () => {
    const console = await stage.open();
    await console.signIn('#/contacts?user_id=waits.again');
    const { page } = console;
    await page.getByLabel('Phone number').fill(PHONE);
    await page.getByRole('textbox', { name: 'Email' }).fill('waits.again@example.com');
    await page.getByRole('radio', { name: 'SMS' }).click();
    await page.getByLabel('Language').fill('pt-BR');
    await page.route('**/api/contacts/*', (route) => route.fulfill({ status: 401 }));
    await page.getByRole('button', { name: 'Enrol', exact: true }).click();
    await page.getByText('Your session has expired').waitFor();
    // Looking once more does not take the form away.
    await page.getByRole('button', { name: 'Find' }).click();
    expect(await page.getByLabel('Phone number').inputValue()).toBe(PHONE);
    const kept = await console.storage();
    expect(kept).toContain('pt-BR');
    expect(kept).not.toContain(PHONE);
    expect(kept).not.toContain('example.com');

    await page.unroute('**/api/contacts/*');
    await page.getByRole('button', { name: 'Sign in again' }).click();
    await page.getByText('Not enrolled').waitFor();
    expect(await page.getByLabel('Language').inputValue()).toBe('pt-BR');
    expect(await page.getByRole('radio', { name: 'SMS' }).isChecked()).toBe(true);
    expect(await page.getByLabel('Phone number').inputValue()).toBe('');
    expect(await page.getByRole('textbox', { name: 'Email' }).inputValue()).toBe('');
    expect(await console.storage()).toBe('[{},{}]');
  });

  it('keeps what the owner of a number wants, but not the number', async () => {
    const console = await stage.open();
    await console.signIn('#/limits');
    const { page } = console;
    await page.getByLabel('Phone number').fill(PHONE);
    await page.getByRole('radio', { name: 'wants messages again' }).click();
    await page.route('**/api/opt-outs', (route) => route.fulfill({ status: 401 }));
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText('Your session has expired').waitFor();
    expect(await console.storage()).not.toContain(PHONE);

    await page.getByRole('button', { name: 'Sign in again' }).click();
    await page.getByRole('radio', { name: 'wants messages again' }).waitFor();
    expect(await page.getByRole('radio', { name: 'wants messages again' }).isChecked()).toBe(true);
    expect(await page.getByLabel('Phone number').inputValue()).toBe('');
    expect(await console.storage()).toBe('[{},{}]');
  });
});

describe('the navigation', () => {
  it('names the view in the title, marks it, and moves the focus to its heading', async () => {
    const console = await stage.open();
    await console.signIn();
    const { page } = console;
    await page.getByRole('link', { name: 'Limits' }).click();
    const heading = page.getByRole('heading', { level: 1, name: 'Limits' });
    await heading.and(page.locator(':focus')).waitFor();
    expect(await page.title()).toBe('Limits · Token Courier');
    expect(await page.locator('nav [aria-current=page]').allInnerTexts()).toEqual(['Limits']);
    await page.goBack();
    await page.getByRole('heading', { level: 1, name: 'Security tokens' }).waitFor();
  });

  it('can be skipped by keyboard', async () => {
    const console = await stage.open();
    await console.signIn();
    await console.tabTo(console.page.getByRole('button', { name: 'Skip to the content' }), 2);
    await console.page.keyboard.press('Enter');
    expect(await console.isFocused(console.page.getByRole('main'))).toBe(true);
  });

  it('opens behind a button on a phone', async () => {
    const console = await stage.open({ viewport: { width: 360, height: 740 } });
    await console.signIn();
    const { page } = console;
    const link = page.getByRole('link', { name: 'Contacts' });
    expect(await link.isVisible()).toBe(false);
    await page.getByRole('button', { name: /^Menu/ }).click();
    await link.click();
    await page.getByRole('heading', { level: 1, name: 'Contacts' }).waitFor();
    expect(await link.isVisible()).toBe(false);
    expect(await console.width()).toBe(360);
  });
});

describe('an access token without scopes', () => {
  it('shows what is missing instead of what the API would refuse', async () => {
    const console = await stage.open({ scopes: ['tokens/read'] });
    await stage.courier().issue({ user_id: 'seen.only', phone_number: PHONE });
    await console.signIn();
    const { page } = console;
    const row = console.row('seen.only');
    await row.waitFor();
    expect(await row.getByRole('button').count()).toBe(0);
    await console.go('#/tokens?panel=generate');
    await page.getByText('It needs the scope tokens/issue.').waitFor();
    await console.go('#/contacts?user_id=seen.only');
    await page.getByText('It needs one of these scopes: contacts/read, contacts/write.').waitFor();
    expect(await axeFindings(page)).toEqual([]);
  });
});

describe('the faults of this machine', () => {
  it('are injected, listed and cleared', async () => {
    const console = await stage.open();
    await console.signIn('#/faults');
    const { page } = console;
    await page.getByRole('button', { name: 'Arm only: SMS refused' }).click();
    await page.getByText('sns · Publish – OptedOut – once').waitFor();
    expect(await axeFindings(page)).toEqual([]);
    await page.getByRole('button', { name: 'Clear all' }).click();
    await page.getByText('No faults armed.').waitFor();
    expect(await page.getByRole('heading', { name: 'Armed faults (0)' }).count()).toBe(1);

    await page.route('**/_local/faults', (route) => route.fulfill({ status: 503 }));
    await page.getByText('Not known yet.').waitFor();
    expect(await page.getByText('(0)').count()).toBe(0);
  });
});

describe('accessibility', () => {
  it.each(['light', 'dark'] as const)(
    'axe finds nothing before the sign-in or in the problems, in %s mode',
    async (colorScheme) => {
      const { page } = await stage.open({ colorScheme, reducedMotion: 'reduce' });
      await page.goto(stage.courier().urls.pageUrl);
      await page.getByRole('heading', { level: 1 }).waitFor();
      expect(await axeFindings(page)).toEqual([]);
      await page.goto(`${stage.courier().urls.pageUrl}/problems.html#throttled`);
      expect(await axeFindings(page)).toEqual([]);
    },
  );
});
