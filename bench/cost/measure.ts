/** Runs codes against the local runtime, and counts what they used. */
import { resolve } from 'node:path';
import type { RecordedCall } from '../../local/aws/call-record.ts';
import type { LocalRuntime } from '../../local/start-local.ts';
import { startLocal } from '../../local/start-local.ts';
import { countCalls } from './count-calls.ts';
import { createLogCounter } from './count-logs.ts';
import { countResources } from './count-resources.ts';
import { countTraces } from './tracing.ts';
import { createTraffic } from './traffic.ts';
import type { Resources, Usage } from './usage.ts';

const OUTPUT = 'cdk.out.bench';
const DEFAULT_MEMORY_MB = 128;
/** Executions and lines are kept in a ring, so they are counted and cleared in between. */
const BATCH = 50;
/** What goes on after an answer: events that are put on a bus, reports of carriers, webhooks. */
const AFTERWARDS_MS = 5_000;

export interface Measurement {
  readonly usage: Usage;
  readonly resources: Resources;
}

export interface MeasureOptions {
  readonly codes: number;
  readonly context: readonly string[];
  /** Whether each person has verified a code just before the one that is counted. Default: no. */
  readonly areReturning?: boolean;
  readonly onProgress?: (text: string) => void;
}

export async function measure(options: MeasureOptions): Promise<Measurement> {
  const { context, onProgress = () => undefined } = options;
  const runtime = await startLocal({ output: OUTPUT, engine: 'auto', context, onProgress });
  try {
    return {
      usage: await use(runtime, options),
      resources: await countResources(resolve(OUTPUT)),
    };
  } finally {
    await runtime.close();
  }
}

async function use(
  { aws, stack, ...runtime }: LocalRuntime,
  { codes, context, areReturning = false, onProgress = () => undefined }: MeasureOptions,
): Promise<Usage> {
  const issueAndVerify = await createTraffic({ aws, stack, ...runtime });
  const counter = createLogCounter(stack);
  const recorded: RecordedCall[] = [];
  let apiRequests = 0;
  let responseBytes = 0;
  let statesEntered = 0;
  const settle = () => {
    recorded.push(...aws.calls.stop());
    aws.calls.start();
    for (const execution of aws.executions.list()) {
      counter.execution(execution);
      statesEntered += execution.events.filter(({ type }) => type === 'StateEntered').length;
    }
    aws.executions.clear();
    for (const line of aws.logs.list()) {
      counter.line(line);
    }
    aws.logs.clear();
    aws.messages.clear();
  };
  for (let index = 0; areReturning && index < codes; index += 1) {
    await issueAndVerify(index);
  }
  aws.executions.clear();
  aws.logs.clear();
  aws.calls.start();
  for (let index = 0; index < codes; index += 1) {
    for (const exchange of await issueAndVerify(index)) {
      counter.exchange(exchange);
      apiRequests += 1;
      responseBytes += exchange.bytes;
    }
    if (index % BATCH === BATCH - 1) {
      settle();
      onProgress(`${index + 1} codes issued and verified`);
    }
  }
  await new Promise((done) => setTimeout(done, AFTERWARDS_MS));
  settle();
  const named = (type: string) => [...stack.resources.values()].filter((each) => each.type === type);
  const { executions, ...counted } = countCalls(recorded, {
    memoryOf: (name) =>
      Number(
        named('AWS::Lambda::Function').find(({ shortName }) => shortName === name)?.properties.MemorySize ??
          DEFAULT_MEMORY_MB,
      ),
    tableOf(name) {
      const [table = '', ...index] = name.split('/');
      const known = named('AWS::DynamoDB::Table').find(({ ref }) => ref === table);
      return [known?.shortName ?? table, ...index].join('/');
    },
  });
  for (const [name, { invocations }] of Object.entries(counted.functions)) {
    counter.invocations(name, invocations);
  }
  return {
    codes,
    context,
    apiRequests,
    responseBytes,
    executions,
    statesEntered,
    ...counted,
    ...counter.counts(),
    traces: countTraces(stack, { executions, functions: counted.functions }),
  };
}
