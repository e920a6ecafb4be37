/**
 * The life of one code, for the system demonstration of docs/document: the empty list, the form, the message, the
 * item in the table, the list, and what is left once the code has expired. It takes as long as a code lives.
 *
 * The service has its default configuration. The number is from a range that is reserved for fiction.
 */
import { writeFile } from 'node:fs/promises';
import { setTimeout } from 'node:timers/promises';
import { DynamoDBClient, GetItemCommand, ListTablesCommand } from '@aws-sdk/client-dynamodb';
import type { Browser, Page } from 'playwright-core';
import type { LocalRuntime } from '../local/start-local.ts';
import { accessToken } from './access-token.ts';

/** As large as what there is to see: every column of the list, and otherwise little, so that paper shows it large. */
const SIZES = {
  empty: { width: 1280, height: 460 },
  generate: { width: 1280, height: 640 },
  message: { width: 1024, height: 270 },
  list: { width: 1280, height: 460 },
  expired: { width: 1280, height: 460 },
} as const;
type Shot = keyof typeof SIZES;
const LOOK = { deviceScaleFactor: 1.5, colorScheme: 'light', reducedMotion: 'reduce' } as const;
const PERSON = 'ada.lovelace';
const NUMBER = '+1 202 555 0143';
/** A busy machine takes long to show a view. */
export const PAGE_WITHIN_MS = 120_000;

export interface Folders {
  /** With a slash at the end. */
  readonly screenshots: string;
  readonly listings: string;
}

/**
 * Takes the pictures, and writes what the table and the API answered as JSON. `meanwhile` is called once there is nothing
 * to do until the code expires.
 */
export async function demonstrate(
  browser: Browser,
  runtime: LocalRuntime,
  folders: Folders,
  meanwhile: () => Promise<void>,
): Promise<void> {
  const context = await browser.newContext(LOOK);
  context.setDefaultTimeout(PAGE_WITHIN_MS);
  const page = await context.newPage();
  const shoot = async (name: Shot, shown = page) => {
    await shown.setViewportSize(SIZES[name]);
    await shown.mouse.move(0, 0);
    await shown.evaluate('scrollTo(0, 0)');
    await shown.waitForTimeout(700);
    await shown.screenshot({ path: `${folders.screenshots}demo-${name}.png` });
    console.log(`demo-${name}.png`);
  };
  const write = (name: string, text: string) => writeFile(`${folders.listings}${name}.json`, `${text}\n`);

  await page.goto(runtime.pageUrl);
  await page.locator('main').getByRole('button', { name: 'Sign in' }).click();
  await page.getByText('No live tokens').waitFor();
  await shoot('empty');

  await generate(page);
  await shoot('generate');

  const item = await readItem(runtime);
  await write('item', attributeByLine(item ?? {}));
  // In a separate tab, because who leaves the page has to sign in again.
  const inbox = await context.newPage();
  await inbox.goto(`${runtime.pageUrl}/inbox`);
  await inbox.getByText('is your').first().waitFor();
  await shoot('message', inbox);
  await inbox.close();

  await go(page, '#/tokens');
  await page.setViewportSize(SIZES.list);
  await page.getByText('+1••••••0143').waitFor();
  await shoot('list');

  const untilMs = Number(item?.expiry_time?.N) * 1000;
  await meanwhile();
  console.log(`Waiting for the code to expire at ${new Date(untilMs).toISOString()} …`);
  await setTimeout(Math.max(0, untilMs - Date.now()));
  await page.getByText('No live tokens').waitFor();
  await shoot('expired');
  await setTimeout(2_000);
  await write('item-expired', JSON.stringify({ Item: (await readItem(runtime)) ?? null }));
  await write('verify-expired', JSON.stringify(await verify(runtime), undefined, 2));
  await context.close();
}

const go = (page: Page, hash: string): Promise<void> =>
  page.evaluate(`location.hash = ${JSON.stringify(hash)}`);

async function generate(page: Page): Promise<void> {
  await go(page, '#/tokens?panel=generate');
  await page.getByLabel('User ID').fill(PERSON);
  await page.getByLabel('Phone number').fill(NUMBER);
  await page.getByRole('button', { name: 'Generate security token' }).click();
  await page.getByText('Sent by SMS').waitFor();
}

/** The token as DynamoDB holds it; undefined when there is none. */
async function readItem({ awsUrl }: LocalRuntime) {
  const client = new DynamoDBClient({
    endpoint: awsUrl,
    region: 'eu-central-1',
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
  });
  try {
    const { TableNames = [] } = await client.send(new ListTablesCommand({}));
    const TableName = TableNames.find((name) => /tokens/.test(name));
    const Key = { user_id: { S: PERSON }, slot: { S: '@this-machine#login' } };
    return (await client.send(new GetItemCommand({ TableName, Key }))).Item;
  } finally {
    client.destroy();
  }
}

/** Each attribute with its type in one line, sorted by name. */
function attributeByLine(item: Readonly<Record<string, unknown>>): string {
  const lines = Object.entries(item)
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([name, value]) => `  "${name}": ${JSON.stringify(value)}`);
  return `{\n${lines.join(',\n')}\n}`;
}

/** What a caller is told who presents a code once it has expired. */
async function verify({ apiUrl, issuerUrl }: LocalRuntime): Promise<unknown> {
  const response = await fetch(`${apiUrl}/tokens/verify`, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${await accessToken(issuerUrl)}`,
      'content-type': 'application/json',
    },
    body: JSON.stringify({ user_id: PERSON, token: '123456' }),
  });
  return response.json();
}
