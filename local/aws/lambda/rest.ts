/** Lambda's Invoke operation, over its REST API. */
import { randomUUID } from 'node:crypto';
import { AwsError } from '../wire/aws-error.ts';
import type { WireAnswer, WireRequest } from '../wire/wire.ts';
import type { LambdaPool } from './pool.ts';

const INVOKE_PATH = /^\/2015-03-31\/functions\/([^/]+)\/invocations\/?$/;
const PATH_PREFIX = '/2015-03-31/';

/** Whether a path belongs to Lambda's REST API. */
export const isLambdaPath = (path: string): boolean => path.startsWith(PATH_PREFIX);

/** Serves RequestResponse invocations. As on AWS, a function's error is a 200 with `X-Amz-Function-Error`. */
export async function serveLambda(pool: LambdaPool, request: WireRequest): Promise<WireAnswer> {
  try {
    return await invoke(pool, request);
  } catch (error) {
    if (!(error instanceof AwsError)) {
      throw error;
    }
    return answer(
      error.status,
      { 'x-amzn-errortype': error.code },
      JSON.stringify({ Message: error.message }),
    );
  }
}

async function invoke(pool: LambdaPool, { method, url, headers, body }: WireRequest): Promise<WireAnswer> {
  const [, name] = INVOKE_PATH.exec(url.pathname) ?? [];
  const type = headers['x-amz-invocation-type'] ?? 'RequestResponse';
  if (name === undefined || method !== 'POST' || type !== 'RequestResponse') {
    throw new AwsError(
      'UnknownOperationException',
      'The local runtime supports Invoke with RequestResponse only.',
      404,
    );
  }
  const payload = body.toString('utf8') || 'null';
  if (!isJson(payload)) {
    throw new AwsError('InvalidRequestContentException', 'Could not parse request body into json.');
  }
  const result = await pool.invoke(withoutQualifier(decodeURIComponent(name)), payload);
  const version = { 'x-amz-executed-version': '$LATEST' };
  if (result.kind === 'result') {
    return answer(200, version, result.payload);
  }
  return answer(200, { ...version, 'x-amz-function-error': 'Unhandled' }, JSON.stringify(result.error));
}

/** `name:$LATEST` and `arn:...:function:name:$LATEST` mean the function itself. */
const withoutQualifier = (name: string): string => name.replace(/:\$LATEST$/, '');

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

const answer = (status: number, headers: Record<string, string>, body: string): WireAnswer => ({
  status,
  headers: { 'content-type': 'application/json', 'x-amzn-requestid': randomUUID(), ...headers },
  body,
});
