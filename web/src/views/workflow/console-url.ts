/** The URL of an express execution in the AWS console, which finds the events by their start time. */
import type { ExecutionPath } from '../../../../handlers/contract/routes/executions.ts';

export function consoleUrl(
  { execution_arn, started_at }: Pick<ExecutionPath, 'execution_arn' | 'started_at'>,
  region: string,
): string {
  const host = execution_arn.startsWith('arn:aws-cn:') ? 'console.amazonaws.cn' : 'console.aws.amazon.com';
  const details = `#/express-executions/details/${execution_arn}?startDate=${Date.parse(started_at)}`;
  return `https://${region}.${host}/states/home?region=${region}${details}`;
}
