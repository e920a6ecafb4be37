/** The frame of the console in a real browser: signing in and out, views, scopes, an expired session. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { axeFindings, axeFindingsInBothModes } from '../support/axe.ts';
import { withConsole } from '../support/with-console.ts';

const PHONE = '+14255550123';
const stage = withConsole();

describe('signing in', () => {
  it('leaves neither code nor state in the URL, and no access token in storage', async () => {
    const console = await stage.open();
    await console.signInByHand();
    expect(console.page.url()).toBe(`${stage.courier().urls.pageUrl}/`);
    expect(await console.storage()).toBe('[{},{}]');
  });

  it('leads straight to the requested view', async () => {
    const console = await stage.open();
    await console.signInByHand('#/contacts?user_id=nobody.here');
    await console.page.getByText('Not enrolled').waitFor();
    expect(console.page.url()).toBe(`${stage.courier().urls.pageUrl}/#/contacts?user_id=nobody.here`);
  });

  it('goes on after a reload, as the same person and with the same filter', async () => {
    const console = await stage.open();
    const { page } = console;
    await console.forget();
    await page.goto(stage.courier().urls.pageUrl);
    await page.getByLabel('Local operator').selectOption('local-support');
    await page.locator('main').getByRole('button', { name: 'Sign in' }).click();
    await page.getByRole('searchbox', { name: 'Find security tokens' }).fill('somebody');
    await page.waitForURL(/#\/?(tokens)?\?filter=somebody$/);
    await page.reload();
    await page.getByRole('button', { name: 'Signed in as local-support' }).waitFor();
    expect(await page.getByRole('searchbox', { name: 'Find security tokens' }).inputValue()).toBe('somebody');
  });

  it('goes on when the access token is no longer accepted, without a word', async () => {
    const console = await stage.open();
    await console.signIn('#/limits');
    const { page } = console;
    await page.route('**/api/limits', (route) => route.fulfill({ status: 401 }), { times: 1 });
    const renewed = page.waitForResponse(`${stage.courier().urls.issuerUrl}/oauth2/token`);
    const answered = page.waitForResponse((answer) => answer.url().endsWith('/api/limits') && answer.ok());
    await page.getByRole('button', { name: 'Refresh the limits' }).click();
    expect((await renewed).status()).toBe(200);
    await answered;
    expect(await page.getByText('Your session has expired').count()).toBe(0);
  });

  it('does not accept a response that belongs to another tab', async () => {
    const { page } = await stage.open();
    await page.goto(`${stage.courier().urls.pageUrl}/?code=stolen&state=foreign`);
    await page.getByText('You are not signed in').waitFor();
    expect(page.url()).toBe(`${stage.courier().urls.pageUrl}/`);
  });

  it('is ended by signing out, at the issuer too', async () => {
    const console = await stage.open();
    const { pageUrl, issuerUrl } = stage.courier().urls;
    await console.signInByHand();
    const { page } = console;
    await page.getByRole('button', { name: /Signed in as/ }).click();
    const left = page.waitForRequest((request) => request.url().startsWith(`${issuerUrl}/logout?`));
    const revoked = page.waitForRequest(`${issuerUrl}/oauth2/revoke`);
    await page.getByRole('menuitem', { name: 'Sign out' }).click();
    expect((await revoked).postData()).toMatch(/^token=[\w-]+&client_id=\w+$/);
    expect(new URL((await left).url()).searchParams.get('logout_uri')).toBe(`${pageUrl}/`);
    await page.locator('main').getByRole('button', { name: 'Sign in' }).waitFor();
  });
});

describe('a clock that is wrong', () => {
  it('still allows signing in when it is up to four minutes off', async () => {
    const console = await stage.open({ isOwn: true });
    for (const offSeconds of [-45, 4 * 60, -4 * 60]) {
      await console.page.clock.setSystemTime(Date.now() + offSeconds * 1_000);
      await console.signInByHand();
      await console.page.getByRole('button', { name: /Signed in as/ }).waitFor();
    }
  });

  it('is reported when it is off by more', async () => {
    const { page } = await stage.open({ isOwn: true });
    for (const [offMinutes, sentence] of [
      [24 * 60, 'This computer’s clock is about 24 hours ahead. Set it, then sign in again.'],
      [-12, 'This computer’s clock is about 12 minutes behind. Set it, then sign in again.'],
    ] as const) {
      await page.clock.setSystemTime(Date.now() + offMinutes * 60_000);
      await page.goto(stage.courier().urls.pageUrl);
      await page.locator('main').getByRole('button', { name: 'Sign in' }).click();
      await page.getByText(sentence).waitFor();
    }
  });
});

describe('an idle page', () => {
  it('warns after 14 minutes, can be kept signed in by keyboard, and signs out after 15', async () => {
    const console = await stage.open({ isOwn: true });
    const { page } = console;
    await page.clock.install();
    await console.signIn();
    const other = await page.context().newPage();
    await other.goto(`${stage.courier().urls.pageUrl}/problems.html`);
    await other.evaluate(
      `heard = 0; (listening = new BroadcastChannel('token-courier.signed-out')).onmessage = () => { heard += 1; }`,
    );
    await page.clock.fastForward('14:01');
    const dialog = page.getByRole('dialog', { name: 'Are you still there?' });
    await dialog.getByText(/^Time left: 0:\d\d$/).waitFor();
    expect(await axeFindings(page)).toEqual([]);
    await dialog.getByRole('button', { name: 'Stay signed in' }).and(page.locator(':focus')).waitFor();
    await page.keyboard.press('Enter');
    await dialog.waitFor({ state: 'detached' });
    await page.clock.fastForward('10:00');
    expect(await dialog.count()).toBe(0);

    const revoked = page.waitForRequest(`${stage.courier().urls.issuerUrl}/oauth2/revoke`);
    await page.clock.fastForward('06:00');
    await revoked;
    await page.getByText('You were signed out because the console was not used for a while.').waitFor();
    expect(await axeFindings(page)).toEqual([]);
    expect(await console.storage()).toBe('[{},{}]');
    // Another tab may still be in use.
    expect(await other.evaluate('heard')).toBe(0);
  });
});

describe('two tabs', () => {
  it('are signed out together', async () => {
    const console = await stage.open();
    await console.signIn();
    const other = await console.page.context().newPage();
    await other.goto(`${stage.courier().urls.pageUrl}/#/contacts?user_id=in.the.other`);
    await other.getByText('Not enrolled').waitFor();
    const revoked = other.waitForRequest(`${stage.courier().urls.issuerUrl}/oauth2/revoke`);
    await console.page.getByRole('button', { name: /Signed in as/ }).click();
    await console.page.getByRole('menuitem', { name: 'Sign out' }).click();
    await revoked;
    await other.locator('main').getByRole('button', { name: 'Sign in' }).waitFor();
    expect(await other.getByText('in.the.other').count()).toBe(0);
  });
});

describe('operators', () => {
  it('see and do what their role allows', async () => {
    await stage.courier().issue({ user_id: 'seen.by.roles', phone_number: '+14255550199' });
    const console = await stage.open();
    const { page } = console;
    await page.goto(stage.courier().urls.pageUrl);
    await page.getByLabel('Local operator').selectOption('local-viewer');
    await page.locator('main').getByRole('button', { name: 'Sign in' }).click();
    await page.getByRole('button', { name: 'Signed in as local-viewer' }).waitFor();
    await console.row('seen.by.roles').waitFor();
    expect(await console.row('seen.by.roles').getByRole('button').count()).toBe(0);
    await console.go('#/audit');
    await page.getByText('It needs one of these scopes: audit/read.').waitFor();

    await console.forget();
    await page.goto(stage.courier().urls.pageUrl);
    await page.getByLabel('Local operator').selectOption('local-newcomer');
    await page.locator('main').getByRole('button', { name: 'Sign in' }).click();
    await page.getByText(/^It needs one of these scopes: tokens\/read/).waitFor();
  });

  it('leave audit entries of what they reveal and change, and a reveal transfers only one code', async () => {
    const phone = '+14255550198';
    await stage.courier().issue({ user_id: 'traced.person', phone_number: phone });
    await stage
      .courier()
      .issue({ user_id: 'traced.person', purpose: 'payment', phone_number: '+14255550197' });
    const other = await stage.courier().codeSentTo('+14255550197');
    const console = await stage.open();
    const { page } = console;
    await console.signIn();
    const row = console.row('traced.person').filter({ hasText: 'login' });
    const answer = page.waitForResponse((response) => response.url().includes('reveal=true'));
    await row.getByRole('button', { name: /^Reveal/ }).click();
    const transferred = await (await answer).text();
    expect(transferred).toContain(await stage.courier().codeSentTo(phone));
    expect(transferred).not.toContain(other);
    await row.getByRole('button', { name: /^Revoke/ }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Revoke' }).click();
    await row.getByText('Revoked', { exact: true }).waitFor();

    await page.getByRole('link', { name: 'Audit' }).click();
    const audit = page.getByRole('grid', { name: 'Audit' });
    const entries = audit.getByRole('row').filter({ hasText: 'traced.person' });
    await entries.first().waitFor();
    expect(await entries.count()).toBe(2);
    const texts = await entries.allInnerTexts();
    expect(texts[0]).toMatch(/local-operator[\s\S]*Revoke code[\s\S]*traced\.person[\s\S]*login/);
    expect(texts[1]).toMatch(/local-operator[\s\S]*Reveal code[\s\S]*traced\.person[\s\S]*login/);
    expect(await page.content()).not.toContain(other);
    await page.getByRole('searchbox', { name: 'Find entries' }).fill('reveal traced');
    await entries.nth(1).waitFor({ state: 'detached' });
    expect(await axeFindings(page)).toEqual([]);
  });

  it('can use the audit on a phone, in light and in dark mode', async () => {
    const console = await stage.open({ viewport: { width: 360, height: 740 } });
    await console.signIn('#/audit');
    await console.page.getByRole('grid', { name: 'Audit' }).waitFor();
    expect(await console.width()).toBe(360);
    expect(await axeFindingsInBothModes(console.page)).toEqual([]);
  });
});

describe('user ids', () => {
  it('written from right to left do not reorder the words and numbers around them', async () => {
    const user = 'שלום';
    await stage.courier().issue({ user_id: user, purpose: '2026', phone_number: '+14255550196' });
    const console = await stage.open();
    const { page } = console;
    await console.signIn();
    const row = console.row(user);
    await row.getByRole('button', { name: /^Revoke/ }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByText(/^The token of/).waitFor();
    const isolated = async (of: string) => dialog.locator('bdi', { hasText: of }).count();
    expect([await isolated(user), await isolated('2026')]).toEqual([1, 1]);
    expect(await row.locator('bdi').filter({ hasText: user }).count()).toBe(1);
    await dialog.getByRole('button', { name: 'Cancel' }).click();
    for (const [hash, heading] of [
      [`#/contacts?user_id=${encodeURIComponent(user)}`, 2],
      [`#/limits?user_id=${encodeURIComponent(user)}`, 2],
      [`#/workflow?user_id=${encodeURIComponent(user)}&purpose=2026`, 2],
    ] as const) {
      await console.go(hash);
      await page.getByRole('heading', { level: heading }).locator('bdi', { hasText: user }).waitFor();
    }
  });

  it('with leading or trailing blanks are reported, not trimmed', async () => {
    const console = await stage.open();
    await console.signIn('#/limits');
    const { page } = console;
    await page.getByLabel('User ID').fill('ada ');
    await page.getByRole('button', { name: 'Find' }).click();
    await page.getByText('user_id: must not begin or end with a blank').waitFor();
    await console.go('#/tokens?panel=verify');
    await page.getByLabel('User ID').fill(' ada');
    await page.getByLabel('Token', { exact: true }).fill('123456');
    await page.getByRole('button', { name: 'Verify', exact: true }).click();
    await page.getByText('User ID must not begin or end with a blank.', { exact: true }).waitFor();
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

    await page.unroute('**/api/tokens');
    await page.getByRole('button', { name: 'Sign in again' }).click();
    await page.getByRole('button', { name: /Signed in as/ }).waitFor();
    await page.getByLabel('User ID').waitFor();
    expect(await page.getByLabel('User ID').inputValue()).toBe('expired.user');
    expect(await page.getByLabel('Purpose').inputValue()).toBe('payment');
    expect(await page.getByLabel('Phone number').inputValue()).toBe('');
    expect(await console.storage()).toBe('[{},{}]');
  });
});

describe('an expired session that nobody renews', () => {
  it('is signed out like any other, and keeps nothing that was typed', async () => {
    const console = await stage.open({ isOwn: true });
    const { page } = console;
    await page.clock.install();
    await console.signIn('#/tokens?panel=generate');
    await page.getByLabel('User ID').fill('left.alone');
    await page.route('**/api/tokens', (route) => route.fulfill({ status: 401 }));
    await console.submit().click();
    await page.getByText('Your session has expired').waitFor();
    expect(await console.storage()).toContain('left.alone');
    await page.clock.fastForward('14:01');
    await page.getByRole('dialog', { name: 'Are you still there?' }).waitFor();
    await page.clock.fastForward('01:00');
    await page.getByText('You were signed out because the console was not used for a while.').waitFor();
    expect(await console.storage()).toBe('[{},{}]');
  });
});

describe('an expired session on the other forms', () => {
  it('keeps a contact and its user id, but neither phone number nor email', async () => {
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
    // Another search does not remove the form.
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

  it('keeps the choice of whether messages are wanted, but not the number', async () => {
    const console = await stage.open();
    await console.signIn('#/limits');
    const { page } = console;
    await page.getByLabel('Phone number').fill(PHONE);
    await page.getByRole('radio', { name: 'Messages again' }).click();
    await page.getByLabel('Reason').fill('Asked by letter');
    await page.route('**/api/opt-outs', (route) => route.fulfill({ status: 401 }));
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText('Your session has expired').waitFor();
    expect(await console.storage()).not.toContain(PHONE);

    await page.unroute('**/api/opt-outs');
    await page.getByRole('button', { name: 'Sign in again' }).click();
    await page.getByRole('radio', { name: 'Messages again' }).waitFor();
    expect(await page.getByRole('radio', { name: 'Messages again' }).isChecked()).toBe(true);
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
    expect(await page.title()).toBe('Limits · this machine · Token Courier');
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

  it('opens with a button on a phone', async () => {
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

describe('help', () => {
  it('is opened and closed by keyboard, and gives the focus back', async () => {
    const console = await stage.open({ viewport: { width: 1440, height: 900 } });
    await console.signIn('#/setup');
    const { page } = console;
    const button = page.getByRole('button', { name: 'Help' });
    await button.focus();
    await page.keyboard.press('Enter');
    const help = page.getByRole('complementary', { name: 'Help' });
    await help.and(page.locator(':focus')).waitFor();
    expect(await axeFindingsInBothModes(page)).toEqual([]);
    await page.keyboard.press('Escape');
    await help.waitFor({ state: 'detached' });
    await button.and(page.locator(':focus')).waitFor();
  });
});

describe('an export', () => {
  it('has the rows that are shown, and no code', async () => {
    const phone = '+14255550195';
    await stage.courier().issue({ user_id: '=exported', phone_number: phone });
    const console = await stage.open();
    await console.signIn('#/tokens?filter=exported');
    const { page } = console;
    await console.row('=exported').waitFor();
    await page.getByRole('button', { name: 'Export', exact: true }).click();
    const downloading = page.waitForEvent('download');
    await page.getByRole('menuitem', { name: /^CSV/ }).click();
    const download = await downloading;
    expect(download.suggestedFilename()).toMatch(/^token-courier_tokens_this-machine_[\dT-]+Z\.csv$/);
    const csv = readFileSync(await download.path(), 'utf8');
    expect(csv).toMatch(/^\ufefftoken_id,user_id,.*\r\n[^\r\n]*,"'=exported",.*\r\n$/);
    expect(csv).not.toContain(await stage.courier().codeSentTo(phone));
  });
});

describe('an access token that lacks scopes', () => {
  it('shows which scope is missing instead of what the API would refuse', async () => {
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

describe('the faults of the local runtime', () => {
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

describe('a wrong path', () => {
  it('has an accessible page, in light and in dark mode', async () => {
    const { page, width } = await opened('/nothing/here');
    expect(await axeFindingsInBothModes(page)).toEqual([]);
    expect(await width()).toBe(360);
    await page.getByRole('link', { name: 'API reference' }).click();
    await page.getByRole('heading', { level: 1, name: 'API reference' }).waitFor();
  });

  it.each([
    ['/nothing/here', 404, 'text/html; charset=utf-8'],
    ['/assets/nothing.js', 404, 'text/html; charset=utf-8'],
    ['/api', 404, 'application/problem+json'],
    ['/api/', 404, 'application/problem+json'],
    ['/api/nothing', 404, 'application/problem+json'],
    ['/openapi.yaml', 200, 'application/yaml'],
    ['/not-found.css', 200, 'text/css'],
  ])('%s is answered with %d and %s, with an access token or without', async (path, status, type) => {
    const { pageUrl } = stage.courier().urls;
    for (const headers of [{}, { Authorization: 'Bearer none' }]) {
      const answer = await fetch(pageUrl + path, { headers });
      expect([answer.status, answer.headers.get('content-type')]).toEqual([status, type]);
      expect(answer.headers.get('content-security-policy')).toMatch(/^default-src 'none'/);
    }
  });
});

describe('the API reference', () => {
  it('says when a client is refused, and keeps an access token out of URL, storage and page', async () => {
    const { page } = await opened('/reference.html');
    const { pageUrl, issuerUrl } = stage.courier().urls;
    await page.getByLabel('Client ID').fill('local');
    await page.getByLabel('Client secret').fill('wrong');
    await page.getByRole('button', { name: 'Get access token' }).click();
    await page.getByText('No access token: invalid_client.').waitFor();

    const asked = page.waitForRequest(`${issuerUrl}/oauth2/token`);
    await page.getByLabel('Client ID').fill('local');
    await page.getByLabel('Client secret').fill('local');
    await page.getByRole('button', { name: 'Get access token' }).press('Enter');
    expect((await asked).postData()).toBe(
      'grant_type=client_credentials&client_id=local&client_secret=local',
    );
    await page.getByText('Requests are sent as local').waitFor();
    await page.getByRole('button', { name: 'List live tokens' }).press('Enter');
    await page.getByRole('button', { name: 'Try it out' }).press('Enter');
    const sent = page.waitForRequest((request) => request.url().startsWith(`${pageUrl}/api/tokens`));
    await page.getByRole('button', { name: 'Execute' }).press('Enter');
    expect((await (await sent).response())?.status()).toBe(200);
    const accessToken = (await (await sent).headerValue('authorization'))?.replace('Bearer ', '');
    expect(accessToken).toMatch(/^eyJ/);
    await page.getByText('Bearer $ACCESS_TOKEN').waitFor();
    expect(await page.content()).not.toContain(accessToken);
    expect(await page.evaluate('JSON.stringify([{ ...localStorage }, { ...sessionStorage }])')).toBe(
      '[{},{}]',
    );
    expect(page.url()).toBe(`${pageUrl}/reference.html#/tokens/listTokens`);
  });

  it('puts no secret into the URL while its code is not loaded', async () => {
    const { page } = await stage.open();
    // Never answered.
    await page.route('**/openapi.yaml', () => undefined);
    await page.goto(`${stage.courier().urls.pageUrl}/reference.html`);
    await page.getByLabel('Client ID').fill('local');
    await page.getByLabel('Client secret').fill('a secret');
    await page.getByLabel('Client secret').press('Enter');
    // As a password manager might.
    await page.evaluate("document.getElementById('client-credentials').requestSubmit()");
    expect(page.url()).toBe(`${stage.courier().urls.pageUrl}/reference.html`);
  });

  it('is accessible on a phone, in light and in dark mode', async () => {
    const { page, width } = await opened('/reference.html');
    await page.getByRole('button', { name: 'Verify a token, once' }).click();
    await page.getByRole('button', { name: 'Try it out' }).click();
    await page.getByRole('textbox', { name: 'Request body' }).waitFor();
    expect(await axeFindingsInBothModes(page)).toEqual([]);
    expect(await width()).toBe(360);
  });
});

async function opened(path: string) {
  const console = await stage.open({ viewport: { width: 360, height: 740 } });
  await console.page.goto(stage.courier().urls.pageUrl + path);
  await console.page.getByRole('heading', { level: 1 }).waitFor();
  return { page: console.page, width: () => console.width() };
}

describe('accessibility', () => {
  it('axe finds nothing before sign-in or on the page of problems, in light and in dark mode', async () => {
    const { page } = await stage.open();
    await page.goto(stage.courier().urls.pageUrl);
    await page.getByRole('heading', { level: 1 }).waitFor();
    expect(await axeFindingsInBothModes(page)).toEqual([]);
    await page.goto(`${stage.courier().urls.pageUrl}/problems.html#throttled`);
    expect(await axeFindingsInBothModes(page)).toEqual([]);
  });
});
