import { describe, expect, it } from '@jest/globals';
import { consoleUrl, logUrl, tracesUrl } from '../../src/views/workflow/console-url.ts';

describe('the link to the AWS console', () => {
  const started_at = '2026-11-22T10:00:00.000Z';

  it('names the execution and when it started', () => {
    const execution_arn = 'arn:aws:states:eu-central-1:1:express:m:n:u';
    expect(consoleUrl({ execution_arn, started_at }, 'eu-central-1')).toBe(
      'https://eu-central-1.console.aws.amazon.com/states/home?region=eu-central-1#/express-executions/details/arn:aws:states:eu-central-1:1:express:m:n:u?startDate=1795341600000',
    );
  });

  it('has another host in China', () => {
    const execution_arn = 'arn:aws-cn:states:cn-north-1:1:express:m:n:u';
    expect(consoleUrl({ execution_arn, started_at }, 'cn-north-1')).toMatch(
      /^https:\/\/cn-north-1\.console\.amazonaws\.cn\//,
    );
  });

  it('lists the log groups of a step by what their generated names have in common', () => {
    const execution_arn = 'arn:aws:states:eu-central-1:1:express:m:n:u';
    expect(logUrl('deliver-by-sms', { execution_arn, started_at }, 'eu-central-1')).toBe(
      'https://eu-central-1.console.aws.amazon.com/cloudwatch/home?region=eu-central-1#logsV2:log-groups$3FlogGroupNameFilter$3Ddeliverbysmslogs',
    );
  });

  it("finds the machine's traces from a minute before the execution to a minute after it", () => {
    const execution_arn = 'arn:aws:states:eu-central-1:1:express:issuetoken-1:n:u';
    const stopped_at = '2026-11-22T10:00:02.000Z';
    expect(tracesUrl({ execution_arn, started_at, stopped_at }, 'eu-central-1')).toBe(
      'https://eu-central-1.console.aws.amazon.com/xray/home?region=eu-central-1#/traces?timeRange=2026-11-22T09:59:00~2026-11-22T10:01:02&filter=service(%22issuetoken-1%22)',
    );
  });
});
