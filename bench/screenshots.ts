/**
 * `npm run screenshots`: takes screenshots of every view of the console, in light and dark mode and at the
 * size of a phone, for docs/screenshots. It uses the local runtime with sample data, in a real Chromium.
 *
 * `npm run screenshots tokens health` takes those views alone. `demonstration` is one code's life, for docs/document.
 */
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Browser, Page } from 'playwright-core';
import type { LocalRuntime } from '../local/start-local.ts';
import { startLocal } from '../local/start-local.ts';
import { launchChromium, unpackChromium } from '../test/support/chromium.ts';
import { demonstrate, PAGE_WITHIN_MS } from './demonstration.ts';
import { createSampleData, SAMPLE_CONTEXT } from './sample-data.ts';

const FOLDER = fileURLToPath(new URL('../docs/screenshots/', import.meta.url));
const DEMONSTRATION = 'demonstration';
const LISTINGS = fileURLToPath(new URL('../docs/document/demonstration/', import.meta.url));
const DESKTOP = { width: 1280, height: 800 };

const LOOKS = {
  light: { colorScheme: 'light', viewport: DESKTOP },
  dark: { colorScheme: 'dark', viewport: DESKTOP },
  phone: { colorScheme: 'light', viewport: { width: 360, height: 740 } },
} as const;

type Look = keyof typeof LOOKS;

/** A different person for each look, because a resend within half a minute is refused. */
const ASKING: Readonly<Record<Look, string>> = {
  light: 'annie.easley',
  dark: 'frances.allen',
  phone: 'mary.jackson',
};

interface Shot {
  readonly hash: string;
  /** Waits for, or brings about, what the screenshot shows. */
  readonly prepare: (page: Page, look: Look) => Promise<void>;
}

const sees =
  (text: string | RegExp) =>
  (page: Page): Promise<void> =>
    page.getByText(text).first().waitFor();

const SHOTS: Readonly<Record<string, Shot>> = {
  tokens: { hash: '#/tokens', prepare: sees('ada.lovelace') },
  generate: {
    hash: '#/tokens?panel=generate',
    async prepare(page, look) {
      await page.getByLabel('User ID').fill(ASKING[look]);
      await page.getByLabel('Purpose').fill('payment');
      await page.getByLabel('Phone number').fill('+1 425 555 0130');
      await page.getByRole('button', { name: 'Generate security token' }).click();
      await page.getByText('Sent by SMS').waitFor();
    },
  },
  verify: {
    hash: '#/tokens?panel=verify',
    async prepare(page) {
      await page.getByLabel('User ID').fill('donald.knuth');
      await page.getByLabel('Token', { exact: true }).fill('123456');
      await page.getByRole('button', { name: 'Verify', exact: true }).click();
      await page
        .getByText(/attempts? left\.$/)
        .first()
        .waitFor();
      await sees('ada.lovelace')(page);
    },
  },
  activity: { hash: '#/activity', prepare: sees('ada.lovelace') },
  workflow: {
    hash: '#/workflow?user_id=ada.lovelace&purpose=login',
    async prepare(page, look) {
      await page.getByText('Caught').first().waitFor();
      // To where the paths diverge.
      await page.evaluate(look === 'phone' ? 'scrollTo(0, 560)' : 'scrollTo(0, 570)');
    },
  },
  health: { hash: '#/health', prepare: sees('Refused by reason') },
  contacts: { hash: '#/contacts?user_id=ada.lovelace', prepare: sees(/^Confirmed$/) },
  limits: { hash: '#/limits?user_id=charles.babbage', prepare: sees(/^Locked until/) },
  messages: { hash: '#/messages', prepare: sees('1, billed as one text') },
  audit: { hash: '#/audit', prepare: sees('Change contact') },
  setup: { hash: '#/setup', prepare: sees('First operator') },
  faults: {
    hash: '#/faults',
    async prepare(page) {
      await page.getByRole('button', { name: 'Arm only: SMS refused' }).click();
      await page.getByText('sns · Publish – OptedOut – once').waitFor();
    },
  },
};

const only = process.argv.slice(2);
const isWanted = (name: string): boolean => only.length === 0 || only.includes(name);
await mkdir(FOLDER, { recursive: true });
await mkdir(LISTINGS, { recursive: true });
const unpacked = await mkdtemp(join(tmpdir(), 'chromium-'));
try {
  const browser = await launchChromium(await unpackChromium(unpacked));
  try {
    // The views are taken while the code of the demonstration lives, which is longer.
    await (isWanted(DEMONSTRATION) ? shootDemonstration(browser) : shootViews(browser));
  } finally {
    await browser.close();
  }
} finally {
  await rm(unpacked, { recursive: true, force: true });
}

async function shootDemonstration(browser: Browser): Promise<void> {
  // The default of npm start: the page can verify what a client of this machine issued.
  const context = ['clientGroups={"this-machine":["local","page"]}'];
  const folders = { screenshots: FOLDER, listings: LISTINGS };
  await withRuntime(DEMONSTRATION, context, (runtime) =>
    demonstrate(browser, runtime, folders, () => shootViews(browser)),
  );
}

async function shootViews(browser: Browser): Promise<void> {
  if (!Object.keys(SHOTS).some(isWanted)) {
    return;
  }
  await withRuntime('screenshots', SAMPLE_CONTEXT, async (runtime) => {
    await createSampleData(runtime);
    for (const look of Object.keys(LOOKS) as Look[]) {
      await shootAll(browser, runtime, look);
    }
  });
}

async function withRuntime(
  name: string,
  context: readonly string[],
  use: (runtime: LocalRuntime) => Promise<void>,
): Promise<void> {
  const runtime = await startLocal({
    output: `cdk.out.${name}`,
    context,
    // Longer time limits, so that screenshots taken on a busy machine look the same.
    patience: 10,
    onProgress: console.log,
  });
  try {
    await use(runtime);
  } finally {
    await runtime.close();
  }
}

async function shootAll(browser: Browser, { pageUrl, aws }: LocalRuntime, look: Look) {
  const context = await browser.newContext({ ...LOOKS[look], reducedMotion: 'reduce' });
  context.setDefaultTimeout(PAGE_WITHIN_MS);
  const page = await context.newPage();
  await page.goto(pageUrl);
  await page.locator('main').getByRole('button', { name: 'Sign in' }).click();
  await page.getByRole('navigation', { name: 'Views' }).waitFor();
  for (const [view, { hash, prepare }] of Object.entries(SHOTS)) {
    if (!isWanted(view)) {
      continue;
    }
    aws.faults.clear();
    await page.evaluate(`scrollTo(0, 0), location.hash = ${JSON.stringify(hash)}`);
    await prepare(page, look);
    await page.waitForTimeout(500);
    const path = `${FOLDER}${view}-${look}.png`;
    const { length } = await page.screenshot({ path });
    console.log(`${path.slice(FOLDER.length).padEnd(22)}${(length / 1_000).toFixed(0).padStart(4)} KB`);
  }
  await context.close();
}
