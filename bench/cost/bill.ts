/** Makes a bill from what was counted: each line is one raw count, scaled to a million codes, times one price. */
import {
  EXECUTION_MB,
  EXECUTION_STEP_MS,
  FRAMING_BYTES,
  INVOKE_MS,
  LOG_EVENT_BYTES,
  ONE_CPU_MB,
  OTHER_WAIT_MS,
  STATE_MS,
  STORED_SHARE,
  WAIT_MS,
} from './assumptions.ts';
import type { PriceName, Region } from './prices.ts';
import { PRICES } from './prices.ts';
import type { FunctionUse, LogUse, Usage } from './usage.ts';

const CODES = 1_000_000;
const MB_A_GB = 1024;

export interface Line {
  readonly group: string;
  readonly name: string;
  readonly price: PriceName;
  /** Units of the price, for a million codes or a month. */
  readonly quantity: number;
  readonly usd: number;
}

export const line = (
  group: string,
  name: string,
  price: PriceName,
  quantity: number,
  region: Region,
): Line => ({
  group,
  name,
  price,
  quantity,
  usd: (quantity / PRICES[price].per) * PRICES[price].usd[region],
});

export const total = (lines: readonly Line[]): number => lines.reduce((sum, { usd }) => sum + usd, 0);

const takenIn = ({ events, bytes }: LogUse): number => bytes + events * LOG_EVENT_BYTES;

/** Milliseconds that Lambda bills for one invocation. With less memory than for one vCPU, work takes longer. */
export function billedMs({ invocations, waits, ownMs, memoryMb }: FunctionUse): number {
  const waitedMs = Object.entries(waits).reduce(
    (sum, [service, times]) => sum + times * (WAIT_MS[service] ?? OTHER_WAIT_MS),
    0,
  );
  return Math.ceil(ownMs * Math.max(1, ONE_CPU_MB / memoryMb) + waitedMs / invocations);
}

/** Milliseconds that Step Functions bills for one execution. `isStep` tells which functions it calls. */
function executionMs(usage: Usage, isStep: (name: string) => boolean): number {
  const steps = Object.entries(usage.functions).filter(([name]) => isStep(name));
  const inSteps = steps.reduce(
    (sum, [, use]) => sum + ((billedMs(use) + INVOKE_MS) * use.invocations) / usage.executions,
    0,
  );
  const inStore = (usage.machineStoreCalls / usage.executions) * (WAIT_MS.dynamodb ?? OTHER_WAIT_MS);
  const between = (usage.statesEntered / usage.executions) * STATE_MS;
  return Math.ceil((inSteps + inStore + between) / EXECUTION_STEP_MS) * EXECUTION_STEP_MS;
}

export const STEPS = [
  'admit-request',
  'generate-token',
  'persist-token',
  'deliver-by-sms',
  'deliver-by-email',
  'take-back-the-send',
  'note-the-outcome',
];

/** The prices of other calls. Those that cost nothing by themselves are left out. */
const CALL_PRICES: Readonly<Record<string, readonly [group: string, price: PriceName]>> = {
  'events PutEvents': ['EventBridge', 'busEvent'],
  'sqs SendMessage': ['SQS', 'queueRequest'],
  'sqs DeleteMessage': ['SQS', 'queueRequest'],
  'ses SendEmail': ['SES', 'sesEmail'],
  'kms Sign': ['KMS', 'signature'],
};

export function billOfAMillion(usage: Usage, region: Region): Line[] {
  const scaled = (counted: number): number => (counted / usage.codes) * CODES;
  const of = (group: string, name: string, price: PriceName, counted: number) =>
    line(group, name, price, scaled(counted), region);
  const functions = Object.entries(usage.functions);
  const gigabyteSeconds = (use: FunctionUse) =>
    use.invocations * (billedMs(use) / 1000) * (use.memoryMb / MB_A_GB);
  return [
    of('API Gateway', 'requests', 'apiRequest', usage.apiRequests),
    of('WAF', 'requests', 'firewallRequest', usage.apiRequests),
    of('Step Functions', 'executions', 'execution', usage.executions),
    of(
      'Step Functions',
      'time',
      'executionTime',
      usage.executions === 0
        ? 0
        : usage.executions *
            (executionMs(usage, (name) => STEPS.includes(name)) / 1000) *
            (EXECUTION_MB / MB_A_GB),
    ),
    of(
      'Lambda',
      'invocations',
      'invocation',
      functions.reduce((sum, [, { invocations }]) => sum + invocations, 0),
    ),
    ...functions.map(([name, use]) => of('Lambda', `time of ${name}`, 'functionTime', gigabyteSeconds(use))),
    ...Object.entries(usage.writeUnits).map(([table, units]) =>
      of('DynamoDB', `writes to ${table}`, 'writeUnit', units),
    ),
    ...Object.entries(usage.readUnits).map(([table, units]) =>
      of('DynamoDB', `reads of ${table}`, 'readUnit', units),
    ),
    ...Object.entries(usage.logs).map(([log, { events, bytes }]) =>
      of('Logs', log, 'logByte', takenIn({ bytes, events })),
    ),
    of(
      'Logs',
      'kept for a month, compressed',
      'storedLogByte',
      STORED_SHARE * Object.values(usage.logs).reduce((sum, log) => sum + takenIn(log), 0),
    ),
    ...Object.entries(usage.traces).map(([root, traces]) =>
      of('X-Ray', `traces from ${root} on`, 'trace', traces),
    ),
    ...Object.entries(usage.calls).flatMap(([call, times]) => {
      const priced = CALL_PRICES[call];
      return priced === undefined ? [] : [of(priced[0], call, priced[1], times)];
    }),
    of('Data transfer', 'answers', 'byteOut', usage.responseBytes + usage.apiRequests * FRAMING_BYTES),
  ];
}
