/** Invokes one of the stack's functions as Cognito invokes a trigger. */
import type { AwsCaller } from '../http/api-gateway/aws-call.ts';
import { callAws } from '../http/api-gateway/aws-call.ts';

/** https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pools-working-with-lambda-triggers.html */
const TRIGGER_TIMEOUT_MS = 5_000;

/** Returns the function's answer. @throws when it fails, or takes longer than Cognito waits */
export async function invokeFunction(
  endpoint: Pick<AwsCaller, 'awsUrl' | 'patience'>,
  functionArn: string,
  event: unknown,
): Promise<unknown> {
  const { status, headers, body } = await callAws(
    { ...endpoint, region: functionArn.split(':')[3] ?? '' },
    {
      service: 'lambda',
      path: `/2015-03-31/functions/${encodeURIComponent(functionArn)}/invocations`,
      headers: { 'content-type': 'application/json', 'x-amz-invocation-type': 'RequestResponse' },
      body: JSON.stringify(event),
      timeoutMs: TRIGGER_TIMEOUT_MS,
    },
  );
  if (status >= 300 || headers.has('x-amz-function-error')) {
    throw new Error('The function failed.');
  }
  return JSON.parse(body);
}
