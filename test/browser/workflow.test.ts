/** The whole path of a token in a real browser: a fault, a fallback, a retry, and how the page shows them. */
import { describe, expect, it } from '@jest/globals';
import type { Locator, Page } from 'playwright-core';
import { axeFindings, axeFindingsInBothModes } from '../support/axe.ts';
import type { ConsolePage } from '../support/console-page.ts';
import { numberOfItsOwn } from '../support/console-page.ts';
import { eventually } from '../support/eventually.ts';
import { withConsole } from '../support/with-console.ts';

const stage = withConsole();

/** A state in the picture. */
const drawn = (page: Page, state: string): Locator => page.locator(`svg [data-state="${state}"]`);

/** A state in the table of steps. */
const step = (page: Page, state: string): Locator =>
  page.getByRole('row').filter({ has: page.getByRole('rowheader', { name: state, exact: true }) });

const figure = (page: Page, label: string): Locator =>
  page.locator('dt').filter({ hasText: label }).locator('+ dd');

async function inject(console: ConsolePage, fault: string): Promise<void> {
  await console.go('#/faults');
  await console.page.getByRole('button', { name: `Arm only: ${fault}` }).click();
  await console.page.getByText('No faults armed.').waitFor({ state: 'detached' });
}

async function trace(console: ConsolePage, userId: string): Promise<void> {
  await console
    .row(userId)
    .getByRole('link', { name: /through the workflow$/ })
    .click();
  await console.page.getByRole('heading', { name: `Token of ${userId} for login` }).waitFor();
}

describe('the trace of a token', () => {
  it('shows the fault, the fallback and the retry, and the figures count them', async () => {
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
    await page.getByText('The code is correct and is now used').first().waitFor();
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
    expect(await figure(page, 'Verified').innerText()).toMatch(/^1\b/);
    expect(await figure(page, 'Conversion').innerText()).toMatch(/^50%/);
    await figure(page, 'Status').getByText('Recovered from all errors').waitFor();
    await page.getByRole('rowheader', { name: 'DeliveryRefused' }).waitFor();
    await page.getByText(/alarms? (is|are) raised$/).waitFor();

    await page.getByRole('button', { name: 'Email: show only this' }).click();
    await page.getByRole('heading', { name: 'Delivered and verified: Email' }).waitFor();
    expect(page.url()).toMatch(/#\/health\?value=email$/);
    const asked: string[] = [];
    page.on('request', (request) => request.url().includes('/api/') && asked.push(request.url()));
    await console.go('#/health?period=day&value=sms');
    await page.getByRole('heading', { name: 'Delivered and verified: SMS' }).waitFor();
    expect(asked.map((url) => new URL(url).search)).toEqual(['?period=day&by=channel&value=sms']);
    await page
      .getByRole('row')
      .filter({ hasText: 'DeliveryRefused' })
      .getByRole('link', { name: /^1: / })
      .click();
    await page.waitForURL(/#\/workflow\?failed=DeliveryRefused&from=/);
  });
});

/** Where an element of the page is, in pixels of the window. */
async function boxOf(part: Locator): Promise<{ x: number; y: number; width: number; height: number }> {
  const box = await part.boundingBox();
  if (box === null) {
    throw new Error(`${part} is not on the page`);
  }
  return box;
}

/** Runs the demo of a fault, which opens its trace. */
async function runDemo(console: ConsolePage, fault: string): Promise<void> {
  await console.go('#/faults');
  await console.page.getByRole('button', { name: `Run this demo: ${fault}` }).click();
  await console.page.getByRole('heading', { name: 'Steps of the execution' }).waitFor();
}

describe('the picture', () => {
  const PATH = ['Admit request', 'Persist token', 'Deliver by SMS', 'Deliver by email', 'Record delivery'];

  it('shows every state of the path and where it turned, legibly in a frame of any width', async () => {
    const console = await stage.open();
    const { page } = console;
    await console.signIn('#/faults');
    await runDemo(console, 'SMS refused');
    const trace = new URL(page.url()).hash;
    for (const width of [768, 1_280, 1_366, 1_440, 1_920, 2_560]) {
      await console.go('#/faults');
      await page.setViewportSize({ width, height: 800 });
      await console.go(trace);
      const crux = drawn(page, 'Deliver by SMS');
      await crux.getByText('Caught', { exact: true }).waitFor();
      await expect(cruxIsInView(crux, 800)).resolves.toBe(true);
      const frame = await boxOf(page.getByRole('region', { name: 'Diagram of the state machine' }));
      expect(frame.x).toBeGreaterThanOrEqual(0);
      expect(frame.x + frame.width).toBeLessThanOrEqual(width);
      for (const state of PATH) {
        const box = await boxOf(drawn(page, state));
        expect(box.x).toBeGreaterThanOrEqual(frame.x);
        expect(box.x + box.width).toBeLessThanOrEqual(frame.x + frame.width);
        expect(box.y).toBeGreaterThanOrEqual(frame.y);
        expect(box.y + box.height).toBeLessThanOrEqual(frame.y + frame.height);
        // In the picture's own units a state is 128 wide, and its name is 12 high.
        expect((12 * box.width) / 128).toBeGreaterThan(9.5);
      }
    }
  });
});

/** Waits until the state is in sight, below the bar at the top of the window. */
function cruxIsInView(crux: Locator, height: number): Promise<boolean> {
  return eventually(async () => {
    const { y, height: own } = await boxOf(crux);
    return y >= 56 && y + own <= height;
  });
}

describe('a demo', () => {
  it.each([
    ['Throttled store', 'Persist token', /^Passed, retried ×[12]$/],
    ['No channel works', 'Delivery failed', 'Failed'],
    ['Secret out of reach', 'Generate token', /^Caught, retried ×\d$/],
    ['Store down', 'Store unavailable', 'Failed'],
  ])("of %s shows the fault's effect, and leaves nothing armed", async (fault, state, outcome) => {
    const console = await stage.open();
    await console.signIn('#/faults');
    await runDemo(console, fault);
    await drawn(console.page, state).getByText(outcome, { exact: true }).waitFor();
    await console.go('#/faults');
    await console.page.getByText('No faults armed.').waitFor();
  });
});

describe('accessibility', () => {
  it('axe finds nothing in the workflow and the health view, in light and in dark mode, or on a phone', async () => {
    await stage.courier().issue({ user_id: 'traced.person', phone_number: numberOfItsOwn() });
    const console = await stage.open();
    const { page } = console;
    await console.signIn('#/faults');
    for (const [width, findings] of [
      [1_440, axeFindingsInBothModes],
      [360, axeFindings],
    ] as const) {
      await console.go('#/faults');
      await page.getByText('No faults armed.').waitFor();
      await page.setViewportSize({ width, height: 900 });
      for (const [hash, landmark] of [
        ['#/workflow?user_id=traced.person', 'Steps of the execution'],
        ['#/health', 'Refused by reason'],
      ] as const) {
        await console.go(hash);
        await page.getByRole('heading', { name: landmark }).waitFor();
        expect(await findings(page)).toEqual([]);
        expect(await console.width()).toBe(width);
      }
    }
  });
});
