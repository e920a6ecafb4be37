/**
 * A Lambda function as every function here is: one entry file, one small bundle, one role of its
 * own, an encrypted log group with a retention, and tracing.
 *
 * The construct id is the entry's file name, so a function is found by its name in code, template,
 * logs and picture alike.
 */
import { fileURLToPath } from 'node:url';
import { AssetHashType, DockerImage, Duration, type RemovalPolicy } from 'aws-cdk-lib';
import { Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import {
  Architecture,
  Code,
  Function as LambdaFunction,
  LoggingFormat,
  Runtime,
  Tracing,
} from 'aws-cdk-lib/aws-lambda';
import { LogGroup, type RetentionDays } from 'aws-cdk-lib/aws-logs';
import type { Construct } from 'constructs';
import { buildSync } from 'esbuild';
import { ENV, type EnvName } from '../handlers/contract/env.ts';
import { acceptFindings, type Findings, ROLE_FINDINGS, sameFor } from './findings.ts';

const FUNCTION_FINDINGS: Findings = {
  ...sameFor(
    ['Serverless-LambdaDLQ', 'NIST.800.53.R5-LambdaDLQ'],
    'Every call is synchronous: the caller gets the error, and nothing is left that a queue could keep.',
  ),
  'NIST.800.53.R5-LambdaConcurrency':
    'AWS refuses a reservation that leaves an account too little, and new accounts have ten executions in all.',
  'NIST.800.53.R5-LambdaInsideVPC':
    'It calls AWS services alone, over TLS and signed; in a network of its own it would still reach them all.',
};

const TRACING_FINDINGS: Findings = {
  'AwsSolutions-IAM5[Resource::*]':
    'X-Ray has no resources to name. What else has none is listed in test/infra/permissions.test.ts.',
};

const ROOT = fileURLToPath(new URL('..', import.meta.url));

/**
 * Sources of credentials that a function never asks: Lambda puts its role's into the environment, where the
 * SDK looks first, and it imports these only after that. Left out, they make every bundle 100 KB smaller.
 * https://docs.aws.amazon.com/sdkref/latest/guide/standardized-credentials.html
 */
const NEVER_ASKED = ['ini', 'process', 'sso', 'web-identity'].map(
  (source) => `@aws-sdk/credential-provider-${source}`,
);

/** What all functions of a deployment share. */
export interface FunctionDefaults {
  readonly key: IKey;
  readonly logRetentionDays: RetentionDays;
  readonly removalPolicy: RemovalPolicy;
  /** Tells the metrics, logs and traces of one deployment from those of another. */
  readonly service: string;
}

/** How logs are kept. */
export type LogKeeping = Pick<FunctionDefaults, 'key' | 'logRetentionDays' | 'removalPolicy'>;

export interface CourierFunctionProps extends FunctionDefaults {
  readonly folder: 'steps' | 'endpoints';
  readonly description: string;
  readonly timeoutSeconds: number;
  readonly environment: Partial<Record<EnvName, string>>;
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
      code: bundle(`handlers/${props.folder}`, id),
      handler: 'index.handler',
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
        [ENV.serviceName]: props.service,
        POWERTOOLS_TRACER_CAPTURE_RESPONSE: 'false',
        POWERTOOLS_TRACER_CAPTURE_HTTPS_REQUESTS: 'false',
        ...props.environment,
      },
    });
    this.role = role;
    logGroup.grantWrite(role);
    acceptFindings(this, FUNCTION_FINDINGS);
    acceptFindings(role, { ...ROLE_FINDINGS, ...TRACING_FINDINGS });
  }
}

/**
 * The entry and all that it imports as one file. CommonJS from ES modules is the smallest and starts
 * soonest (npm run bench:cold). NodejsFunction would do the same by way of npx, which takes longer to
 * start than all bundles take to build.
 */
const bundle = (folder: string, name: string): Code =>
  Code.fromAsset(ROOT + folder, {
    assetHashType: AssetHashType.OUTPUT,
    bundling: {
      // Never run; CDK tells bundles of one folder apart by these options, and this names the bundle.
      command: [name],
      image: DockerImage.fromRegistry('never-pulled'),
      local: {
        tryBundle(outputDir: string): boolean {
          buildSync({
            absWorkingDir: ROOT,
            entryPoints: [`${folder}/${name}.ts`],
            outfile: `${outputDir}/index.js`,
            bundle: true,
            minify: true,
            platform: 'node',
            target: 'node24',
            format: 'cjs',
            mainFields: ['module', 'main'],
            external: NEVER_ASKED,
            logLevel: 'warning',
          });
          return true;
        },
      },
    },
  });
