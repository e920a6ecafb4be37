/** `npm run cost`: what a million codes cost on AWS, from what the local runtime used for a thousand. */
import { readFile, writeFile } from 'node:fs/promises';
import { billOfAMillion } from './bill.ts';
import { featuresTable, linesTable, monthTable, othersTable } from './bill-tables.ts';
import { FEATURES, RETURNING } from './features.ts';
import type { Measurement } from './measure.ts';
import { measure } from './measure.ts';
import { billOfAMonth } from './monthly.ts';
import type { CostOptions } from './options.ts';
import { HELP, readCostOptions } from './options.ts';
import type { Measured } from './usage.ts';

const MEASURED = new URL('measured.json', import.meta.url);
/** Enough for a feature: each code uses the same. */
const FEATURE_CODES = 100;

const options = readCostOptions(process.argv.slice(2));
if (options.isHelp) {
  console.log(HELP);
} else {
  const keep = async (measured: Measured) => {
    if (options.isWritten) {
      await writeFile(MEASURED, `${JSON.stringify(measured, null, 2)}\n`);
    }
  };
  const measured = options.isRecomputed ? await readMeasured() : await measureAll(options, keep);
  console.log(options.isJson ? asJson(measured, options) : asText(measured, options));
}

async function readMeasured(): Promise<Measured> {
  return JSON.parse(await readFile(MEASURED, 'utf8')) as Measured;
}

/** Calls `keep` after each part, because all of it takes a quarter of an hour. */
async function measureAll(
  { codes, context, hasFeatures }: CostOptions,
  keep: (measured: Measured) => Promise<void>,
): Promise<Measured> {
  const onProgress = (text: string) => console.error(text);
  const features: Record<string, Measurement> = {};
  const on = new Date().toISOString().slice(0, 10);
  const ours = await measure({ codes, context, onProgress });
  await keep({ on, ...ours, features });
  const asked = hasFeatures ? [[RETURNING, []] as const, ...Object.entries(FEATURES)] : [];
  for (const [name, settings] of asked) {
    onProgress(name);
    features[name] = await measure({
      codes: Math.min(codes, FEATURE_CODES),
      context: [...context, ...settings],
      areReturning: name === RETURNING,
      onProgress,
    });
    await keep({ on, ...ours, features });
  }
  return { on, ...ours, features };
}

function asJson(measured: Measured, { region }: CostOptions): string {
  const { usage, resources } = measured;
  return JSON.stringify(
    {
      ...measured,
      region,
      aMillion: billOfAMillion(usage, region),
      aMonth: billOfAMonth(resources, usage, region),
    },
    null,
    2,
  );
}

function asText(measured: Measured, { region }: CostOptions): string {
  const { usage } = measured;
  return [
    `A million codes, issued by SMS and verified, in ${region}, without carriers (from ${usage.codes}):`,
    linesTable(billOfAMillion(usage, region), region),
    'A month, whether there is traffic or not:',
    monthTable(measured, region),
    ...(Object.keys(measured.features).length === 0
      ? []
      : ['Each feature, against the defaults:', featuresTable(measured, region)]),
    othersTable(usage, region),
    'Prices and what is estimated: bench/cost/prices.ts, bench/cost/assumptions.ts, docs/cost.md.',
  ].join('\n\n');
}
