/**
 * The resources that Task states may call: functions, and the optimised DynamoDB integrations of Step
 * Functions. Errors have the names that Step Functions gives them.
 */
import type { DynamoDbWire } from '../dynamodb/wire.ts';
import { applyFault } from '../faults/apply-fault.ts';
import type { FaultRegistry } from '../faults/fault-registry.ts';
import type { InvocationResult, LambdaPool } from '../lambda/pool.ts';
import { AwsError } from '../wire/aws-error.ts';

const FUNCTION_ARN = /^arn:aws:lambda:[^:]+:\d+:function:[^:]+(:\$LATEST)?$/;
const LAMBDA_INVOKE = 'arn:aws:states:::lambda:invoke';
const DYNAMODB = /^arn:aws:states:::dynamodb:(getItem|putItem|updateItem|deleteItem)$/;
/**
 * DynamoDB errors without their own exception class in the Java SDK, after which Step Functions names errors.
 */
const GENERIC_DYNAMODB_ERRORS = ['ValidationException', 'UnknownOperationException'];

export type TaskHandler = (input: unknown) => Promise<unknown>;

export interface TaskServices {
  readonly lambda: LambdaPool;
  readonly dynamodb: DynamoDbWire;
  readonly faults: FaultRegistry;
}

/** The handler of a Task's `Resource`; undefined when the resource is not supported here. */
export function taskHandler(resource: string, services: TaskServices): TaskHandler | undefined {
  if (FUNCTION_ARN.test(resource)) {
    const functionArn = resource.replace(/:\$LATEST$/, '');
    return (input) => invokeFunction(services.lambda, functionArn, input);
  }
  if (resource === LAMBDA_INVOKE) {
    return (input) => invokeByParameters(services.lambda, input);
  }
  const [, operation] = DYNAMODB.exec(resource) ?? [];
  if (operation === undefined) {
    return undefined;
  }
  const apiName = `${operation.charAt(0).toUpperCase()}${operation.slice(1)}`;
  return (input) => callDynamoDb(services, apiName, input);
}

/** An error as the machine sees it: `ErrorEquals` matches the name, and the message becomes the cause. */
const taskError = (name: string, cause: string): Error => Object.assign(new Error(cause), { name });

async function invokeFunction(lambda: LambdaPool, functionName: string, input: unknown): Promise<unknown> {
  let result: InvocationResult;
  try {
    result = await lambda.invoke(functionName, JSON.stringify(input ?? null));
  } catch (error) {
    if (!(error instanceof AwsError)) {
      throw error;
    }
    throw taskError(`Lambda.${error.code}`, error.message);
  }
  if (result.kind === 'result') {
    return JSON.parse(result.payload);
  }
  const name = result.kind === 'crash' ? 'Lambda.Unknown' : result.error.errorType;
  throw taskError(name, JSON.stringify(result.error));
}

async function invokeByParameters(lambda: LambdaPool, input: unknown): Promise<unknown> {
  const { FunctionName, Payload } = input as { FunctionName: string; Payload?: unknown };
  return {
    ExecutedVersion: '$LATEST',
    Payload: await invokeFunction(lambda, FunctionName, Payload ?? {}),
    StatusCode: 200,
  };
}

async function callDynamoDb(
  { dynamodb, faults }: TaskServices,
  operation: string,
  input: unknown,
): Promise<unknown> {
  try {
    await applyFault(faults, { service: 'dynamodb', operation });
    return await dynamodb.call(operation, input);
  } catch (error) {
    if (!(error instanceof AwsError)) {
      throw error;
    }
    const { code, status, message } = error;
    throw taskError(
      `DynamoDB.${javaExceptionName(code)}`,
      `${message} (Service: AmazonDynamoDBv2; Status Code: ${status}; Error Code: ${code}; Proxy: null)`,
    );
  }
}

/** `InternalServerError` on the wire is `InternalServerErrorException` in the Java SDK. */
function javaExceptionName(code: string): string {
  if (GENERIC_DYNAMODB_ERRORS.includes(code)) {
    return 'AmazonDynamoDBException';
  }
  return code.endsWith('Exception') ? code : `${code}Exception`;
}
