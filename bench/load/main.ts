/**
 * `npm run load`: mixed traffic against `npm start`'s service while faults come and go, and then an account of it.
 *
 * `-- --minutes 10`, `--seed 7` and `--rate 1.5` (visits that begin in a second) are the defaults. The same seed brings
 * the same visits and faults; how they meet differs. `--evidence <file>` keeps what the account is made of. Exits with 1
 * if anything is lost.
 */
import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { lostIn, printAccount, printAnswers, settleAccount } from './account/settle-account.ts';
import { localService } from './local-service.ts';
import { runLoad } from './run-load.ts';
import { startService } from './start-service.ts';

const { values: options } = parseArgs({
  options: {
    minutes: { type: 'string', default: '10' },
    seed: { type: 'string', default: '7' },
    rate: { type: 'string', default: '1.5' },
    output: { type: 'string', default: 'cdk.out.load' },
    evidence: { type: 'string' },
  },
});
const SECONDS = 60;
const MICRO_USD_PER_TEXT = 50_000;
const SPELL_MS = 8_000;
const CALM_MS = 5_000;
const SETTLE_MS = 6_000;
const [minutes, seed, rate] = [options.minutes, options.seed, options.rate].map(Number) as [
  number,
  number,
  number,
];
if (![minutes, rate].every((value) => value > 0) || !Number.isSafeInteger(seed)) {
  throw new Error('--minutes and --rate take numbers above 0, --seed a whole number.');
}

/** One price for every text, so that the budget's counter says how many there were. */
const CONTEXT = [
  'resendAfterSeconds=2',
  'tokenLifetimeSeconds=600',
  'budget={"hourlyUsd":50000,"monthlyUsd":500000}',
  `smsPricesUsd={"default":${MICRO_USD_PER_TEXT / 1_000_000},"countries":{},"source":"made up","asOf":"2026-11-26"}`,
  'confirmationLimits={"client":[]}',
];

const started = await startService(CONTEXT, options.output, (line) => console.error(line));
const service = localService(started.urls);
const beganMs = Date.now();
try {
  console.log(
    `seed ${seed}, ${minutes} minutes, ${rate} visits a second, ${new Date(beganMs).toISOString()}`,
  );
  const evidence = await runLoad(service, {
    seed,
    seconds: minutes * SECONDS,
    visitsPerSecond: rate,
    spellMs: SPELL_MS,
    calmMs: CALM_MS,
    name: 'load',
    settleMs: SETTLE_MS,
    readLines: async () => started.lines,
    onProgress: (text) => console.log(`${((Date.now() - beganMs) / 1000).toFixed(0).padStart(5)} s  ${text}`),
  });
  console.log(
    `\nAnswers (${evidence.calls.length}) to ${evidence.people.length} visits, under ${evidence.spells.length} spells of faults\n`,
  );
  console.log(printAnswers(evidence));
  if (options.evidence !== undefined) {
    writeFileSync(options.evidence, JSON.stringify(evidence));
  }
  const findings = settleAccount(evidence, MICRO_USD_PER_TEXT);
  console.log(`\nAccount\n\n${printAccount(findings)}`);
  const lost = lostIn(findings);
  console.log(lost.length === 0 ? '\nNothing is lost.' : `\n${lost.length} LOST`);
  process.exitCode = lost.length === 0 ? 0 : 1;
} finally {
  service.close();
  await started.stop();
}
