/**
 * A Lambda function as every function here is: one entry file, one small bundle, one role of its
 * own, an encrypted log group with a retention, and tracing.
 *
 * The construct id is the entry's file name, so a function is found by its name in code, template,
 * logs and picture alike.
 */
import { writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
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
import { BUNDLED_VARIABLES, ENV, type EnvName } from '../../handlers/contract/env.ts';
import { VARIABLES_FILE } from '../../handlers/contract/environment.ts';
import { acceptFindings, type Findings, ROLE_FINDINGS, sameFor } from '../cdk/findings.ts';
import { BUNDLE_OPTIONS } from './bundle-options.ts';

const FUNCTION_FINDINGS: Findings = {
  ...sameFor(
    ['Serverless-LambdaDLQ', 'NIST.800.53.R5-LambdaDLQ'],
    'Every call is synchronous: the caller gets the error, and nothing is left for a queue.',
  ),
  'NIST.800.53.R5-LambdaConcurrency':
    'AWS refuses a reservation that leaves an account too few executions, and new accounts have ten in total.',
  'NIST.800.53.R5-LambdaInsideVPC':
    'It calls only AWS services, over TLS and signed; inside a VPC it would reach the same ones.',
};

const TRACING_FINDINGS: Findings = {
  'AwsSolutions-IAM5[Resource::*]':
    'X-Ray has no resources to name. The other actions without resources are in test/infra/functions/permissions.test.ts.',
};

/**
 * One vCPU: Lambda gives CPU by memory, and 1,769 MB is one vCPU
 * (https://docs.aws.amazon.com/lambda/latest/dg/configuration-memory.html). A step's first call after a cold start
 * is CPU-bound (TLS, parsing, the SDK's first request), so at 512 MB, 0.3 vCPU, it takes three times as long.
 *
 * What has to fit into 2 s on AWS: reports on Node functions with a bundle and three clients like these measure
 * 250 ms for the initialisation and 125 ms for the first HTTPS call, given enough CPU
 * (https://speedrun.nobackspacecrew.com/blog/2025/07/21/the-fastest-node-22-lambda-coldstart-configuration.html);
 * Admit request makes two first calls (DynamoDB, Secrets Manager) and some ten short ones. At 128 MB the same
 * first call took 1,513 ms (https://kkloudtarus.net/en/blog/lambda-cold-start-optimization), which is the reason
 * for the memory. `npm run bench:cold` measures only the loading, on this machine: within 60 ms of an empty handler.
 */
const MEMORY_MB = 1769;

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const HANDLERS = 'handlers';
/** Every file in them is the entry of a function. */
const ENTRY_FOLDERS = ['steps', 'endpoints', 'hooks'] as const;

type EntryFolder = (typeof ENTRY_FOLDERS)[number];

/** What all functions of a deployment share. */
export interface FunctionDefaults {
  readonly key: IKey;
  readonly logRetentionDays: RetentionDays;
  readonly removalPolicy: RemovalPolicy;
  /** Tells the metrics, logs and traces of deployments apart. */
  readonly service: string;
}

/** How logs are kept. */
export type LogKeeping = Pick<FunctionDefaults, 'key' | 'logRetentionDays' | 'removalPolicy'>;

export interface CourierFunctionProps extends FunctionDefaults {
  readonly folder: EntryFolder;
  readonly description: string;
  readonly timeoutSeconds: number;
  /** Long ones go into the bundle; see contract/env.ts. */
  readonly environment: Variables;
}

export class CourierFunction extends LambdaFunction {
  override readonly role: Role;

  constructor(scope: Construct, id: string, props: CourierFunctionProps) {
    const variables = splitVariables(props.environment);
    const logGroup = new LogGroup(scope, `${id}-logs`, {
      encryptionKey: props.key,
      retention: props.logRetentionDays,
      removalPolicy: props.removalPolicy,
    });
    const role = new Role(scope, `${id}-role`, { assumedBy: new ServicePrincipal('lambda.amazonaws.com') });
    super(scope, id, {
      code: bundle(props.folder, id, variables.bundled),
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
        [ENV.serviceName]: props.service,
        POWERTOOLS_TRACER_CAPTURE_RESPONSE: 'false',
        POWERTOOLS_TRACER_CAPTURE_HTTPS_REQUESTS: 'false',
        ...variables.inEnvironment,
      },
    });
    this.role = role;
    logGroup.grantWrite(role);
    acceptFindings(this, FUNCTION_FINDINGS);
    acceptFindings(role, { ...ROLE_FINDINGS, ...TRACING_FINDINGS });
  }
}

type Variables = Partial<Record<EnvName, string>>;

function splitVariables(all: Variables): { readonly bundled: Variables; readonly inEnvironment: Variables } {
  const isBundled = ([name]: [string, string]) => BUNDLED_VARIABLES.some((each) => each === name);
  const entries = Object.entries(all);
  return {
    bundled: Object.fromEntries(entries.filter(isBundled)),
    inEnvironment: Object.fromEntries(entries.filter((entry) => !isBundled(entry))),
  };
}

/**
 * The entry and all that it imports as one file. NodejsFunction would do the same by way of npx, which takes longer to
 * start than all bundles take to build.
 */
function bundle(folder: EntryFolder, name: string, variables: Variables): Code {
  const file = JSON.stringify(variables);
  return Code.fromAsset(`${ROOT}${HANDLERS}/${folder}`, {
    assetHashType: AssetHashType.OUTPUT,
    bundling: {
      // Never run; CDK tells bundles of one folder apart by these options, and this names the bundle.
      command: [name, file],
      image: DockerImage.fromRegistry('never-pulled'),
      local: {
        tryBundle(outputDir: string): boolean {
          writeFileSync(join(outputDir, 'index.js'), compiled(`${folder}/${name}`));
          if (Object.keys(variables).length > 0) writeFileSync(join(outputDir, VARIABLES_FILE), file);
          return true;
        },
      },
    },
  });
}

let builtEntries: ReadonlyMap<string, Uint8Array> | undefined;

/**
 * All entries in one build, which reads and parses what they share once, and once per process: the
 * deployments of one synth differ only in their variables.
 */
function compiled(entry: string): Uint8Array {
  builtEntries ??= buildEntries();
  const code = builtEntries.get(entry);
  if (code === undefined) throw new Error(`${HANDLERS}/${entry}.ts was not built`);
  return code;
}

/** By folder and name, `steps/persist-token`. */
function buildEntries(): ReadonlyMap<string, Uint8Array> {
  const { outputFiles } = buildSync({
    absWorkingDir: ROOT,
    entryPoints: ENTRY_FOLDERS.map((folder) => `${HANDLERS}/${folder}/*.ts`),
    outbase: HANDLERS,
    outdir: HANDLERS,
    write: false,
    ...BUNDLE_OPTIONS,
    logLevel: 'warning',
  });
  const root = join(ROOT, HANDLERS);
  return new Map(
    outputFiles.map(({ path, contents }) => [
      relative(root, path).replaceAll('\\', '/').replace(/\.js$/, ''),
      contents,
    ]),
  );
}
