/** The functions of a stack, as the pool needs them: with bundle, limits and environment. */
import { devNull } from 'node:os';
import type { Resource, Stack } from '../../cloudformation/load-stack.ts';
import type { WorkerSettings } from './protocol.ts';
import { refuseLargeEnvironments } from './quotas.ts';

const FUNCTION_TYPE = 'AWS::Lambda::Function';
const DEFAULT_TIMEOUT_SECONDS = 3;
const DEFAULT_MEMORY_MB = 128;
const CALLER_KEY_PREFIX = 'LOCAL';

export interface LambdaFunction {
  readonly shortName: string;
  readonly name: string;
  readonly arn: string;
  readonly timeoutSeconds: number;
  /** Only Node.js runtimes, such as `nodejs24.x`, can run here. */
  readonly runtime: string;
  readonly settings: () => WorkerSettings;
  /** The complete environment: none of this process's variables are inherited. */
  readonly env: Readonly<Record<string, string>>;
}

/**
 * Every function of the stack, including those of CDK's custom resources, which are never called here.
 * @throws {FunctionRefusedError} when Lambda would refuse to create one of them
 */
export function functionsOf(
  stack: Stack,
  endpointUrl: string,
  localise: (value: string) => string,
): LambdaFunction[] {
  const functions = [...stack.resources.values()].filter(({ type }) => type === FUNCTION_TYPE);
  refuseLargeEnvironments(functions);
  return functions.map((resource) => lambdaFunction(resource, stack, endpointUrl, localise));
}

/** Short name of the function whose credentials signed a call; see `AWS_ACCESS_KEY_ID` below. */
export function callerOf(authorization: string | undefined, stack: Stack): string | undefined {
  const logicalId = /Credential=LOCAL(\w+)\//.exec(authorization ?? '')?.[1];
  return logicalId === undefined ? undefined : stack.resources.get(logicalId)?.shortName;
}

function lambdaFunction(
  resource: Resource,
  stack: Stack,
  endpointUrl: string,
  localise: (value: string) => string,
): LambdaFunction {
  const { shortName, ref, arn, properties } = resource;
  const memorySizeMb = Number(properties.MemorySize ?? DEFAULT_MEMORY_MB);
  const runtime = String(properties.Runtime ?? '');
  const code = (properties.Code ?? {}) as { S3Key?: string };
  const handler = String(properties.Handler ?? '');
  const settings = (): WorkerSettings => ({
    folder: stack.assets(code.S3Key ?? ''),
    handler,
    functionName: ref,
    functionArn: arn ?? '',
    memorySizeMb,
  });
  return {
    shortName,
    name: ref,
    arn: arn ?? '',
    runtime,
    timeoutSeconds: Number(properties.Timeout ?? DEFAULT_TIMEOUT_SECONDS),
    settings,
    env: {
      ...runtimeEnv(resource, stack, endpointUrl, memorySizeMb),
      ...givenEnv(properties.Environment, localise),
    },
  };
}

/** Source: Lambda developer guide, "Defined runtime environment variables". */
function runtimeEnv(
  { logicalId, ref, properties }: Resource,
  { region }: Stack,
  endpointUrl: string,
  memorySizeMb: number,
): Record<string, string> {
  return {
    // Tells the endpoint which function calls. Letters and digits only, like real key ids.
    AWS_ACCESS_KEY_ID: `${CALLER_KEY_PREFIX}${logicalId}`,
    AWS_SECRET_ACCESS_KEY: 'local',
    AWS_REGION: region,
    AWS_DEFAULT_REGION: region,
    AWS_ENDPOINT_URL: endpointUrl,
    // The developer's AWS profiles must not affect a function.
    AWS_CONFIG_FILE: devNull,
    AWS_SHARED_CREDENTIALS_FILE: devNull,
    AWS_EXECUTION_ENV: `AWS_Lambda_${properties.Runtime}`,
    AWS_LAMBDA_FUNCTION_NAME: ref,
    AWS_LAMBDA_FUNCTION_VERSION: '$LATEST',
    AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(memorySizeMb),
    AWS_LAMBDA_INITIALIZATION_TYPE: 'on-demand',
    AWS_LAMBDA_LOG_GROUP_NAME: `/aws/lambda/${ref}`,
    AWS_LAMBDA_LOG_STREAM_NAME: 'local',
    LANG: 'en_US.UTF-8',
    TZ: ':UTC',
    _HANDLER: String(properties.Handler ?? ''),
  };
}

function givenEnv(environment: unknown, localise: (value: string) => string): Record<string, string> {
  const { Variables = {} } = (environment ?? {}) as { Variables?: Record<string, unknown> };
  return Object.fromEntries(
    Object.entries(Variables).map(([name, value]) => [name, localise(String(value))]),
  );
}
