/**
 * What AWS's services count by themselves: invocations of functions, requests to the API, throttled calls of DynamoDB,
 * and the lengths of queues.
 */
import type { Stack } from '../../cloudformation/load-stack.ts';
import { toObject, toText } from '../../http/json-values.ts';
import type { LambdaPool } from '../lambda/pool.ts';
import type { Queues } from '../sqs/queues.ts';
import { AwsError } from '../wire/aws-error.ts';
import type { MetricStore } from './metric-store.ts';
import { createMetricStore } from './metric-store.ts';

const FUNCTION_TYPE = 'AWS::Lambda::Function';
const THROTTLED = ['TooManyRequestsException', 'EC2ThrottledException'];
const DYNAMODB_THROTTLED = ['ThrottlingException', 'ProvisionedThroughputExceededException'];
const READS = ['GetItem', 'BatchGetItem', 'Query', 'Scan', 'TransactGetItems'];

/** One answer of the API, as API Gateway counts it. */
export interface CountedRequest {
  readonly api: string;
  readonly stage: string;
  readonly status: number;
  readonly latencyMs: number;
  /** Absent when no route matched. */
  readonly route?: { readonly method: string; readonly resourcePath: string } | undefined;
}

export interface ServiceMetrics extends Pick<MetricStore, 'samples'> {
  /** The same pool, with its invocations counted. */
  countInvocations(pool: LambdaPool): LambdaPool;
  countRequest(request: CountedRequest): void;
  /** Counts an error of DynamoDB if it is a throttle. */
  countDynamoDb(operation: string, body: Buffer, error: unknown): void;
  /** Measures what is now. */
  measureQueues(queues: Queues): void;
}

/** Keeps the latest 100,000 values. */
export function createServiceMetrics(stack: Stack, now: () => number = Date.now): ServiceMetrics {
  const store = createMetricStore();
  const put = (namespace: string, name: string, dimensions: Record<string, string>, value: number) =>
    store.put({ namespace, name, dimensions }, { atMs: now(), value });
  const functions = [...stack.resources.values()].filter(({ type }) => type === FUNCTION_TYPE);
  const nameOf = (called: string): string =>
    functions.find(({ ref, arn, shortName }) => [ref, arn, shortName].includes(called))?.ref ?? called;
  const countInvocation = (called: string, counts: Record<string, number>) => {
    for (const [name, value] of Object.entries(counts)) {
      put('AWS/Lambda', name, { FunctionName: nameOf(called) }, value);
    }
  };

  return {
    samples: store.samples,
    countInvocations: (pool) => ({
      ...pool,
      async invoke(called, payload) {
        try {
          const result = await pool.invoke(called, payload);
          countInvocation(called, { Invocations: 1, Errors: result.kind === 'result' ? 0 : 1 });
          return result;
        } catch (error) {
          if (error instanceof AwsError && THROTTLED.includes(error.code)) {
            countInvocation(called, { Throttles: 1 });
          }
          throw error;
        }
      },
    }),
    countRequest({ api, stage, status, latencyMs, route }) {
      const ofStage = { ApiName: api, Stage: stage };
      const ofMethod = route && { ...ofStage, Resource: route.resourcePath, Method: route.method };
      for (const dimensions of [ofStage, ...(ofMethod ? [ofMethod] : [])]) {
        put('AWS/ApiGateway', 'Count', dimensions, 1);
        put('AWS/ApiGateway', 'Latency', dimensions, latencyMs);
        put('AWS/ApiGateway', '4XXError', dimensions, status >= 400 && status < 500 ? 1 : 0);
        put('AWS/ApiGateway', '5XXError', dimensions, status >= 500 ? 1 : 0);
      }
    },
    countDynamoDb(operation, body, error) {
      if (!(error instanceof AwsError) || !DYNAMODB_THROTTLED.includes(error.code)) {
        return;
      }
      const name = READS.includes(operation) ? 'ReadThrottleEvents' : 'WriteThrottleEvents';
      for (const TableName of tablesIn(JSON.parse(body.toString('utf8')))) {
        put('AWS/DynamoDB', name, { TableName }, 1);
      }
    },
    measureQueues({ list }) {
      for (const queue of list) {
        const { visible } = queue.counts();
        put('AWS/SQS', 'ApproximateNumberOfMessagesVisible', { QueueName: queue.name }, visible);
      }
    },
  };
}

/** The table of a call, or those of a batch. */
const tablesIn = (input: unknown): readonly string[] => {
  const { TableName, RequestItems } = toObject(input);
  return TableName === undefined ? Object.keys(toObject(RequestItems)) : [toText(TableName)];
};
