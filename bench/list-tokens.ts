/**
 * `npm run bench:list`: how fast the list of tokens loads with 100 and with 10,000 of them, from the API and
 * as rows in a browser, against the local runtime.
 */
import type { WriteRequest } from '@aws-sdk/client-dynamodb';
import { BatchWriteItemCommand, DynamoDBClient, ListTablesCommand } from '@aws-sdk/client-dynamodb';
import packagedChromium from '@sparticuz/chromium';
import type { Page } from 'playwright-core';
import { chromium } from 'playwright-core';
import { startLocal } from '../local/start-local.ts';
import { accessToken } from './access-token.ts';
import { percentile } from './statistics.ts';

const SHARDS = 4;
const BATCH = 25;
const REPEATS = 20;
/** Longer than a run takes, because the page does not list expired tokens. */
const LIFETIME_SECONDS = 600;

const runtime = await startLocal({
  output: 'cdk.out.bench',
  engine: 'auto',
  context: [`tokenLifetimeSeconds=${LIFETIME_SECONDS}`, `listShards=${SHARDS}`],
  onProgress: console.log,
});
const dynamodb = new DynamoDBClient({
  endpoint: runtime.awsUrl,
  region: 'eu-central-1',
  credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
});
const browser = await chromium.launch({
  executablePath: await packagedChromium.executablePath(),
  args: ['--no-sandbox', '--disable-dev-shm-usage', '--disable-gpu'],
});
try {
  const authorization = `Bearer ${await accessToken(runtime.issuerUrl)}`;
  const page = await signedIn();
  console.log(`\n${REPEATS} times each, on ${runtime.aws.dynamodbEngine}`);
  console.log('live tokens   GET /tokens p50 ms   p95 ms   first rows in the browser p50 ms   p95 ms');
  let live = 0;
  for (const count of [100, 10_000]) {
    await addTokens(live, count);
    live = count;
    const api = await timed(async () => {
      const response = await fetch(`${runtime.apiUrl}/tokens?limit=50`, { headers: { authorization } });
      if (!response.ok) {
        throw new Error(await response.text());
      }
      await response.arrayBuffer();
    });
    const rows = await timed(() => firstRows(page));
    const columns = [api, rows].flatMap((each) => [percentile(each, 0.5), percentile(each, 0.95)]);
    const widths = [21, 9, 35, 9];
    console.log(
      String(count).padStart(11) +
        columns.map((ms, index) => ms.toFixed(0).padStart(widths[index] ?? 0)).join(''),
    );
  }
} finally {
  await browser.close();
  dynamodb.destroy();
  await runtime.close();
}

async function timed(run: () => Promise<void>): Promise<number[]> {
  const latenciesMs: number[] = [];
  for (let repeat = 0; repeat < REPEATS; repeat += 1) {
    const beganMs = performance.now();
    await run();
    latenciesMs.push(performance.now() - beganMs);
  }
  return latenciesMs;
}

async function signedIn(): Promise<Page> {
  const page = await browser.newPage();
  await page.goto(`${runtime.pageUrl}/#/limits`);
  await page.locator('main').getByRole('button', { name: 'Sign in' }).click();
  await page.getByRole('heading', { level: 1, name: 'Limits' }).waitFor();
  return page;
}

/** Opens the view and waits for its first rows. */
async function firstRows(page: Page): Promise<void> {
  await page.evaluate("location.hash = '#/limits'");
  await page.getByRole('heading', { level: 1, name: 'Limits' }).waitFor();
  await page.evaluate("location.hash = '#/tokens'");
  await page.locator('tbody tr').nth(9).waitFor();
}

/**
 * Adds the tokens numbered `from` up to `to`, as issuing would store them. Their sealed values cannot be
 * opened.
 */
async function addTokens(from: number, to: number): Promise<void> {
  const { TableNames = [] } = await dynamodb.send(new ListTablesCommand({}));
  const table = TableNames.find((name) => /tokens/i.test(name));
  if (table === undefined) {
    throw new Error(`There is no table of tokens among ${TableNames.join(', ')}`);
  }
  const nowMs = Date.now();
  const requests: WriteRequest[] = Array.from({ length: to - from }, (_, index) => {
    const number = from + index;
    return {
      PutRequest: {
        Item: {
          user_id: { S: `bench.person.${number}` },
          slot: { S: 'bench#login' },
          token_id: { S: `bench-${number}` },
          status: { S: 'sent' },
          channel: { S: 'sms' },
          destination_masked: { S: '+1•••123' },
          attempts: { N: '0' },
          max_attempts: { N: '5' },
          sends: { N: '1' },
          issued_at: { S: new Date(nowMs - 30_000 + index).toISOString() },
          expiry_time: { N: String(Math.floor(nowMs / 1000) + LIFETIME_SECONDS - 30) },
          list_shard: { N: String(number % SHARDS) },
          sealed_token: { S: 'bench' },
          token_digest: { S: 'bench' },
          secret_version: { S: 'bench' },
        },
      },
    };
  });
  for (let at = 0; at < requests.length; at += BATCH) {
    const batch = requests.slice(at, at + BATCH);
    await dynamodb.send(new BatchWriteItemCommand({ RequestItems: { [table]: batch } }));
  }
}
