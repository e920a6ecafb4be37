/** Adds up what is written to logs. */
import { loggedDefinition } from '../../local/aws/cloudwatch/logs.ts';
import type { LogLine } from '../../local/aws/lambda/log-store.ts';
import { executionHistory } from '../../local/aws/step-functions/execution-history.ts';
import type { ExecutionRecord } from '../../local/aws/step-functions/execution-store.ts';
import type { Stack } from '../../local/cloudformation/load-stack.ts';
import { accessLine, platformLines } from './aws-lines.ts';
import type { Exchange } from './traffic.ts';
import type { LogUse } from './usage.ts';

const MACHINE_TYPE = 'AWS::StepFunctions::StateMachine';
const FUNCTION_TYPE = 'AWS::Lambda::Function';
const METRICS = '"_aws":';

export interface LogCounts {
  readonly logs: Readonly<Record<string, LogUse>>;
  readonly customMetrics: number;
}

export function createLogCounter(stack: Stack) {
  const logs: Record<string, LogUse> = {};
  const metrics = new Set<string>();
  const machine = [...stack.resources.values()].find(({ type }) => type === MACHINE_TYPE);
  const logged = machine && loggedDefinition(machine, stack.region);
  const functions = new Map(
    [...stack.resources.values()]
      .filter(({ type }) => type === FUNCTION_TYPE)
      .map((fn) => [fn.shortName, platformLines(fn)]),
  );
  const add = (log: string, message: string) => {
    const { events, bytes } = logs[log] ?? { events: 0, bytes: 0 };
    logs[log] = { events: events + 1, bytes: bytes + Buffer.byteLength(message) };
  };
  return {
    exchange: (exchange: Exchange) => add('access', accessLine(stack, exchange)),
    execution(record: ExecutionRecord) {
      for (const event of logged === undefined ? [] : executionHistory(record, logged)) {
        add('machine', JSON.stringify(event));
      }
    },
    line({ function: name, line }: LogLine) {
      const isMetric = line.includes(METRICS);
      add(isMetric ? 'metrics' : name, line);
      for (const metric of isMetric ? metricsOf(line) : []) {
        metrics.add(metric);
      }
    },
    invocations(name: string, times: number) {
      for (const message of functions.get(name) ?? []) {
        for (let each = 0; each < times; each += 1) {
          add('platform', message);
        }
      }
    },
    counts: (): LogCounts => ({ logs, customMetrics: metrics.size }),
  };
}

/** Each name with each set of dimensions is a separate metric. */
function metricsOf(line: string): string[] {
  const members = JSON.parse(line) as Record<string, unknown> & {
    readonly _aws: {
      readonly CloudWatchMetrics: readonly {
        readonly Dimensions: readonly (readonly string[])[];
        readonly Metrics: readonly { readonly Name: string }[];
      }[];
    };
  };
  return members._aws.CloudWatchMetrics.flatMap(({ Dimensions, Metrics }) =>
    Metrics.flatMap(({ Name }) =>
      Dimensions.map((names) => JSON.stringify([Name, names.map((name) => [name, members[name]])])),
    ),
  );
}
