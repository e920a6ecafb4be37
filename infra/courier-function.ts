/**
 * A Lambda function as every function here is: one entry file, one small bundle, one role of its
 * own, an encrypted log group with a retention, and tracing.
 *
 * The construct id is the entry's file name, so a function is found by its name in code, template,
 * logs and picture alike.
 */
import { fileURLToPath } from 'node:url';
import { Duration, type RemovalPolicy } from 'aws-cdk-lib';
import { Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { Architecture, LoggingFormat, Runtime, Tracing } from 'aws-cdk-lib/aws-lambda';
import { NodejsFunction, OutputFormat } from 'aws-cdk-lib/aws-lambda-nodejs';
import { LogGroup, type RetentionDays } from 'aws-cdk-lib/aws-logs';
import type { Construct } from 'constructs';
import type { EnvName } from '../handlers/contract/env.ts';

const ROOT = fileURLToPath(new URL('..', import.meta.url));

/** What all functions of a deployment share. */
export interface FunctionDefaults {
  readonly key: IKey;
  readonly logRetentionDays: RetentionDays;
  readonly removalPolicy: RemovalPolicy;
}

export interface CourierFunctionProps extends FunctionDefaults {
  readonly folder: 'steps' | 'endpoints';
  readonly description: string;
  readonly timeoutSeconds: number;
  readonly environment: Partial<Record<EnvName, string>>;
}

export class CourierFunction extends NodejsFunction {
  override readonly role: Role;

  constructor(scope: Construct, id: string, props: CourierFunctionProps) {
    const logGroup = new LogGroup(scope, `${id}-logs`, {
      encryptionKey: props.key,
      retention: props.logRetentionDays,
      removalPolicy: props.removalPolicy,
    });
    const role = new Role(scope, `${id}-role`, { assumedBy: new ServicePrincipal('lambda.amazonaws.com') });
    super(scope, id, {
      entry: `${ROOT}handlers/${props.folder}/${id}.ts`,
      projectRoot: ROOT,
      depsLockFilePath: `${ROOT}package-lock.json`,
      description: props.description,
      runtime: Runtime.NODEJS_24_X,
      architecture: Architecture.ARM_64,
      memorySize: 512,
      timeout: Duration.seconds(props.timeoutSeconds),
      tracing: Tracing.ACTIVE,
      loggingFormat: LoggingFormat.JSON,
      logGroup,
      role,
      environment: {
        POWERTOOLS_SERVICE_NAME: 'token-courier',
        POWERTOOLS_TRACER_CAPTURE_RESPONSE: 'false',
        POWERTOOLS_TRACER_CAPTURE_HTTPS_REQUESTS: 'false',
        ...props.environment,
      },
      bundling: {
        format: OutputFormat.CJS,
        target: 'node24',
        minify: true,
        externalModules: [],
        mainFields: ['module', 'main'],
      },
    });
    this.role = role;
    logGroup.grantWrite(role);
  }
}
