/** The whole way of a token in a real browser: a fault, a fallback, a retry, and what is seen of them. */
import { describe, expect, it } from '@jest/globals';
import type { Locator, Page } from 'playwright-core';
import { axeFindings, rulesFor } from '../support/axe.ts';
import { type ConsolePage, numberOfItsOwn } from '../support/console-page.ts';
import { withConsole } from '../support/with-console.ts';

const stage = withConsole();
const WHOLE_WAY_MS = 60_000;

/** A state in the picture. */
const drawn = (page: Page, state: string): Locator => page.locator(`svg [data-state="${state}"]`);

/** A state in the table of steps. */
const step = (page: Page, state: string): Locator =>
  page.getByRole('row').filter({ has: page.getByRole('rowheader', { name: state, exact: true }) });

const figure = (page: Page, label: string): Locator =>
  page.locator('dt').filter({ hasText: label }).locator('+ dd');

async function inject(console: ConsolePage, fault: string): Promise<void> {
  await console.go('#/faults');
  await console.page.getByRole('button', { name: `Inject: ${fault}` }).click();
  await console.page.getByText('Every call works.').waitFor({ state: 'detached' });
}

async function trace(console: ConsolePage, userId: string): Promise<void> {
  await console
    .row(userId)
    .getByRole('link', { name: /through the workflow$/ })
    .click();
  await console.page.getByRole('heading', { name: `Token of ${userId} for login` }).waitFor();
}

describe('the way of a token', () => {
  it(
    'is seen from the fault through the fallback to its use, and in the figures',
    async () => {
      const courier = stage.courier();
      const email = 'ada.lovelace@example.com';
      await courier.enrol('ada.lovelace', {
        phone_number: numberOfItsOwn(),
        email,
        preferred_channel: 'sms',
      });
      const console = await stage.open();
      const { page } = console;
      await console.signIn('#/faults');
      await inject(console, 'SMS refused');

      await console.go('#/tokens?panel=generate');
      await page.getByLabel('User ID').fill('ada.lovelace');
      await console.submit().click();
      await page.getByText('Sent by email').waitFor();
      await trace(console, 'ada.lovelace');
      await drawn(page, 'Deliver by SMS').getByText('Caught', { exact: true }).waitFor();
      await drawn(page, 'Deliver by email').getByText('Passed', { exact: true }).waitFor();
      await step(page, 'Deliver by SMS').getByText('Caught', { exact: true }).waitFor();
      await step(page, 'Deliver by SMS').getByText('DeliveryRefused', { exact: true }).waitFor();
      await step(page, 'Deliver by email').getByText('Passed', { exact: true }).waitFor();

      const code = await courier.codeSentTo(email);
      const inbox = await stage.open();
      await inbox.page.goto(`${courier.urls.pageUrl}/inbox`);
      await inbox.page.getByText(code).first().waitFor();

      await console.go('#/tokens?panel=verify');
      await page.getByLabel('User ID').fill('ada.lovelace');
      await page.getByLabel('Token', { exact: true }).fill(code);
      await page.getByRole('button', { name: 'Verify', exact: true }).click();
      await page.getByText('The token is right and is now used').first().waitFor();
      await console.row('ada.lovelace').getByText('Used', { exact: true }).waitFor();

      await inject(console, 'Throttled store');
      await console.generate('grace.hopper');
      await trace(console, 'grace.hopper');
      await drawn(page, 'Persist token')
        .getByText(/^Passed, retried ×[12]$/)
        .waitFor();
      expect(await step(page, 'Persist token').innerText()).toMatch(/Passed, retried ×[12]/);
      await step(page, 'Deliver by SMS').getByText('Passed', { exact: true }).waitFor();

      await console.go('#/health');
      await page.getByRole('button', { name: 'Refresh the metrics' }).click();
      await figure(page, 'Delivered').getByText('SMS 1 · Email 1').waitFor();
      expect(await figure(page, 'Issued').innerText()).toMatch(/^2\b/);
      expect(await figure(page, 'Verified').innerText()).toBe('1');
      expect(await figure(page, 'Conversion').innerText()).toMatch(/^50%/);
      await figure(page, 'Status').getByText('Errors, all made good').waitFor();
      await page.getByRole('rowheader', { name: 'DeliveryRefused' }).waitFor();
    },
    WHOLE_WAY_MS,
  );
});

describe('accessibility', () => {
  it.each([
    ['light', 1_440],
    ['light', 360],
    ['dark', 1_440],
  ] as const)(
    'axe finds nothing in the workflow and the health, in %s mode and %d px wide',
    async (colorScheme, width) => {
      const user = `traced.${colorScheme}.${width}`;
      await stage.courier().issue({ user_id: user, phone_number: numberOfItsOwn() });
      const viewport = { width, height: 900 };
      const console = await stage.open({ colorScheme, viewport, reducedMotion: 'reduce' });
      const { page } = console;
      await console.signIn(`#/workflow?user_id=${user}`);
      for (const [hash, landmark] of [
        [`#/workflow?user_id=${user}`, 'Steps of the execution'],
        ['#/health', 'Refused by reason'],
      ] as const) {
        await console.go(hash);
        await page.getByRole('heading', { name: landmark }).waitFor();
        expect(await axeFindings(page, rulesFor(colorScheme))).toEqual([]);
        expect(await console.width()).toBe(width);
      }
    },
    WHOLE_WAY_MS,
  );
});
