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
  Tracing,
} from 'aws-cdk-lib/aws-lambda';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import type { Construct } from 'constructs';
import { SERVICE_NAME_VARIABLE } from '../../handlers/contract/environment.ts';
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
  hooks: SYNCHRONOUS,
  consumers: 'Lambda repeats a failed call twice, and the publisher goes on saying what still holds.',
};

const findingsIn = (noQueue: string): Findings => ({
  ...sameFor(['Serverless-LambdaDLQ', 'NIST.800.53.R5-LambdaDLQ'], noQueue),
  'NIST.800.53.R5-LambdaConcurrency':
    'AWS refuses a reservation that leaves an account too few executions, and new accounts have ten in total.',
  'NIST.800.53.R5-LambdaInsideVPC':
    'It calls only AWS services, over TLS and signed; inside a VPC it would reach the same ones.',
});

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
  /** Why there is no queue for what it failed at, where that differs from the rest of the folder. */
  readonly noQueue?: string;
}

export class CourierFunction extends LambdaFunction {
  override readonly role: Role;

  constructor(scope: Construct, id: string, props: CourierFunctionProps) {
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
      memorySize: MEMORY_MB,
      timeout: Duration.seconds(props.timeoutSeconds),
      tracing: Tracing.ACTIVE,
      loggingFormat: LoggingFormat.JSON,
      logGroup,
      role,
      environment: {
        [SERVICE_NAME_VARIABLE]: props.service,
        POWERTOOLS_TRACER_CAPTURE_RESPONSE: 'false',
        POWERTOOLS_TRACER_CAPTURE_HTTPS_REQUESTS: 'false',
        ...props.variables.inEnvironment,
      },
    });
    this.role = role;
    logGroup.grantWrite(role);
    acceptFindings(this, findingsIn(props.noQueue ?? NO_QUEUE[props.folder]));
    acceptFindings(role, { ...ROLE_FINDINGS, ...TRACING_FINDINGS });
  }
}
