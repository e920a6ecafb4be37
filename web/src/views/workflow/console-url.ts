/**
 * URLs of the AWS console, for what its pages show in full. AWS documents that of traces alone; the others are as the
 * console itself has them in the address bar.
 */
import type { ExecutionPath } from '../../../../handlers/contract/routes/executions.ts';

type Traced = Pick<ExecutionPath, 'execution_arn' | 'started_at'>;

/** Around an execution, whose parts X-Ray may time a little differently. */
const AROUND_MS = 60_000;

/** An express execution, whose events are found by their start time. */
export function consoleUrl({ execution_arn, started_at }: Traced, region: string): string {
  const details = `#/express-executions/details/${execution_arn}?startDate=${Date.parse(started_at)}`;
  return `${originOf(execution_arn, region)}/states/home?region=${region}${details}`;
}

/**
 * The log groups of a step's function. Their names are made from the step's, so the list is filtered by it: its
 * exact name would have to be in a file that everybody can read.
 */
export function logUrl(step: string, { execution_arn }: Traced, region: string): string {
  // In the part after #, the console escapes with $ in place of %.
  const filter = `logGroupNameFilter$3D${logNamePart(step)}`;
  return `${originOf(execution_arn, region)}/cloudwatch/home?region=${region}#logsV2:log-groups$3F${filter}`;
}

/** What the names of a step's log group have in common: CloudFormation makes them from the construct's. */
export const logNamePart = (step: string): string => `${step.replaceAll('-', '')}logs`;

/**
 * The traces of the machine around the execution. Which is its own cannot be told: only some are traced.
 * https://docs.aws.amazon.com/xray/latest/devguide/xray-console-deeplinks.html
 */
export function tracesUrl(execution: Traced & Pick<ExecutionPath, 'stopped_at'>, region: string): string {
  const { execution_arn, started_at, stopped_at } = execution;
  const at = (iso: string, by: number): string => new Date(Date.parse(iso) + by).toISOString().slice(0, 19);
  const range = `${at(started_at, -AROUND_MS)}~${at(stopped_at ?? started_at, AROUND_MS)}`;
  const filter = encodeURIComponent(`service("${machineOf(execution_arn)}")`);
  return `${originOf(execution_arn, region)}/xray/home?region=${region}#/traces?timeRange=${range}&filter=${filter}`;
}

/** arn:aws:states:<region>:<account>:express:<machine>:<execution>:<id> */
const machineOf = (executionArn: string): string => executionArn.split(':')[6] ?? '';

function originOf(executionArn: string, region: string): string {
  const host = executionArn.startsWith('arn:aws-cn:') ? 'console.amazonaws.cn' : 'console.aws.amazon.com';
  return `https://${region}.${host}`;
}
