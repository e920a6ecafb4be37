/** Generating, watching, revealing and revoking tokens in a real browser, including the inbox. */
import { describe, expect, it } from '@jest/globals';
import type { Locator } from 'playwright-core';
import { axeFindings, axeFindingsInBothModes } from '../support/axe.ts';
import { numberOfItsOwn } from '../support/console-page.ts';
import { withConsole } from '../support/with-console.ts';

const stage = withConsole();

describe('generating a security token', () => {
  it('sends it by SMS, lists it masked, and reveals it for 15 seconds', async () => {
    const console = await stage.open({ isOwn: true });
    const { page } = console;
    await page.clock.install();
    const phone = numberOfItsOwn();
    await console.signIn();
    await console.generate('premjeet.sahu', phone);
    const code = await stage.courier().codeSentTo(phone);
    expect(await page.content()).not.toContain(code);

    // The inbox opens in a new tab: the session and the result stay where they are.
    const opened = page.waitForEvent('popup');
    await page.getByRole('link', { name: /^Read it in the inbox/ }).click();
    const inbox = await opened;
    await inbox.getByText(code).first().waitFor();
    expect(await inbox.evaluate('window.opener')).toBeNull();
    await inbox.close();
    const bar = page.getByRole('link', { name: /^Inbox/ }).first();
    expect(await bar.getAttribute('target')).toBe('_blank');
    expect(await bar.getAttribute('rel')).toContain('noopener');
    await page.getByText('Sent by SMS').waitFor();

    const row = console.row('premjeet.sahu');
    await row.getByText('••••••', { exact: true }).waitFor();
    await row.getByText('Sent', { exact: true }).waitFor();
    await row.getByText('0 of 5', { exact: true }).waitFor();
    // From here the test drives the page's clock: on a busy machine the code could be hidden too early.
    await page.clock.pauseAt((await page.evaluate<number>('Date.now()')) + 60_000);
    await row.getByRole('button', { name: /^Reveal/ }).click();
    await row.getByText(code, { exact: true }).waitFor();
    await page.clock.fastForward(14_000);
    expect(await page.content()).toContain(code);
    await page.clock.fastForward(2_000);
    await row.getByText('••••••', { exact: true }).waitFor();
    expect(await page.content()).not.toContain(code);
    expect(await console.storage()).not.toContain(code);
    expect(page.url()).not.toContain(code);
  });

  it('offers to send it again, and says how long to wait when that is too soon', async () => {
    const console = await stage.open({ isOwn: true });
    const { page } = console;
    await page.clock.install();
    await console.signIn();
    await console.generate('asks.again');
    const again = page.getByRole('button', { name: 'Send again' });
    expect(await again.isDisabled()).toBe(true);
    await page.clock.fastForward('04:00');
    expect(await again.isEnabled()).toBe(true);
    // The service's clock decides, and it did not move forward with the page's.
    await again.click();
    await page.getByText('It is too soon to send again').waitFor();
    await page
      .getByText(/^Try again in \d+ seconds?\.$/)
      .first()
      .waitFor();
  });

  it('says when a text may have been sent, and still verifies its code', async () => {
    const console = await stage.open();
    const { page } = console;
    const phone = numberOfItsOwn();
    await console.signIn();
    await stage.courier().injectFault({ service: 'sns', operation: 'Publish', delay_ms: 2500, times: 1 });
    await console.generate('maybe.sent', phone, 'May have been sent by SMS');
    await page.getByText(/did not confirm it/).waitFor();
    const row = console.row('maybe.sent');
    await row.getByText('Unknown', { exact: true }).waitFor();
    await row.getByRole('button', { name: /^Reveal/ }).waitFor();
    await row.getByRole('button', { name: /^Revoke/ }).waitFor();
    // The fault delays the text slightly longer than the step waits.
    while ((await stage.courier().messages(phone)).length === 0) {
      await page.waitForTimeout(50);
    }
    const code = await stage.courier().codeSentTo(phone);
    expect((await stage.courier().verify('maybe.sent', code)).json.verified).toBe(true);
    await row.getByText('Used', { exact: true }).waitFor();
  });

  it('shows an invalid phone number at its field and puts the cursor there', async () => {
    const console = await stage.open();
    await console.signIn('#/tokens?panel=generate');
    const { page } = console;
    await page.getByLabel('User ID').fill('wrong.number');
    const phone = page.getByLabel('Phone number');
    await phone.fill('12');
    await console.submit().click();
    await page.getByText(/^Phone number must be/).waitFor();
    expect(await phone.getAttribute('aria-invalid')).toBe('true');
    expect(await console.isFocused(phone)).toBe(true);
  });

  it('works by keyboard alone', async () => {
    const console = await stage.open();
    await console.signIn();
    const { page } = console;
    await console.tabTo(page.getByRole('navigation').getByRole('link', { name: 'Generate security token' }));
    await page.keyboard.press('Enter');
    await page.getByLabel('User ID').waitFor();
    await console.tabTo(page.getByLabel('User ID'));
    await page.keyboard.type('keyboard.user');
    await console.tabTo(page.getByRole('radio', { name: 'Auto' }));
    await page.keyboard.press('ArrowRight');
    await console.tabTo(page.getByLabel('Phone number'));
    await page.keyboard.type(numberOfItsOwn());
    await page.keyboard.press('Enter');
    await page.getByText('Sent by SMS').waitFor();
    await console.row('keyboard.user').waitFor();
  });
});

describe('the issued security tokens', () => {
  it('do not reveal a newer token in the row of the one that it replaced', async () => {
    const console = await stage.open();
    const { page } = console;
    await console.signIn();
    await page.getByText('Auto-refresh').click();
    await console.generate('replaced.user');
    const row = console.row('replaced.user');
    await row.waitFor();
    const phone_number = numberOfItsOwn();
    const newer = await stage.courier().issue({ user_id: 'replaced.user', phone_number, length: 8 });
    expect(newer.status).toBe(201);
    await row.getByRole('button', { name: /^Reveal/ }).click();
    await page.getByText('This token can no longer be revealed').waitFor();
    const [message] = await stage.courier().messages(phone_number);
    expect(await page.content()).not.toContain(message?.body.match(/\b\d{8}\b/)?.[0]);
  });

  it('appear by themselves, marked as new, and disappear when they expire', async () => {
    const console = await stage.open({ isOwn: true, reducedMotion: 'no-preference' });
    const { page } = console;
    await page.clock.install();
    await console.signIn();
    await page.getByRole('grid').waitFor();
    await stage.courier().issue({ user_id: 'short.lived', phone_number: numberOfItsOwn() });
    const row = console.row('short.lived');
    await page.clock.fastForward(5_000);
    await row.locator('.is-new').waitFor();
    await page.getByText('Auto-refresh').click();
    await page.clock.fastForward('05:01');
    await row.waitFor({ state: 'detached' });
  });

  it('are revoked after a confirmation, and link to the workflow', async () => {
    const console = await stage.open();
    const { page } = console;
    const phone = numberOfItsOwn();
    await console.signIn();
    await console.generate('taken.back', phone);
    const row = console.row('taken.back');
    const link = row.getByRole('link', { name: /through the workflow$/ });
    expect(await link.getAttribute('href')).toBe(
      '#/workflow?user_id=taken.back&purpose=login&client_group=%40this-machine',
    );
    await row.getByRole('button', { name: /^Revoke/ }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByText(/^The token of taken\.back for login/).waitFor();
    expect(await axeFindings(page)).toEqual([]);
    await dialog.getByRole('button', { name: 'Revoke' }).click();
    await row.getByText('Revoked', { exact: true }).waitFor();
    await row.getByText('Erased', { exact: true }).waitFor();
    const code = await stage.courier().codeSentTo(phone);
    expect((await stage.courier().verify('taken.back', code)).json).toMatchObject({ verified: false });
  });

  it('are found by words, by status, and by a user whose rows are not loaded', async () => {
    const console = await stage.open();
    const { page } = console;
    await stage.courier().issue({ user_id: 'find.me', phone_number: numberOfItsOwn() });
    await console.signIn();
    await console.row('find.me').waitFor();
    const filter = page.getByRole('searchbox', { name: 'Find security tokens' });
    await filter.fill('FIND sms');
    await page.getByText('1 match', { exact: true }).first().waitFor();
    await filter.fill('somebody.else');
    await page.getByRole('button', { name: /^Look up user/ }).click();
    await page.getByText('No live tokens').waitFor();
    await page.getByRole('button', { name: 'User: somebody.else' }).click();
    await console.row('find.me').waitFor();
    await page.getByRole('button', { name: 'Status Any status' }).click();
    await page.getByRole('option', { name: 'Locked' }).click();
    await page.getByText('No live tokens').waitFor();
  });

  it('say which tokens the filter searched, and offer an exact look-up beyond them', async () => {
    const console = await stage.open();
    const { page } = console;
    const { pageUrl } = stage.courier().urls;
    // Simulates a longer list: to issue codes for more than fifty people would exceed this service's limits.
    await page.route(`${pageUrl}/api/tokens?limit=50`, async (route) => {
      const response = await route.fetch();
      const answer = (await response.json()) as object;
      await route.fulfill({ response, json: { ...answer, next_cursor: 'more' } });
    });
    await stage.courier().issue({ user_id: 'among.newest', phone_number: numberOfItsOwn() });
    await console.signIn();
    await console.row('among.newest').waitFor();
    const filter = page.getByRole('searchbox', { name: 'Find security tokens' });
    await filter.fill('among');
    await page
      .getByText(/^1 match among the \d+ newest$/)
      .first()
      .waitFor();
    await page.getByRole('button', { name: 'Look up user “among”' }).waitFor();
    await filter.fill('somebody.older');
    await page.getByText(/^No match among the \d+ newest tokens$/).waitFor();
    await page.getByRole('button', { name: 'Look up user “somebody.older”' }).click();
    await page.getByRole('button', { name: 'User: somebody.older' }).waitFor();
  });

  it("show the carrier's report, and can still be revealed and revoked", async () => {
    const console = await stage.open();
    const { page } = console;
    const { pageUrl } = stage.courier().urls;
    const reports: Readonly<Record<string, object>> = {
      'did.arrive': { status: 'delivered' },
      'did.not': { status: 'undelivered', undelivered_reason: 'blocked_destination' },
      'was.mailed': { status: 'sent', undelivered_reason: 'phone_unreachable' },
    };
    // As a deployment with delivery status answers.
    await page.route(`${pageUrl}/api/tokens?limit=50`, async (route) => {
      const response = await route.fetch();
      const answer = (await response.json()) as { tokens: { user_id: string }[] };
      const tokens = answer.tokens.map((token) => ({ ...token, ...reports[token.user_id] }));
      await route.fulfill({ response, json: { ...answer, tokens } });
    });
    for (const user_id of Object.keys(reports)) {
      await stage.courier().issue({ user_id, phone_number: numberOfItsOwn() });
    }
    await console.signIn();
    await console.row('did.arrive').getByText('Delivered', { exact: true }).waitFor();
    const row = console.row('did.not');
    await row.getByText('Undelivered', { exact: true }).waitFor();
    await row.getByRole('button', { name: /^Reveal/ }).waitFor();
    const reason = (await row.getByText('on a blocked list').boundingBox()) ?? { x: 0, width: 9_999 };
    const revoke = (await row.getByRole('button', { name: /^Revoke/ }).boundingBox()) ?? { x: 0 };
    expect(reason.x + reason.width).toBeLessThan(revoke.x);
    await console.row('was.mailed').getByText('Text failed: phone unreachable').waitFor();
    expect(await axeFindings(page)).toEqual([]);
  });

  it.each([768, 1_280])(
    'keep the status visible next to a purpose of 60 characters, at a width of %i px',
    async (width) => {
      const purpose = `approve-${'x'.repeat(44)}-payment`;
      expect(purpose).toHaveLength(60);
      const user = `long.purpose.${width}`;
      await stage.courier().issue({ user_id: user, purpose, phone_number: numberOfItsOwn() });
      const console = await stage.open({ viewport: { width, height: 900 } });
      const { page } = console;
      await console.signIn();
      const row = console.row(user);
      const revoke = (await row.getByRole('button', { name: /^Revoke/ }).boundingBox()) ?? { x: 0 };
      for (const cell of [row.getByText('Sent', { exact: true }), row.getByRole('timer')]) {
        const box = (await cell.boundingBox()) ?? { x: width, width: 1 };
        // The actions stick to the edge and would cover what does not fit.
        expect(box.x + box.width).toBeLessThan(revoke.x);
      }
      const cut = row.getByTitle(purpose, { exact: true });
      expect((await cut.locator('xpath=ancestor::td').boundingBox())?.width).toBeLessThanOrEqual(180);
      expect(await axeFindings(page)).toEqual([]);
    },
  );

  it('have no column that the actions cover, however long names and addresses are', async () => {
    const user = `long.user.${'x'.repeat(110)}`;
    const email = 'somebody@mail.department.example.com';
    await stage.courier().enrol(user, { email });
    // Puts the longest status of a live token into the table too.
    await stage
      .courier()
      .injectFault({ service: 'sns', operation: 'Publish', error: 'InternalError', times: 2 });
    await stage.courier().issue({ user_id: user, purpose: 'x'.repeat(60), channel: 'email' });
    const console = await stage.open();
    const { page } = console;
    await console.signIn();
    await console.row(user).getByText('Unknown', { exact: true }).waitFor();
    const right = async (header: Locator): Promise<number> => {
      const box = await header.boundingBox();
      return box === null ? Number.NaN : box.x + box.width;
    };
    const headers = page.getByRole('columnheader');
    for (const [width, columns] of [
      [580, 4],
      [640, 4],
      [768, 5],
      [1_024, 5],
      [1_280, 7],
      [1_366, 7],
      [1_440, 8],
      [1_600, 9],
      [1_920, 10],
    ] as const) {
      await page.setViewportSize({ width, height: 900 });
      await headers.nth(columns - 1).waitFor();
      expect(await headers.count()).toBe(columns);
      const actions = await headers.last().boundingBox();
      expect(await right(headers.nth(columns - 2))).toBeLessThanOrEqual((actions?.x ?? 0) + 1);
    }
  });

  it('offer neither to reveal nor to revoke a used token', async () => {
    const console = await stage.open();
    const phone = numberOfItsOwn();
    await stage.courier().issue({ user_id: 'all.done', phone_number: phone });
    await stage.courier().verify('all.done', await stage.courier().codeSentTo(phone));
    await console.signIn();
    const row = console.row('all.done');
    await row.getByText('Used', { exact: true }).waitFor();
    await row.getByRole('link', { name: /through the workflow$/ }).waitFor();
    expect(await row.getByRole('button').count()).toBe(0);
    expect(await row.getByRole('timer').count()).toBe(0);
  });

  it('are not reported as none while they could not be loaded', async () => {
    const console = await stage.open();
    const { page } = console;
    const title = page.getByRole('heading', { name: /^Issued security tokens/ });
    const answers = Promise.withResolvers<void>();
    await page.route('**/api/tokens?*', async (route) => {
      await answers.promise;
      await route.fulfill({ status: 503, json: {} });
    });
    await console.signIn();
    await title.waitFor();
    expect(await title.innerText()).toBe('Issued security tokens');
    expect(await page.getByText('No live tokens').count()).toBe(0);
    answers.resolve();
    await page.getByText('The tokens could not be loaded.').waitFor();
    expect(await title.innerText()).toBe('Issued security tokens');
    expect(await page.getByText('No live tokens').count()).toBe(0);
    expect(await axeFindings(page)).toEqual([]);

    await page.unroute('**/api/tokens?*');
    await page.getByRole('button', { name: 'Refresh the list' }).click();
    await page.getByRole('heading', { name: /^Issued security tokens \(\d+\)$/ }).waitFor();
  });

  it('remember the chosen columns, and nothing else', async () => {
    const console = await stage.open();
    const { page } = console;
    await console.signIn();
    await page.getByRole('columnheader', { name: 'Purpose' }).waitFor();
    await page.getByRole('button', { name: 'Preferences' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('checkbox', { name: 'Purpose' }).click();
    await dialog.getByRole('button', { name: 'Confirm' }).click();
    await page.getByRole('columnheader', { name: 'Purpose' }).waitFor({ state: 'detached' });
    await page.reload();
    await page.getByRole('columnheader', { name: 'Status' }).waitFor();
    expect(await page.getByRole('columnheader', { name: 'Purpose' }).count()).toBe(0);
    const [local, session] = JSON.parse(await console.storage()) as [object, object];
    expect([Object.keys(local), session]).toEqual([['token-courier.issued-table'], {}]);
  });
});

describe('accessibility', () => {
  it('axe finds nothing in light and in dark mode', async () => {
    const console = await stage.open();
    const { page } = console;
    await console.signIn('#/tokens?panel=generate');
    await console.submit().click();
    await page.getByText('Enter a user ID.', { exact: true }).waitFor();
    await console.generate('axe.checks');
    const row = console.row('axe.checks');
    await row.getByRole('button', { name: /^Reveal/ }).click();
    await row.getByRole('button', { name: /^Hide/ }).waitFor();
    expect(await axeFindingsInBothModes(page)).toEqual([]);
  });

  it('the page fits a phone 360 pixels wide', async () => {
    const console = await stage.open({ viewport: { width: 360, height: 740 } });
    await console.signIn('#/tokens?panel=generate');
    await console.page.getByLabel('User ID').waitFor();
    await console.page.getByRole('grid').waitFor();
    expect(await console.width()).toBe(360);
    expect(await axeFindings(console.page)).toEqual([]);
  });
});
