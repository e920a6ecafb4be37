/** The calls to AWS services that API Gateway makes, sent to the local AWS endpoint. */
import { GatewayError } from './gateway-error.ts';

export interface AwsCaller {
  readonly awsUrl: string;
  readonly region: string;
  /** See aws/wire/patience.ts. */
  readonly patience: number;
}

export interface AwsCall {
  readonly service: 'lambda' | 'secretsmanager' | 'states';
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  readonly timeoutMs: number;
}

export interface AwsResult {
  readonly status: number;
  readonly headers: Headers;
  readonly body: string;
}

/** @throws {GatewayError} INTEGRATION_TIMEOUT, INTEGRATION_FAILURE */
export async function callAws({ awsUrl, region, patience }: AwsCaller, call: AwsCall): Promise<AwsResult> {
  const timeout = AbortSignal.timeout(call.timeoutMs * patience);
  try {
    const response = await fetch(`${awsUrl}${call.path}`, {
      method: 'POST',
      headers: { ...call.headers, authorization: unsignedAuthorization(region, call.service) },
      body: call.body,
      signal: timeout,
    });
    return { status: response.status, headers: response.headers, body: await response.text() };
  } catch (cause) {
    if (timeout.aborted) {
      throw new GatewayError('INTEGRATION_TIMEOUT', 'Endpoint request timed out', { cause });
    }
    throw new GatewayError('INTEGRATION_FAILURE', 'Network error communicating with endpoint', { cause });
  }
}

/** Names service and region as a signed request does; the endpoint checks no signature. */
function unsignedAuthorization(region: string, service: string): string {
  const date = new Date().toISOString().slice(0, 10).replaceAll('-', '');
  const scope = `${date}/${region}/${service}/aws4_request`;
  return `AWS4-HMAC-SHA256 Credential=apigateway/${scope}, SignedHeaders=host, Signature=none`;
}
