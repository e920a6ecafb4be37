/** Log lines that AWS's services write by themselves, in the shapes that AWS documents. */
import type { Resource, Stack } from '../../local/cloudformation/load-stack.ts';

const UUID = '12345678-1234-1234-1234-123456789012';

/**
 * What Lambda adds to each invocation at the system log level INFO, the default. At WARN it adds nothing to
 * one that went well.
 * https://docs.aws.amazon.com/lambda/latest/dg/monitoring-cloudwatchlogs-log-level.html
 */
const PLATFORM_LINES = [
  {
    time: '2026-11-26T20:27:30.854Z',
    type: 'platform.start',
    record: { requestId: UUID, version: '$LATEST' },
  },
  {
    time: '2026-11-26T20:27:30.874Z',
    type: 'platform.report',
    record: {
      requestId: UUID,
      metrics: { durationMs: 12.345, billedDurationMs: 13, memorySizeMB: 1769, maxMemoryUsedMB: 110 },
      tracing: {
        spanId: '1234567890abcdef',
        type: 'X-Amzn-Trace-Id',
        value:
          'Root=1-12345678-1234567890abcdef12345678;Parent=1234567890abcdef;Sampled=1;Lineage=1:12345678:0',
      },
      status: 'success',
    },
  },
].map((event) => JSON.stringify(event));

const QUIET_LEVELS = ['WARN'];

/** What Lambda adds to an invocation of this function that goes well. */
export function platformLines(fn: Resource): readonly string[] {
  const { SystemLogLevel = 'INFO' } = (fn.properties.LoggingConfig ?? {}) as { SystemLogLevel?: string };
  return QUIET_LEVELS.includes(SystemLogLevel) ? [] : PLATFORM_LINES;
}

/**
 * Values of the access log's variables, as long as they usually are. The claims `sub` and `username` of a
 * client are absent, which API Gateway writes as a hyphen.
 */
const ACCESS_VALUES: Readonly<Record<string, string>> = {
  '$context.extendedRequestId': 'xbOqOU7Xv78MCN8=',
  '$context.requestTimeEpoch': '1795724850857',
  '$context.authorizer.claims.client_id': '1example23456789abcdefghij',
  '$context.authorizer.claims.sub': '1example23456789abcdefghij',
  '$context.authorizer.claims.username': '-',
  '$context.identity.sourceIp': '203.0.113.123',
  '$context.httpMethod': 'POST',
  '$context.responseLatency': '123',
  '$context.integrationLatency': '120',
  '$context.integration.latency': '120',
  '$context.error.responseType': '-',
  '$context.wafResponseCode': 'WAF_ALLOW',
  '$context.waf.status': '200',
};

/** The line that the stage's access log gets for a request. @throws for a variable that has no value here */
export function accessLine(
  stack: Stack,
  request: { readonly route: string; readonly status: number },
): string {
  const stage = [...stack.resources.values()].find(({ type }) => type === 'AWS::ApiGateway::Stage');
  const { Format = '' } = (stage?.properties.AccessLogSetting ?? {}) as { Format?: string };
  const values: Record<string, string> = {
    ...ACCESS_VALUES,
    '$context.resourcePath': request.route,
    '$context.status': String(request.status),
  };
  return Format.replace(/\$context(\.\w+)+/g, (variable) => {
    const value = values[variable];
    if (value === undefined) {
      throw new Error(`The access log has ${variable}, of which the meter does not know how long it is.`);
    }
    return value;
  });
}
