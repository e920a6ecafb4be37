/** Adds up recorded calls: invocations and what they waited for, units of tables, and other calls. */
import type { RecordedCall } from '../../local/aws/call-record.ts';
import { percentile } from '../statistics.ts';
import type { FunctionUse } from './usage.ts';

export interface CallCounts {
  readonly functions: Readonly<Record<string, FunctionUse>>;
  readonly writeUnits: Readonly<Record<string, number>>;
  readonly readUnits: Readonly<Record<string, number>>;
  readonly calls: Readonly<Record<string, number>>;
  readonly executions: number;
  readonly machineStoreCalls: number;
}

interface Names {
  readonly memoryOf: (functionName: string) => number;
  /** Short name of a table, or of `<table>/<index>`. */
  readonly tableOf: (name: string) => string;
}

/** The rest of the machine's work disturbs the slower three quarters of the invocations. */
const UNDISTURBED = 0.25;

/** Requests have to come one after the other: a call belongs to the invocation that it falls into. */
export function countCalls(recorded: readonly RecordedCall[], { memoryOf, tableOf }: Names): CallCounts {
  const isOf = (service: string) => (call: RecordedCall) => call.service === service;
  const invocations = Map.groupBy(recorded.filter(isOf('lambda')), (call) => call.function ?? '');
  const inStore = recorded.filter(isOf('dynamodb'));
  const made = recorded.filter(({ service }) => service !== 'lambda' && service !== 'dynamodb');
  return {
    functions: Object.fromEntries(
      [...invocations].map(([name, ofFunction]) => {
        const calls = recorded.filter((call) => call.service !== 'lambda' && call.function === name);
        return [name, useOf(ofFunction, calls, memoryOf(name))];
      }),
    ),
    writeUnits: unitsBy(
      inStore.filter(({ writeUnits }) => writeUnits > 0),
      tableOf,
    ),
    readUnits: unitsBy(
      inStore.filter(({ readUnits }) => readUnits > 0),
      tableOf,
    ),
    calls: Object.fromEntries(
      [...Map.groupBy(made, ({ service, operation }) => `${service} ${operation}`)]
        .filter(([name]) => name !== 'stepfunctions StartSyncExecution')
        .map(([name, { length }]) => [name, length]),
    ),
    executions: made.filter(isOf('stepfunctions')).length,
    machineStoreCalls: inStore.filter((call) => call.function === undefined).length,
  };
}

function useOf(
  invocations: readonly RecordedCall[],
  calls: readonly RecordedCall[],
  memoryMb: number,
): FunctionUse {
  const waits: Record<string, number> = {};
  const ownMs: number[] = [];
  const ordered = calls.toSorted((one, other) => one.startedMs - other.startedMs);
  let next = 0;
  for (const { startedMs, endedMs } of invocations.toSorted((a, b) => a.startedMs - b.startedMs)) {
    let waitedMs = 0;
    let untilMs = startedMs;
    for (let call = ordered[next]; call !== undefined && call.startedMs < endedMs; call = ordered[next]) {
      if (call.startedMs >= untilMs) {
        waits[call.service] = (waits[call.service] ?? 0) + 1;
      }
      waitedMs += Math.max(0, Math.min(call.endedMs, endedMs) - Math.max(call.startedMs, untilMs));
      untilMs = Math.max(untilMs, call.endedMs);
      next += 1;
    }
    ownMs.push(endedMs - startedMs - waitedMs);
  }
  return {
    invocations: invocations.length,
    memoryMb,
    waits,
    ownMs: Math.round(percentile(ownMs, UNDISTURBED) * 100) / 100,
  };
}

function unitsBy(calls: readonly RecordedCall[], tableOf: (name: string) => string): Record<string, number> {
  const units: Record<string, number> = {};
  for (const [name, more] of calls.flatMap(({ unitsBy: by }) => Object.entries(by))) {
    const table = tableOf(name);
    units[table] = (units[table] ?? 0) + more;
  }
  return units;
}
