/**
 * `npm run bench:issue`: how long POST /tokens takes against the local runtime, end to end.
 *
 * GET /health does no work behind the same API and is measured for comparison: on a noisy machine, the ratio
 * says more than the milliseconds.
 */
import { startLocal } from '../local/start-local.ts';
import { accessToken } from './access-token.ts';
import { percentile } from './statistics.ts';

const WARM_UP_REQUESTS = 40;
const REQUESTS = 400;
const CONCURRENCIES = [1, 16];

// Off, because the guard would pause the prefix: nobody verifies here.
const context = ['pumpingGuard=false'];
const runtime = await startLocal({
  output: 'cdk.out.bench',
  context,
  engine: 'auto',
  onProgress: console.log,
});
try {
  const authorization = `Bearer ${await accessToken(runtime.issuerUrl)}`;
  let user = 0;
  const issue = async () => {
    user += 1;
    const response = await fetch(`${runtime.apiUrl}/tokens`, {
      method: 'POST',
      headers: { authorization, 'content-type': 'application/json' },
      body: JSON.stringify({
        user_id: `bench-${user}`,
        phone_number: `+4915${String(100_000_000 + user)}`,
        channel: 'sms',
      }),
    });
    if (response.status !== 201) {
      throw new Error(await response.text());
    }
    await response.arrayBuffer();
  };
  const health = async () => {
    await (await fetch(`${runtime.apiUrl}/health`)).arrayBuffer();
  };

  console.log(`\n${REQUESTS} requests each, on ${runtime.aws.dynamodbEngine}`);
  console.log('request       concurrency   p50 ms   p95 ms   p99 ms   requests/s');
  for (const concurrency of CONCURRENCIES) {
    for (const [name, request] of [
      ['GET /health', health],
      ['POST /tokens', issue],
    ] as const) {
      await load(request, WARM_UP_REQUESTS, concurrency);
      const { latenciesMs, seconds } = await load(request, REQUESTS, concurrency);
      const columns = [0.5, 0.95, 0.99].map((share) => percentile(latenciesMs, share).toFixed(1).padStart(9));
      console.log(
        `${name.padEnd(14)}${String(concurrency).padStart(11)}${columns.join('')}${(REQUESTS / seconds).toFixed(0).padStart(13)}`,
      );
    }
  }
} finally {
  await runtime.close();
}

async function load(
  request: () => Promise<void>,
  count: number,
  concurrency: number,
): Promise<{ latenciesMs: number[]; seconds: number }> {
  const latenciesMs: number[] = [];
  let left = count;
  const beganMs = performance.now();
  const caller = async () => {
    while (left > 0) {
      left -= 1;
      const sentMs = performance.now();
      await request();
      latenciesMs.push(performance.now() - sentMs);
    }
  };
  await Promise.all(Array.from({ length: concurrency }, caller));
  return { latenciesMs, seconds: (performance.now() - beganMs) / 1000 };
}
