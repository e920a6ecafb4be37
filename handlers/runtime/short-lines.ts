/**
 * The members of a log line. CloudWatch Logs is billed by the byte, and a code has five lines, so what the log
 * group or another member says already is left out: the function's name, ARN and memory.
 *
 * Lambda's own request id is in lines about errors only, where Lambda may have written of the same invocation. So is the
 * memory in use, which may be their cause.
 * X-Ray's id is in lines of invocations that are traced.
 */
import { LogFormatter, LogItem } from '@aws-lambda-powertools/logger';
import type { LogAttributes, UnformattedAttributes } from '@aws-lambda-powertools/logger/types';

const TRACED = 'Sampled=1';

/** The memory that the environment has in use. */
export const memoryMb = (): number => Math.round(process.memoryUsage.rss() / 2 ** 20);

export class ShortLines extends LogFormatter {
  override formatAttributes(
    { logLevel, message, timestamp, serviceName, lambdaContext, xRayTraceId }: UnformattedAttributes,
    facts: LogAttributes,
  ): LogItem {
    const { coldStart, awsRequestId } = lambdaContext ?? {};
    const attributes: LogAttributes = {
      level: logLevel,
      message,
      timestamp: this.formatTimestamp(timestamp),
      service: serviceName,
      ...(coldStart ? { cold_start: true } : {}),
      ...(logLevel === 'INFO' ? {} : { function_request_id: awsRequestId, memory_mb: memoryMb() }),
      ...(process.env._X_AMZN_TRACE_ID?.includes(TRACED) ? { xray_trace_id: xRayTraceId } : {}),
    };
    return new LogItem({ attributes }).addAttributes(facts);
  }
}
