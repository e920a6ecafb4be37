/**
 * `npm run test:explore`: runs the property tests with new seeds and many more runs each, until the time is
 * up or one fails. `--minutes 30` and `--times 50` change the defaults; paths select tests.
 */
import { spawnSync } from 'node:child_process';
import { randomInt } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const PROPERTIES = 'test/support/properties.ts';
const MINUTE_MS = 60_000;
/** fast-check's seeds are 32-bit integers; these are the non-negative ones. */
const SEEDS = 2 ** 31;
/** Longer than properties.ts lets one property run. */
const TEST_TIMEOUT_MS = 30 * MINUTE_MS;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    minutes: { type: 'string', default: '10' },
    times: { type: 'string', default: '30' },
  },
});
const endsAtMs = Date.now() + Number(values.minutes) * MINUTE_MS;

do {
  const seed = randomInt(SEEDS);
  const settings = { PROPERTY_SEED: String(seed), PROPERTY_RUNS_TIMES: values.times };
  console.log(`Seed ${seed}, ${values.times} times the usual runs`);
  const jest = ['node_modules/jest/bin/jest.js', '--maxWorkers=1', `--testTimeout=${TEST_TIMEOUT_MS}`];
  const { status } = spawnSync(
    process.execPath,
    [
      ...['--experimental-vm-modules', '--disable-warning=ExperimentalWarning'],
      ...[...jest, ...(positionals.length > 0 ? positionals : ['--findRelatedTests', PROPERTIES])],
    ],
    { cwd: ROOT, stdio: 'inherit', env: { ...process.env, ...settings } },
  );
  if (status !== 0) {
    const variables = Object.entries(settings).map(([name, value]) => `${name}=${value}`);
    console.error(`Failed. Again: ${variables.join(' ')} npm test -- --testTimeout=${TEST_TIMEOUT_MS} FILE`);
    process.exit(1);
  }
} while (Date.now() < endsAtMs);
console.log('Nothing was found.');
