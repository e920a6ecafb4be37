/** Verifying, contacts and limits in a real browser: what an operator does for one person. */
import { describe, expect, it } from '@jest/globals';
import type { Locator, Page } from 'playwright-core';
import { axeFindings, axeFindingsInBothModes } from '../support/axe.ts';
import { numberOfItsOwn } from '../support/console-page.ts';
import { startCourier } from '../support/courier.ts';
import { pauseAtWindowEnd } from '../support/window-end.ts';
import { withConsole } from '../support/with-console.ts';

const stage = withConsole();

describe('messages', () => {
  it('are previewed by purpose and language, and nothing is sent', async () => {
    const console = await stage.open();
    const { page } = console;
    const before = (await stage.courier().messages()).length;
    await console.signIn('#/messages');
    await page
      .getByText(/^123456 is your Token Courier sign-in code\. Valid for 5 minutes\. /)
      .first()
      .waitFor();
    await page.getByText('1, billed as one text').waitFor();
    expect(await axeFindings(page)).toEqual([]);
    await page.getByLabel('Purpose').fill('payment');
    await page.getByText('123456 is your Token Courier payment code.').first().waitFor();
    await page.getByRole('button', { name: /^Language/ }).click();
    await page.getByRole('combobox', { name: 'Find a language' }).fill('arab');
    await page.getByRole('option', { name: /^Arabic/ }).click();
    const text = page.locator('p[lang=ar][dir=rtl]').first();
    await text.waitFor();
    expect(await text.innerText()).toMatch(/^123456 هو رمز/);
    await page.getByText('2, billed as 2 texts').waitFor();
    expect(await axeFindings(page)).toEqual([]);
    expect((await stage.courier().messages()).length).toBe(before);
  });

  it('fit a phone', async () => {
    const console = await stage.open({ viewport: { width: 360, height: 740 }, colorScheme: 'dark' });
    await console.signIn('#/messages');
    await console.page.getByText('1, billed as one text').waitFor();
    expect(await console.width()).toBe(360);
    expect(await axeFindings(console.page)).toEqual([]);
  });
});

describe('verifying a code', () => {
  it('counts the attempts down, accepts the correct code once, and keeps no code', async () => {
    const console = await stage.open();
    const { page } = console;
    const phone_number = numberOfItsOwn();
    await stage.courier().issue({ user_id: 'tries.codes', phone_number, length: 8 });
    await console.signIn('#/tokens?panel=verify');
    const token = page.getByLabel('Token', { exact: true });
    const verify = page.getByRole('button', { name: 'Verify', exact: true });
    await page.getByLabel('User ID').fill('tries.codes');
    expect(await token.getAttribute('autocomplete')).toBe('one-time-code');
    await token.fill('wrong-one');
    await verify.click();
    await page.getByText('The code is wrong').first().waitFor();
    // On a busy machine the write that counts is repeated when its answer is late, and both count.
    const told = await page
      .getByText(/^[34] attempts left\.$/)
      .first()
      .innerText();
    const attempts = 5 - Number.parseInt(told, 10);
    expect(await token.inputValue()).toBe('');
    await console.row('tries.codes').getByText(`${attempts} of 5`, { exact: true }).waitFor();

    const [message] = await stage.courier().messages(phone_number);
    const code = message?.body.match(/\b\d{8}\b/)?.[0] ?? '';
    await token.fill(code);
    await verify.click();
    await page.getByText('The code is correct and is now used').first().waitFor();
    await console.row('tries.codes').getByText('Used', { exact: true }).waitFor();
    expect(await token.inputValue()).toBe('');
    expect(code).toHaveLength(8);
    expect(await page.content()).not.toContain(code);
  });

  it('has no axe findings in light and in dark mode', async () => {
    const console = await stage.open();
    const { page } = console;
    await console.signIn('#/tokens?panel=verify');
    await page.getByRole('button', { name: 'Verify', exact: true }).click();
    await page.getByText('Enter the token.', { exact: true }).waitFor();
    expect(await axeFindingsInBothModes(page)).toEqual([]);
  });
});

describe('contacts', () => {
  it('are enrolled, not sent another confirmation at once, shown as confirmed, and deleted', async () => {
    const console = await stage.open();
    const { page } = console;
    await console.signIn('#/contacts');
    await page.getByLabel('User ID').fill('new.person');
    await page.getByRole('button', { name: 'Find' }).click();
    await page.getByText('Not enrolled').waitFor();
    await page.getByRole('button', { name: 'Enrol', exact: true }).click();
    await page.getByText('Enter a phone number, an email or both.').last().waitFor();
    await page.getByRole('textbox', { name: 'Email' }).fill('new.person@example.com');
    await page.getByRole('button', { name: 'Enrol', exact: true }).click();
    await page.getByText('Waiting for confirmation').waitFor();

    await page.getByRole('button', { name: 'Resend confirmation' }).click();
    await page.getByText('A send limit has been reached', { exact: true }).waitFor();
    await page.getByText(/^Try again in \d+ seconds/).waitFor();
    expect(await stage.courier().messages('new.person@example.com')).toHaveLength(1);
    await page.getByRole('button', { name: 'Confirm', exact: true }).click();
    await page.getByText('Enter the code, or paste the link.').last().waitFor();
    const typed = page.getByLabel('Code or link from the email');
    await typed.fill('000000');
    await typed.press('Enter');
    await page.getByText('There is no valid code for this address').waitFor();
    await typed.fill(await stage.courier().confirmationSentTo('new.person@example.com'));
    await page.getByRole('button', { name: 'Confirm', exact: true }).click();
    await page.getByText('Confirmed', { exact: true }).waitFor();

    await page.getByRole('button', { name: 'Delete', exact: true }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click();
    await page.getByText('Not enrolled').waitFor();
    expect((await stage.courier().call('GET', '/contacts/new.person')).status).toBe(404);
  });

  it('show an invalid number at its field', async () => {
    const console = await stage.open();
    const { page } = console;
    await console.signIn('#/contacts?user_id=bad.number');
    const phone = page.getByLabel('Phone number');
    await phone.fill('12');
    await page.getByRole('button', { name: 'Enrol', exact: true }).click();
    await page.getByText(/^Phone number must be/).waitFor();
    expect(await console.isFocused(phone)).toBe(true);
  });

  it('are not reported as missing when they may not be read', async () => {
    const console = await stage.open({ scopes: ['contacts/write'] });
    await stage.courier().enrol('only.written', { phone_number: numberOfItsOwn() });
    await console.signIn('#/contacts?user_id=only.written');
    await console.page.getByLabel('Phone number').waitFor();
    expect(await console.page.getByText('Not enrolled').count()).toBe(0);
  });

  it('can be seen but not changed with the read scope alone', async () => {
    const console = await stage.open({ scopes: ['contacts/read'] });
    await stage.courier().enrol('only.seen', { phone_number: numberOfItsOwn() });
    await console.signIn('#/contacts?user_id=only.seen');
    await console.page.getByText('It needs the scope contacts/write.').waitFor();
    await console.page.getByRole('heading', { name: 'only.seen' }).waitFor();
    expect(await console.page.getByRole('button', { name: 'Delete' }).count()).toBe(0);
  });

  it('have no axe findings in light and in dark mode, and fit a phone', async () => {
    const body = { email: 'seen.there@example.com' };
    await stage.courier().call('PUT', '/contacts/seen.there', { body });
    const console = await stage.open();
    await console.signIn('#/contacts?user_id=seen.there');
    await console.page.getByText('Waiting for confirmation').waitFor();
    expect(await axeFindingsInBothModes(console.page)).toEqual([]);
    await console.page.setViewportSize({ width: 360, height: 740 });
    expect(await console.width()).toBe(360);
  });
});

describe('limits', () => {
  it('show that a person is locked, and unlock them', async () => {
    const courier = stage.courier();
    const phone_number = numberOfItsOwn();
    await pauseAtWindowEnd();
    for (const length of [8, 9]) {
      await courier.issue({ user_id: 'locked.out', phone_number, length });
      for (let guess = 0; guess < 5; guess += 1) {
        await courier.verify('locked.out', 'wrong');
      }
    }
    const console = await stage.open();
    const { page } = console;
    await console.signIn('#/limits');
    await page.getByLabel('User ID').fill('locked.out');
    await page.getByRole('button', { name: 'Find' }).click();
    await page.getByText(/^Locked until/).waitFor();
    await page.getByText('10 of 10').first().waitFor();
    expect(await axeFindings(page)).toEqual([]);
    await page.getByRole('button', { name: 'Unlock' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Unlock' }).click();
    await page.getByText('Not locked').waitFor();
    const { json } = await courier.call('GET', '/limits?user_id=locked.out');
    expect(json.person.locked).toBe(false);
  });

  it('record that the owner of a number or an address wants no messages', async () => {
    const console = await stage.open();
    const { page } = console;
    const phone = numberOfItsOwn();
    await console.signIn('#/limits');
    const destination = page.getByLabel('Phone number or email address');
    const reason = page.getByLabel('Reason');
    await destination.fill(phone);
    await reason.fill('Asked by letter');
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText('Opted out', { exact: true }).waitFor();
    const { json } = await stage.courier().issue({ user_id: 'opted.out', phone_number: phone });
    expect(json).toMatchObject({ code: 'destination_not_allowed', rule: 'opt_out' });

    await destination.fill('ada@');
    await reason.fill('Asked by letter');
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText(/^Phone number or email address must be an email address/).waitFor();
    await destination.fill('opted.out@example.com');
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText('Opted out', { exact: true }).waitFor();
    const body = { email: 'opted.out@example.com' };
    const enrolled = await stage.courier().call('PUT', '/contacts/opted.out', { body });
    expect(enrolled.json).toMatchObject({ code: 'destination_not_allowed', rule: 'opt_out' });
  });

  it('have no axe findings in dark mode, and fit a phone screen', async () => {
    const console = await stage.open({ colorScheme: 'dark', viewport: { width: 360, height: 740 } });
    await console.signIn('#/limits?user_id=anybody');
    await console.page.getByText('Not locked').waitFor();
    expect(await axeFindings(console.page)).toEqual([]);
    expect(await console.width()).toBe(360);
  });
});

describe('during an attack', () => {
  const focused = (page: Page, target: Locator) => target.and(page.locator(':focus')).waitFor();

  it('a prefix is resumed, blocked and safe-listed and a budget raised, by keyboard alone', async () => {
    const courier = await startCourier('small-budget', { engine: 'dynalite' });
    try {
      for (let stranger = 1; stranger <= 5; stranger += 1) {
        await courier.issue({ user_id: `stranger.${stranger}`, phone_number: `+1202555010${stranger}` });
      }
      // Of another origin, which stays in its browser.
      const console = await stage.open({ isOwn: true });
      const { page } = console;
      await page.goto(`${courier.urls.pageUrl}/#/limits`);
      const dialog = page.getByRole('dialog');
      const button = (name: string) => page.getByRole('button', { name, exact: true });
      const decide = async (reason: string) => {
        await dialog.getByLabel('Reason').fill(reason);
        await page.keyboard.press('Enter');
        await dialog.waitFor({ state: 'detached' });
      };

      await button('Resume +1202 · local').press('Enter');
      await focused(page, dialog.getByLabel('Reason'));
      await page.keyboard.press('Enter');
      await dialog.getByText('Enter a reason.').first().waitFor();
      await decide('A carrier lost texts');
      await page.getByText('No prefixes are paused.').waitFor();
      // The button is gone, the focus is not.
      await focused(page, page.getByRole('heading', { level: 1 }));

      await button('Block a prefix').press('Enter');
      await focused(page, dialog.getByLabel('Prefix'));
      await page.keyboard.type('0091');
      await dialog.getByText('+91 is a country code: this reaches every number of the country.').waitFor();
      expect(await axeFindingsInBothModes(page)).toEqual([]);
      await page.setViewportSize({ width: 360, height: 740 });
      expect(await console.width()).toBe(360);
      await page.setViewportSize({ width: 1_440, height: 900 });
      await page.keyboard.type(' 98');
      await decide('Pumping tonight');
      await focused(page, button('Block a prefix'));
      await page.getByText(/^Blocked until \d/).waitFor();
      await page.getByText('by local-operator: Pumping tonight').waitFor();
      const { json } = await courier.call('GET', '/limits');
      expect(json.prefixes).toMatchObject([{ prefix: '+9198', rule: 'blocked', by: 'local-operator' }]);

      await button('Raise the budget of this month').press('Enter');
      await focused(page, dialog.getByLabel('Reason'));
      await dialog.getByLabel('Raise by (USD)').fill('0,50');
      await decide('Evening peak');
      await page.getByText(/^Raised by \$0\.50 until/).waitFor();
      await button('End the raise of this month').press('Enter');
      await decide('The peak is over');
      await page.getByText(/^Raised by/).waitFor({ state: 'detached' });

      await page.getByLabel('Phone number or email address').fill('001 202 555 0101');
      await page.keyboard.press('Enter');
      await page.getByText('Not opted out').waitFor();

      await page.getByRole('link', { name: 'Audit' }).press('Enter');
      const audit = page.getByRole('grid', { name: 'Audit' });
      await audit.getByText('Evening peak').waitFor();
      expect(await audit.getByRole('row').nth(1).innerText()).toMatch(
        /local-operator[\s\S]*End raise of budget\s+The peak is over/,
      );
    } finally {
      await courier.close();
    }
  });
});
