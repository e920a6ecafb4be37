/**
 * The construct behind every Lambda function: one entry file, one small bundle, a separate role, an encrypted
 * log group with a retention period, and tracing.
 *
 * The construct id is the entry's file name, so the same name finds a function in the code, the template, the
 * logs and the page's diagram.
 */
import { Duration } from 'aws-cdk-lib';
import { Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import {
  Architecture,
  Function as LambdaFunction,
  LoggingFormat,
  Runtime,
  SystemLogLevel,
  Tracing,
} from 'aws-cdk-lib/aws-lambda';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';
import { EVENTS_VARIABLE, SERVICE_NAME_VARIABLE } from '../../handlers/contract/environment.ts';
import type { EntryFolder } from '../../handlers/contract/functions.ts';
import type { Findings } from '../cdk/findings.ts';
import { acceptFindings, ROLE_FINDINGS, sameFor } from '../cdk/findings.ts';
import type { FunctionDefaults } from '../data/foundation.ts';
import { bundle } from './bundle.ts';

const SYNCHRONOUS =
  'Every call is synchronous: the caller gets the error, so a dead-letter queue would stay empty.';

/** Why there is no queue for what a function failed at. */
const NO_QUEUE: Readonly<Record<EntryFolder, string>> = {
  steps: SYNCHRONOUS,
  endpoints: SYNCHRONOUS,
  twilio: SYNCHRONOUS,
  hooks: SYNCHRONOUS,
  integrations: SYNCHRONOUS,
  consumers:
    "Lambda retries a failed call twice. What a queue called for then goes to its dead-letter queue. Lines of a log stay there, though nothing reads them again. SES reports an address on its suppression list again; a report of an email's arrival is lost, and the token stays sent.",
};

const noQueueIn = (reason: string): Findings =>
  sameFor(['Serverless-LambdaDLQ', 'NIST.800.53.R5-LambdaDLQ'], reason);

const UNRESERVED_FINDINGS: Findings = {
  'NIST.800.53.R5-LambdaConcurrency':
    'AWS refuses a reservation that leaves an account too few executions, and new accounts have ten in total.',
};

const FUNCTION_FINDINGS: Findings = {
  'NIST.800.53.R5-LambdaInsideVPC':
    'It calls AWS services, signed, and the receivers of webhooks, all over TLS; inside a VPC it would reach the same ones.',
};

const UNTRACED_FINDINGS: Findings = {
  'Serverless-LambdaTracing':
    'It is traced where its caller asks for it. By itself Lambda would trace nearly every code; `tracing` can be full.',
};

const TRACING_FINDINGS: Findings = {
  'AwsSolutions-IAM5[Resource::*]':
    'X-Ray has no resources to name. test/infra/functions/permissions.test.ts lists the other actions without resources.',
};

/**
 * One vCPU: Lambda allocates CPU in proportion to memory, and 1,769 MB is one vCPU
 * (https://docs.aws.amazon.com/lambda/latest/dg/configuration-memory.html). A step's first call after a cold start
 * is CPU-bound (TLS, parsing, the SDK's first request). At 512 MB, 0.3 vCPU, it takes three times as long.
 *
 * A cold step must finish within 2 s on AWS. With enough CPU, Node functions with a bundle and three clients
 * like these are reported to take 250 ms for the initialisation and 125 ms for the first HTTPS call
 * (https://speedrun.nobackspacecrew.com/blog/2025/07/21/the-fastest-node-22-lambda-coldstart-configuration.html).
 * Admit request makes two such first calls (DynamoDB, Secrets Manager) and about ten short ones. At 128 MB
 * the same first call took 1,513 ms (https://kkloudtarus.net/en/blog/lambda-cold-start-optimization), hence
 * the memory. `npm run bench:cold` measures only the loading, on the machine that runs it: within 60 ms of an
 * empty handler.
 */
const MEMORY_MB = 1769;

/** A function's variables, by name. */
export interface Variables {
  readonly inEnvironment: Readonly<Record<string, string>>;
  /** In a file of the bundle, because Lambda limits the environment to 4 KB. */
  readonly bundled: Readonly<Record<string, string>>;
}

export interface CourierFunctionProps extends FunctionDefaults {
  readonly folder: EntryFolder;
  readonly description: string;
  readonly timeoutSeconds: number;
  readonly variables: Variables;
  /** Whether it tells events, which its log lines then carry. Default: no. */
  readonly tellsEvents?: boolean;
  /**
   * Whether it decides by itself what is traced, one request a second and 5 % of the others. Lambda follows no
   * sampling rule. Otherwise it is traced where its caller is. Default: true.
   */
  readonly beginsTraces?: boolean | undefined;
  /** Default: one vCPU. */
  readonly memoryMb?: number | undefined;
  /** Executions that it may have at once, and that are kept for it. Default: as many as the account has. */
  readonly reservedConcurrency?: number | undefined;
  /** Where Lambda leaves what an asynchronous call could not do. */
  readonly deadLetterQueue?: IQueue | undefined;
  /** Why there is no queue for what it failed at, where that differs from the rest of the folder. */
  readonly noQueue?: string;
}

export class CourierFunction extends LambdaFunction {
  override readonly role: Role;
  readonly tellsEvents: boolean;

  constructor(scope: Construct, id: string, props: CourierFunctionProps) {
    const beginsTraces = props.beginsTraces ?? true;
    const logGroup = new LogGroup(scope, `${id}-logs`, {
      encryptionKey: props.key,
      retention: props.logRetentionDays,
      removalPolicy: props.removalPolicy,
    });
    const role = new Role(scope, `${id}-role`, { assumedBy: new ServicePrincipal('lambda.amazonaws.com') });
    super(scope, id, {
      code: bundle(props.folder, id, props.variables.bundled),
      handler: 'index.handler',
      description: props.description,
      runtime: Runtime.NODEJS_24_X,
      architecture: Architecture.ARM_64,
      memorySize: props.memoryMb ?? MEMORY_MB,
      timeout: Duration.seconds(props.timeoutSeconds),
      tracing: beginsTraces ? Tracing.ACTIVE : Tracing.PASS_THROUGH,
      loggingFormat: LoggingFormat.JSON,
      // Without Lambda's own lines about each invocation that goes well, which are longer than ours. What they
      // say is in ours: duration_ms, and init_ms after a cold start.
      // https://docs.aws.amazon.com/lambda/latest/dg/monitoring-cloudwatchlogs-log-level.html
      systemLogLevelV2: SystemLogLevel.WARN,
      logGroup,
      role,
      ...(props.deadLetterQueue && { deadLetterQueue: props.deadLetterQueue }),
      ...(props.reservedConcurrency && { reservedConcurrentExecutions: props.reservedConcurrency }),
      environment: {
        [SERVICE_NAME_VARIABLE]: props.service,
        POWERTOOLS_TRACER_CAPTURE_RESPONSE: 'false',
        POWERTOOLS_TRACER_CAPTURE_HTTPS_REQUESTS: 'false',
        ...(props.tellsEvents && { [EVENTS_VARIABLE]: 'true' }),
        ...props.variables.inEnvironment,
      },
    });
    this.role = role;
    this.tellsEvents = props.tellsEvents ?? false;
    logGroup.grantWrite(role);
    acceptFindings(this, {
      ...FUNCTION_FINDINGS,
      ...(props.deadLetterQueue ? {} : noQueueIn(props.noQueue ?? NO_QUEUE[props.folder])),
      ...(props.reservedConcurrency ? {} : UNRESERVED_FINDINGS),
      ...(beginsTraces ? {} : UNTRACED_FINDINGS),
    });
    acceptFindings(role, { ...ROLE_FINDINGS, ...TRACING_FINDINGS });
  }
}
