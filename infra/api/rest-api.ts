/** The REST API without its routes: the stage, its throttle, and its access log. */
import { RemovalPolicy, Stack } from 'aws-cdk-lib';
import type { StageOptions } from 'aws-cdk-lib/aws-apigateway';
import {
  AccessLogField,
  AccessLogFormat,
  EndpointType,
  LogGroupLogDestination,
  MethodLoggingLevel,
  RestApi,
} from 'aws-cdk-lib/aws-apigateway';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import type { Construct } from 'constructs';
import { HOOK_ROUTES } from '../../handlers/contract/hooks.ts';
import { hooksIn } from '../../handlers/contract/settings/hooks.ts';
import type { Findings } from '../cdk/findings.ts';
import { acceptFindings, sameFor } from '../cdk/findings.ts';
import type { Foundation } from '../data/foundation.ts';

const API_FINDINGS: Findings = {
  'AwsSolutions-APIG2': 'Bodies are validated per method; the functions validate the fields.',
  ...sameFor(
    ['AwsSolutions-APIG6', 'NIST.800.53.R5-APIGWExecutionLoggingEnabled'],
    'Execution logs contain bodies, and so codes, numbers and addresses. Access is logged.',
  ),
  'Serverless-APIGWXrayEnabled':
    "The stage's segments contain each request's URL, and so user ids. Functions and the machine are traced.",
  'NIST.800.53.R5-APIGWCacheEnabledAndEncrypted':
    'Responses must not be cached: each is about one person at one moment.',
  'NIST.800.53.R5-APIGWSSLEnabled':
    'Client certificates identify the gateway to HTTP servers; functions and Step Functions check signatures.',
};

/** Also the path under which CloudFront serves the API, so that paths are the same on both hosts. */
export const STAGE_NAME = 'api';

export function createRestApi(scope: Construct, { config, defaults }: Foundation): RestApi {
  const accessLogs = new LogGroup(scope, 'access-logs', {
    encryptionKey: defaults.key,
    retention: defaults.logRetentionDays,
    removalPolicy: defaults.removalPolicy,
  });
  const api = new RestApi(scope, 'api', {
    restApiName: Stack.of(scope).stackName,
    description: 'Token Courier: issues, delivers and verifies single-use second-factor tokens',
    endpointTypes: [EndpointType.REGIONAL],
    // The execute-api host name accepts TLS 1.0. With a custom domain nothing needs it, not even CloudFront.
    ...(config.apiDomain && { disableExecuteApiEndpoint: true }),
    // Every API of the account and region logs with this one role. It must outlive the stack: deleting it
    // would stop the logs of all of them.
    cloudWatchRole: config.apiGatewayAccountRole,
    ...(config.apiGatewayAccountRole && { cloudWatchRoleRemovalPolicy: RemovalPolicy.RETAIN }),
    deployOptions: {
      stageName: STAGE_NAME,
      throttlingRateLimit: config.requestsPerSecond,
      throttlingBurstLimit: config.requestsPerSecond * 2,
      // Its segments would contain each request's URL, and paths contain user ids. Traces begin behind the
      // stage.
      // https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-understanding-xray-traces.html
      tracingEnabled: false,
      metricsEnabled: true,
      // Execution logs would contain bodies; the access log below has only what is safe to keep.
      loggingLevel: MethodLoggingLevel.OFF,
      dataTraceEnabled: false,
      methodOptions: hookThrottles(config),
      accessLogDestination: new LogGroupLogDestination(accessLogs),
      accessLogFormat: accessLogFormat(),
    },
  });
  acceptFindings(api, API_FINDINGS);
  const accountRole = api.node.tryFindChild('CloudWatchRole');
  if (accountRole) {
    acceptFindings(accountRole, {
      'AwsSolutions-IAM4[Policy::arn:<AWS::Partition>:iam::aws:policy/service-role/AmazonAPIGatewayPushToCloudWatchLogs]':
        'The role is for all APIs of the account and region; this is the policy that AWS provides for it.',
    });
  }
  return api;
}

/**
 * Anybody may call a hook, and its function runs before it knows who does. So hooks have half of the stage's rate at
 * most, each by itself, and a flood of them leaves the other half to POST /tokens.
 *
 * Settings of a method replace those of the stage, so they repeat them.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-request-throttling.html
 */
const hookThrottles = ({ hooks, requestsPerSecond }: Foundation['config']): StageOptions['methodOptions'] =>
  Object.fromEntries(
    hooksIn(hooks).map(({ entry }) => [
      `${HOOK_ROUTES[entry].path}/POST`,
      {
        throttlingRateLimit: Math.ceil(requestsPerSecond / 2),
        throttlingBurstLimit: requestsPerSecond,
        metricsEnabled: true,
        loggingLevel: MethodLoggingLevel.OFF,
        dataTraceEnabled: false,
      },
    ]),
  );

/**
 * Paths contain user ids and queries contain cursors, so the log names the route instead.
 * `$context.requestId` is left out: callers choose it with the header x-amzn-RequestId, and nothing escapes
 * it here.
 *
 * For requests from the page, `source_ip` is CloudFront's address, and access log variables cannot read
 * headers. The viewer's address is in CloudFront's own log, and in the audit log of what was revealed or
 * changed.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-variables-for-access-logging.html
 */
const accessLogFormat = (): AccessLogFormat =>
  AccessLogFormat.custom(
    JSON.stringify({
      request_id: AccessLogField.contextExtendedRequestId(),
      at: AccessLogField.contextRequestTimeEpoch(),
      client_id: AccessLogField.contextAuthorizerClaims('client_id'),
      sub: AccessLogField.contextAuthorizerClaims('sub'),
      username: AccessLogField.contextAuthorizerClaims('username'),
      source_ip: AccessLogField.contextIdentitySourceIp(),
      method: AccessLogField.contextHttpMethod(),
      route: AccessLogField.contextResourcePath(),
      status: AccessLogField.contextStatus(),
      latency_ms: AccessLogField.contextResponseLatency(),
      integration_latency_ms: AccessLogField.contextIntegrationLatency(),
      gateway_error: AccessLogField.contextErrorResponseType(),
      waf_status: AccessLogField.contextWafStatus(),
    }),
  );
