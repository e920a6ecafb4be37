/** The whole path of a token in a real browser: a fault, a fallback, a retry, and how the page shows them. */
import { readFile } from 'node:fs/promises';
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
      .getByText(/^Passed, try [23]$/)
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

/** A size that the picture has on the screen, and the part of each of its states that its box shows. */
interface Shown {
  readonly frame: { readonly left: number; readonly right: number };
  readonly leastTextPx: number;
  readonly parts: Readonly<Record<string, number>>;
}

/** Asks the page, because a look at 30 elements one by one takes seconds. */
const shownIn = (page: Page): Promise<Shown> =>
  page.evaluate<Shown>(`(() => {
    const svg = document.querySelector('svg.workflow-picture');
    const box = svg.getBoundingClientRect();
    const scale = box.width / svg.viewBox.baseVal.width;
    const sizes = [...svg.querySelectorAll('text')].map((text) => parseFloat(getComputedStyle(text).fontSize));
    const parts = [...svg.querySelectorAll('[data-state]')].map((state) => {
      const own = state.getBoundingClientRect();
      const wide = Math.min(own.right, box.right) - Math.max(own.left, box.left);
      const high = Math.min(own.bottom, box.bottom) - Math.max(own.top, box.top);
      return [state.dataset.state, (Math.max(0, wide) * Math.max(0, high)) / (own.width * own.height)];
    });
    return {
      frame: { left: box.left, right: box.right },
      leastTextPx: Math.min(...sizes) * scale,
      parts: Object.fromEntries(parts),
    };
  })()`);

const viewBox = (page: Page): Promise<string | null> =>
  page.locator('svg.workflow-picture').getAttribute('viewBox');

describe('the picture', () => {
  it.each([
    [
      'SMS refused',
      'Deliver by SMS',
      ['Admit request', 'Persist token', 'Deliver by SMS', 'Deliver by email', 'Record delivery'],
    ],
    [
      'No channel works',
      'Delivery failed',
      [
        'Admit request',
        'Deliver by SMS',
        'Revoke token',
        'Is a key taken?',
        'What failed?',
        'Delivery failed',
      ],
    ],
  ])('of %s shows the whole path and where it turned, at any width', async (fault, crux, path) => {
    const console = await stage.open();
    const { page } = console;
    await console.signIn('#/faults');
    await runDemo(console, fault);
    const trace = new URL(page.url()).hash;
    for (const width of [768, 1_366, 1_440, 1_920, 2_560]) {
      await console.go('#/faults');
      await page.setViewportSize({ width, height: 800 });
      await console.go(trace);
      await drawn(page, crux).waitFor();
      await expect(cruxIsInView(drawn(page, crux), 800)).resolves.toBe(true);
      const { frame, leastTextPx, parts } = await shownIn(page);
      expect(frame.left).toBeGreaterThanOrEqual(0);
      expect(frame.right).toBeLessThanOrEqual(width);
      expect(path.filter((state) => !((parts[state] ?? 0) >= 0.99))).toEqual([]);
      expect(leastTextPx).toBeGreaterThanOrEqual(width >= 1_280 ? 11 : 8);
    }
  });

  it('is moved and zoomed by keys and by mouse, read without a mouse, and saved as a file', async () => {
    const console = await stage.open();
    const { page } = console;
    await console.signIn('#/faults');
    await page.setViewportSize({ width: 1_280, height: 800 });
    await runDemo(console, 'SMS refused');
    await drawn(page, 'Deliver by SMS').waitFor();
    expect((await shownIn(page)).leastTextPx).toBeGreaterThanOrEqual(11);

    const whole = await viewBox(page);
    await page.getByRole('region', { name: 'Diagram of the state machine' }).focus();
    await page.keyboard.press('+');
    await page.keyboard.press('+');
    const zoomed = await viewBox(page);
    expect(zoomed?.split(' ')[2]).toBe(String(896 / 1.25 ** 2));
    await page.keyboard.press('ArrowRight');
    expect(await viewBox(page)).not.toBe(zoomed);
    await page.keyboard.press('0');
    expect(await viewBox(page)).toBe(whole);

    const state = await boxOf(drawn(page, 'Deliver by SMS'));
    await page.mouse.move(state.x + 20, state.y + 20);
    await page.keyboard.down('Control');
    await page.mouse.wheel(0, -300);
    await page.keyboard.up('Control');
    await expect(eventually(async () => (await viewBox(page)) !== whole)).resolves.toBe(true);
    const wheeled = await viewBox(page);
    await page.mouse.down();
    await page.mouse.move(state.x + 80, state.y + 60, { steps: 4 });
    await page.mouse.up();
    expect(await viewBox(page)).not.toBe(wheeled);
    await page.getByRole('button', { name: 'Show everything' }).click();
    expect(await viewBox(page)).toBe(whole);

    await page.getByRole('region', { name: 'Diagram of the state machine' }).focus();
    await page.keyboard.press('Tab');
    expect(await focusedState(page)).toBe('Deliver by SMS');
    await page.keyboard.press('ArrowRight');
    expect(await focusedState(page)).toBe('Take the next channel');
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('Enter');
    const panel = page.getByRole('region', { name: 'Deliver by email' });
    await panel.getByText('Lambda function deliver-by-email').waitFor();
    expect(await page.evaluate("document.activeElement.closest('.workflow-detail') !== null")).toBe(true);
    await page.keyboard.press('Escape');
    await panel.waitFor({ state: 'detached' });
    expect(await focusedState(page)).toBe('Deliver by email');

    await page.getByRole('row').getByRole('button', { name: 'Deliver by SMS' }).click();
    const details = page.getByRole('region', { name: 'Deliver by SMS' });
    await details.getByText('DeliveryRefused', { exact: true }).waitFor();
    await details.getByText('SNS or SES refused the message.').waitFor();
    await details.getByText('What to do: Of one person: check the number or address').waitFor();
    await details.getByRole('link', { name: 'Open the local log' }).waitFor();
    expect(await axeFindingsInBothModes(page)).toEqual([]);

    const svg = (await saved(page, 'Save as SVG')).toString();
    expect(svg).not.toMatch(/class=|style=|var\(|url\(|<script|href/);
    expect(await page.evaluate(readSvg(svg))).toEqual({
      root: 'svg',
      size: '896 1064',
      title:
        'The path of the execution through the state machine. The table of steps says the same in words.',
      says: true,
    });
    const png = await saved(page, 'Save as PNG');
    expect(await page.evaluate(sizeOfPng(png))).toEqual([1_792, 2_128]);
    expect(console.page.url()).toContain('#/workflow');
  });
});

const focusedState = (page: Page): Promise<string | null> =>
  page.evaluate<string | null>("document.activeElement.getAttribute('data-state')");

/** What a button of the picture's tools saves. */
async function saved(page: Page, button: string): Promise<Buffer> {
  const download = page.waitForEvent('download');
  await page.getByRole('button', { name: button }).click();
  return readFile(await (await download).path());
}

/** As a browser reads the file, which has no style sheet then. */
const readSvg = (source: string): string => `(() => {
  const file = new DOMParser().parseFromString(${JSON.stringify(source)}, 'image/svg+xml');
  return {
    root: file.documentElement.localName,
    size: [file.documentElement.getAttribute('width'), file.documentElement.getAttribute('height')].join(' '),
    title: file.querySelector('title')?.textContent,
    says: file.querySelector('desc')?.textContent.includes('Deliver by SMS: Caught.'),
  };
})()`;

const sizeOfPng = (png: Buffer): string => `(async () => {
  const bytes = Uint8Array.from(atob('${png.toString('base64')}'), (character) => character.charCodeAt(0));
  const image = await createImageBitmap(new Blob([bytes], { type: 'image/png' }));
  return [image.width, image.height];
})()`;

/** Waits until the state is in sight, below the bar at the top of the window. */
function cruxIsInView(crux: Locator, height: number): Promise<boolean> {
  return eventually(async () => {
    const { y, height: own } = await boxOf(crux);
    return y >= 56 && y + own <= height;
  });
}

describe('a demo', () => {
  it.each([
    ['Throttled store', 'Persist token', /: Passed, try [23]$/],
    ['Secret out of reach', 'Generate token', /: Caught, try \d$/],
    ['Store down', 'Store unavailable', /: Failed$/],
  ])("of %s shows the fault's effect, and leaves nothing armed", async (fault, state, outcome) => {
    const console = await stage.open();
    await console.signIn('#/faults');
    await runDemo(console, fault);
    await drawn(console.page, state).waitFor();
    expect(await drawn(console.page, state).getAttribute('data-label')).toMatch(outcome);
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

describe('what went wrong', () => {
  /** Fails before a token is stored, and while the activity can be stored again. */
  async function fail(console: ConsolePage, userId: string): Promise<void> {
    const courier = stage.courier();
    await courier.injectFault({
      service: 'lambda',
      function: 'admit-request',
      error: 'StoreUnavailable',
      times: 9,
    });
    await console.generate(userId, numberOfItsOwn(), 'Trace this request');
    await courier.clearFaults();
  }

  it('leads from an error to the trace of its request, and to the list of all that failed', async () => {
    const console = await stage.open();
    const { page } = console;
    await console.signIn('#/tokens?panel=generate');
    await fail(console, 'mary.jackson');
    await page.getByRole('link', { name: 'Trace this request' }).click();
    await step(page, 'Admit request')
      .getByText(/^Caught/)
      .waitFor();
    expect(new URL(page.url()).hash).toMatch(/^#\/workflow\?request_id=[\w%-]+&at=/);

    await console.go('#/workflow?failed=StoreUnavailable');
    const row = page.getByRole('row').filter({ hasText: 'StoreUnavailable' }).first();
    await row.getByText('Failed', { exact: true }).waitFor();
    expect(await axeFindingsInBothModes(page)).toEqual([]);
    await row.getByRole('link').click();
    await page.getByRole('heading', { name: /^Execution / }).waitFor();
    await step(page, 'Admit request')
      .getByText(/^Caught/)
      .waitFor();
    expect(new URL(page.url()).hash).toContain('failed=StoreUnavailable');

    await page.getByLabel('User, request or execution').fill('VjR22Hr2oAMFnIw=');
    await page.locator('button').filter({ hasText: 'Recognised: request ID' }).waitFor();
    await page.getByRole('button', { name: 'Show trace' }).click();
    await page.getByText('No such execution in the log').waitFor();
  });

  it('answers why somebody got no code, by person and by number, which stays out of the URL', async () => {
    const console = await stage.open();
    const { page } = console;
    await console.signIn('#/tokens?panel=generate');
    await fail(console, 'katherine.johnson');
    await page.getByRole('link', { name: 'Activity', exact: true }).click();
    const field = page.getByLabel('User, number, email, request or execution');
    await field.fill('katherine.johnson');
    await page.keyboard.press('Enter');
    await page.getByText('Failed, just now').waitFor();
    const row = page.getByRole('row').filter({ hasText: 'katherine.johnson' });
    await row.getByText('DynamoDB did not respond.').waitFor();
    expect(await axeFindingsInBothModes(page)).toEqual([]);
    await row.getByRole('link', { name: /^Trace the request/ }).click();
    await step(page, 'Admit request')
      .getByText(/^Caught/)
      .waitFor();

    const number = numberOfItsOwn();
    await console.generate('dorothy.vaughan', number);
    await console.row('dorothy.vaughan').getByRole('link', { name: 'Activity of dorothy.vaughan' }).click();
    await page.getByText('Sent, just now').waitFor();
    await field.fill(number);
    await page.locator('button').filter({ hasText: 'Recognised: phone number' }).waitFor();
    await page.keyboard.press('Enter');
    await page.getByText('Full numbers and addresses stay out of the URL').waitFor();
    await page.getByRole('row').filter({ hasText: 'dorothy.vaughan' }).waitFor();
    expect(page.url()).not.toMatch(/\d{7}|%2B/);
  });
});
