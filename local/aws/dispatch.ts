/** Routes each AWS call to its service, and applies the faults of the JSON services. */
import type { Stack } from '../cloudformation/load-stack.ts';
import type { CallRecorder } from './call-record.ts';
import { isCloudFormation } from './cloudformation/cloudformation.ts';
import type { CustomResources } from './cloudformation/custom-resources.ts';
import type { ServiceMetrics } from './cloudwatch/service-metrics.ts';
import type { DynamoDbWire } from './dynamodb/wire.ts';
import { applyFault } from './faults/apply-fault.ts';
import type { FaultRegistry, FaultService } from './faults/fault-registry.ts';
import { callerOf } from './lambda/functions.ts';
import type { LambdaPool } from './lambda/pool.ts';
import { CALLER_HEADER } from './lambda/protocol.ts';
import { isLambdaPath, serveLambda } from './lambda/rest.ts';
import { isOutside } from './outside/outside.ts';
import type { Ses } from './ses/ses.ts';
import { isSesPath } from './ses/ses.ts';
import type { Sns } from './sns/sns.ts';
import { isSts } from './sts/sts.ts';
import { AwsError } from './wire/aws-error.ts';
import type { Serve } from './wire/listen.ts';
import type { JsonOperations, WireAnswer, WireRequest } from './wire/wire.ts';
import { jsonAnswer, runJsonOperation } from './wire/wire.ts';

const SUPPORTED =
  'DynamoDB, CloudFormation (reading), SNS, SES v2, Secrets Manager, KMS, Step Functions, CloudWatch GetMetricData and DescribeAlarms, CloudWatch Logs, EventBridge PutEvents, SQS, Lambda Invoke and STS GetCallerIdentity';

export interface Services {
  readonly stack: Stack;
  readonly faults: FaultRegistry;
  readonly calls: CallRecorder;
  readonly dynamodb: DynamoDbWire;
  readonly lambda: LambdaPool;
  readonly cloudFormation: (request: WireRequest) => WireAnswer;
  readonly sts: (request: WireRequest) => Promise<WireAnswer>;
  readonly sns: Sns;
  readonly metrics: ServiceMetrics;
  readonly ses: Ses;
  readonly secretsManager: JsonOperations;
  readonly kms: JsonOperations;
  readonly stepFunctions: JsonOperations;
  readonly cloudWatch: JsonOperations;
  readonly logs: JsonOperations;
  readonly eventBridge: JsonOperations;
  readonly sqs: JsonOperations;
  /** Answers in the place of hosts that are not AWS's. */
  readonly outside: Serve;
  readonly customResources: CustomResources;
}

interface JsonService {
  readonly version: '1.0' | '1.1';
  /** The prefix of the error code in `__type`. */
  readonly errorNamespace: string;
  readonly run: (operation: string, request: WireRequest) => Promise<WireAnswer>;
}

/** Serves calls to every supported service. */
export function createDispatcher(services: Services): Serve {
  const { stack, faults, calls, dynamodb, lambda, sns, ses, metrics } = services;
  const jsonService = (
    name: string,
    fault: FaultService,
    version: '1.0' | '1.1',
    operations: JsonOperations,
    errorNamespace = '',
  ) => ({
    version,
    errorNamespace,
    async run(operation: string, request: WireRequest) {
      const run = async () => {
        await applyFault(faults, { service: fault, operation, function: request.caller });
        return jsonAnswer(200, await runJsonOperation(name, operations, operation, request), version);
      };
      return calls.follow(fault, operation, run, request.caller);
    },
  });
  const byTarget: Record<string, JsonService> = {
    DynamoDB_20120810: {
      version: '1.0',
      errorNamespace: 'com.amazonaws.dynamodb.v20120810#',
      async run(operation, { caller, body }) {
        await applyFault(faults, { service: 'dynamodb', operation, function: caller }).catch((error) => {
          metrics.countDynamoDb(operation, body, error);
          throw error;
        });
        return dynamodb.send(operation, body, caller);
      },
    },
    secretsmanager: jsonService('Secrets Manager', 'secretsmanager', '1.1', services.secretsManager),
    TrentService: jsonService('KMS', 'kms', '1.1', services.kms),
    Logs_20140328: jsonService('CloudWatch Logs', 'logs', '1.1', services.logs),
    AWSStepFunctions: jsonService('Step Functions', 'stepfunctions', '1.0', services.stepFunctions),
    AWSEvents: jsonService('EventBridge', 'events', '1.1', services.eventBridge),
    AmazonSQS: jsonService('SQS', 'sqs', '1.0', services.sqs, 'com.amazonaws.sqs#'),
    GraniteServiceVersion20100801: jsonService('CloudWatch', 'cloudwatch', '1.0', services.cloudWatch),
  };

  return async (received) => {
    const caller = callerOf(
      isOutside(received) ? callerIn(received) : received.headers.authorization?.toString(),
      stack,
    );
    const request = caller === undefined ? received : { ...received, caller };
    if (isOutside(request)) {
      return services.outside(request);
    }
    const target = request.headers['x-amz-target'];
    if (typeof target === 'string') {
      return serveTarget(byTarget, target, request);
    }
    if (services.customResources.isAnswer(request)) {
      return services.customResources.take(request);
    }
    if (isLambdaPath(request.url.pathname)) {
      return serveLambda(lambda, request);
    }
    if (isSesPath(request.url.pathname)) {
      return calls.follow(
        'ses',
        ses.operationOf(request) ?? 'none',
        () => ses.serve(request),
        request.caller,
      );
    }
    if (isQuery(request) && isCloudFormation(request)) {
      return services.cloudFormation(request);
    }
    if (isQuery(request) && isSts(request)) {
      return services.sts(request);
    }
    if (isQuery(request)) {
      return calls.follow('sns', 'query', () => sns.serve(request), request.caller);
    }
    return jsonError(
      new AwsError('UnknownOperationException', `The local runtime supports ${SUPPORTED}.`, 404),
    );
  };
}

async function serveTarget(
  services: Record<string, JsonService>,
  target: string,
  request: WireRequest,
): Promise<WireAnswer> {
  const [prefix = '', operation = ''] = target.split('.');
  const service = Object.hasOwn(services, prefix) ? services[prefix] : undefined;
  if (!service) {
    return jsonError(
      new AwsError('UnknownOperationException', `${prefix} is not supported here; ${SUPPORTED} are.`),
    );
  }
  try {
    return await service.run(operation, request);
  } catch (error) {
    if (!(error instanceof AwsError)) {
      throw error;
    }
    return jsonError(error, service);
  }
}

/** Hosts outside are not signed for; who calls them is said in a header. */
const callerIn = ({ headers }: WireRequest): string => `Credential=${headers[CALLER_HEADER]}/`;

/** Services that speak the query protocol are told apart by its version; the links in SNS's emails have none. */
const isQuery = ({ url, headers }: WireRequest): boolean =>
  url.pathname === '/' &&
  (url.searchParams.has('Action') || headers['content-type']?.includes('x-www-form-urlencoded') === true);

const jsonError = (
  { status, code, message }: AwsError,
  { version, errorNamespace }: Pick<JsonService, 'version' | 'errorNamespace'> = {
    version: '1.0',
    errorNamespace: '',
  },
): WireAnswer => jsonAnswer(status, { __type: `${errorNamespace}${code}`, message }, version);
