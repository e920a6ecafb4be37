/** Reads the options of `npm run cost`. */
import { parseArgs } from 'node:util';
import type { Region } from './prices.ts';
import { REGIONS } from './prices.ts';

const DEFAULT_CODES = 1_000;

export const HELP = `Has codes issued by SMS and verified by the local runtime, and prints what a million of them costs on AWS.

  npm run cost -- [options]

  --count <number>       how many codes (default: ${DEFAULT_CODES})
  --region <region>      whose prices: ${REGIONS.join(', ')}
                         (default: us-east-1)
  --context key=value    a setting, as cdk -c takes it; may be repeated
  --features             also each feature, switched from its default
  --json                 prints what was counted, and the lines, as JSON
  --write                keeps what was counted in bench/cost/measured.json, for docs/cost.md (npm run docs)
  --recompute            counts nothing: prints the bill of bench/cost/measured.json
  --help                 prints this`;

export interface CostOptions {
  readonly isHelp: boolean;
  readonly codes: number;
  readonly region: Region;
  readonly context: readonly string[];
  readonly hasFeatures: boolean;
  readonly isJson: boolean;
  readonly isWritten: boolean;
  readonly isRecomputed: boolean;
}

/** @throws {Error} naming the option that is wrong */
export function readCostOptions(argv: readonly string[]): CostOptions {
  const { values } = parseArgs({
    args: [...argv],
    options: {
      count: { type: 'string', default: String(DEFAULT_CODES) },
      region: { type: 'string', default: 'us-east-1' },
      context: { type: 'string', multiple: true, default: [] },
      features: { type: 'boolean', default: false },
      json: { type: 'boolean', default: false },
      write: { type: 'boolean', default: false },
      recompute: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  const region = REGIONS.find((each) => each === values.region);
  if (region === undefined) {
    throw new Error(`--region must be one of ${REGIONS.join(', ')}`);
  }
  const codes = Number(values.count);
  if (!Number.isInteger(codes) || codes < 1) {
    throw new Error('--count must be a whole number from 1');
  }
  return {
    isHelp: values.help,
    codes,
    region,
    context: values.context,
    hasFeatures: values.features,
    isJson: values.json,
    isWritten: values.write,
    isRecomputed: values.recompute,
  };
}
