/**
 * The REST API: routes, scopes, models, and the direct way from POST /tokens into the state machine.
 *
 * The models say only that a body is a JSON object. API Gateway's own validation answers cannot name
 * the field at fault in valid JSON (a gateway response cannot escape the validator's message), so the
 * field by field check is made where it can be answered well: in Admit request and the endpoints.
 */
import { Duration, RemovalPolicy, Stack } from 'aws-cdk-lib';
import {
  AccessLogField,
  AccessLogFormat,
  AuthorizationType,
  AwsIntegration,
  CognitoUserPoolsAuthorizer,
  EndpointType,
  type Integration,
  type IResource,
  JsonSchemaType,
  JsonSchemaVersion,
  LambdaIntegration,
  LogGroupLogDestination,
  MethodLoggingLevel,
  type MethodOptions,
  type MethodResponse,
  MockIntegration,
  type Model,
  PassthroughBehavior,
  type RequestValidator,
  RestApi,
} from 'aws-cdk-lib/aws-apigateway';
import type { IUserPool } from 'aws-cdk-lib/aws-cognito';
import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import type { IStateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import { Construct } from 'constructs';
import { SCOPES } from '../handlers/contract/vocabulary.ts';
import { ApiDomain } from './api-domain.ts';
import type { Endpoints } from './endpoints.ts';
import { acceptFindings, type Findings, ROLE_FINDINGS, sameFor } from './findings.ts';
import type { Foundation } from './foundation.ts';
import { addGatewayResponses } from './gateway-responses.ts';
import { mappingTemplate } from './mapping-template.ts';
import { REQUEST_ID } from './problem-templates.ts';

const OPEN_METHOD = ['AwsSolutions-APIG4', 'AwsSolutions-COG4'];

const API_FINDINGS: Findings = {
  'AwsSolutions-APIG2': 'Bodies are validated by method, where there are any; fields are by the functions.',
  ...sameFor(
    ['AwsSolutions-APIG6', 'NIST.800.53.R5-APIGWExecutionLoggingEnabled'],
    'Execution logs hold bodies, and so codes, numbers and addresses. Access is logged.',
  ),
  'NIST.800.53.R5-APIGWCacheEnabledAndEncrypted': 'No answer may be kept: each is about one person, now.',
  'NIST.800.53.R5-APIGWSSLEnabled':
    'Client certificates identify the gateway to HTTP servers; functions and Step Functions check signatures.',
};

/** Also the path under which CloudFront serves the API, so that paths are alike on both. */
export const STAGE_NAME = 'api';

/**
 * Status codes of the two integration responses of POST /tokens. API Gateway keys integration responses by
 * status code, so of two with one code the later would replace the other. What is answered in the end is
 * set by the templates, which need no method response for it.
 * https://docs.aws.amazon.com/apigateway/latest/api/API_PutIntegrationResponse.html
 */
const STARTED = '200';
const NOT_STARTED = '503';

/** Nothing that API Gateway answers for an integration may be kept (OWASP ASVS 5.0, 14.3.2). */
const CACHE_CONTROL = 'method.response.header.Cache-Control';
const NOT_STORED = { [CACHE_CONTROL]: "'no-store'" };

export interface CourierApiProps {
  readonly foundation: Foundation;
  readonly userPool: IUserPool;
  readonly stateMachine: IStateMachine;
  readonly endpoints: Endpoints;
}

export class CourierApi extends Construct {
  readonly restApi: RestApi;
  /** The host that everybody calls it by. */
  readonly host: string;
  readonly domain: ApiDomain | undefined;
  private readonly authorizer: CognitoUserPoolsAuthorizer;
  private readonly bodyValidator: RequestValidator;
  private readonly jsonObject: Model;

  constructor(scope: Construct, id: string, props: CourierApiProps) {
    super(scope, id);
    this.restApi = this.createApi(props.foundation);
    addGatewayResponses(this.restApi);
    acceptFindings(this.restApi, API_FINDINGS);
    this.authorizer = new CognitoUserPoolsAuthorizer(this, 'access-token', {
      cognitoUserPools: [props.userPool],
      resultsCacheTtl: Duration.minutes(5),
    });
    this.bodyValidator = this.restApi.addRequestValidator('body', {
      requestValidatorName: 'body',
      validateRequestBody: true,
    });
    this.jsonObject = this.restApi.addModel('json-object', {
      modelName: 'JsonObject',
      contentType: 'application/json',
      schema: { schema: JsonSchemaVersion.DRAFT4, title: 'JsonObject', type: JsonSchemaType.OBJECT },
    });
    this.addRoutes(props);
    const { apiDomain } = props.foundation.config;
    this.domain =
      apiDomain &&
      new ApiDomain(this, 'domain', { api: this.restApi, basePath: STAGE_NAME, settings: apiDomain });
    // CDK's own output would name the host that is switched off.
    if (apiDomain) this.restApi.node.tryRemoveChild('Endpoint');
    const { region, urlSuffix } = Stack.of(this);
    this.host = apiDomain?.domainName ?? `${this.restApi.restApiId}.execute-api.${region}.${urlSuffix}`;
  }

  private addRoutes({ stateMachine, endpoints }: CourierApiProps): void {
    const tokens = this.restApi.root.addResource('tokens');
    const userTokens = tokens.addResource('{user_id}');
    const limits = this.restApi.root.addResource('limits');
    const contact = this.restApi.root.addResource('contacts').addResource('{user_id}');

    this.route(tokens, 'POST', SCOPES.issue, this.startsExecution(stateMachine), true, [
      STARTED,
      NOT_STARTED,
    ]);
    this.route(tokens, 'GET', SCOPES.read, proxy(endpoints.retrieveTokens));
    this.route(tokens.addResource('verify'), 'POST', SCOPES.verify, proxy(endpoints.verifyToken), true);
    this.route(userTokens, 'DELETE', SCOPES.revoke, proxy(endpoints.revokeToken));
    const executions = userTokens.addResource('executions');
    this.route(executions, 'GET', SCOPES.read, proxy(endpoints.readExecutions));
    this.route(contact, 'PUT', SCOPES.writeContacts, proxy(endpoints.putContact), true);
    this.route(contact, 'GET', SCOPES.readContacts, proxy(endpoints.getContact));
    this.route(contact, 'DELETE', SCOPES.writeContacts, proxy(endpoints.deleteContact));
    this.route(limits, 'GET', SCOPES.readLimits, proxy(endpoints.readLimits));
    this.route(limits.addResource('{user_id}'), 'DELETE', SCOPES.writeLimits, proxy(endpoints.unlockPerson));
    const metrics = this.restApi.root.addResource('metrics');
    this.route(metrics, 'GET', SCOPES.read, proxy(endpoints.readMetrics));
    const optOuts = this.restApi.root.addResource('opt-outs');
    this.route(optOuts, 'PUT', SCOPES.writeLimits, proxy(endpoints.putOptOut), true);
    if (endpoints.publishKeys) {
      const wellKnown = this.restApi.root.addResource('.well-known');
      this.openRoute(
        wellKnown.addResource('jwks.json'),
        proxy(endpoints.publishKeys),
        'Keys that receipts are checked by are public.',
      );
    }
    this.openRoute(
      this.restApi.root.addResource('health'),
      health(),
      'Says that the API is up, and nothing else.',
    );
  }

  /** What anybody may read, monitors with HEAD too: API Gateway has no HEAD of its own where there is a GET. */
  private openRoute(resource: IResource, integration: Integration, reason: string): void {
    for (const method of ['GET', 'HEAD']) {
      const open = resource.addMethod(method, integration, {
        authorizationType: AuthorizationType.NONE,
        methodResponses: declared('200'),
      });
      acceptFindings(open, sameFor(OPEN_METHOD, reason));
    }
  }

  private route(
    resource: IResource,
    method: string,
    scope: string,
    integration: Integration,
    hasBody = false,
    statusCodes = ['200'],
  ): void {
    const options: MethodOptions = {
      authorizer: this.authorizer,
      authorizationType: AuthorizationType.COGNITO,
      authorizationScopes: [scope],
      methodResponses: declared(...statusCodes),
      ...(hasBody && {
        requestModels: { 'application/json': this.jsonObject },
        requestValidator: this.bodyValidator,
      }),
    };
    resource.addMethod(method, integration, options);
  }

  private startsExecution(stateMachine: IStateMachine): Integration {
    const role = new Role(this, 'start-execution-role', {
      assumedBy: new ServicePrincipal('apigateway.amazonaws.com'),
    });
    acceptFindings(role, ROLE_FINDINGS);
    role.addToPolicy(
      new PolicyStatement({
        actions: ['states:StartSyncExecution'],
        resources: [stateMachine.stateMachineArn],
      }),
    );
    const printed = (statusCode: string, template: string) => ({
      statusCode,
      responseParameters: NOT_STORED,
      responseTemplates: { 'application/json': mappingTemplate(template) },
    });
    return new AwsIntegration({
      service: 'states',
      action: 'StartSyncExecution',
      integrationHttpMethod: 'POST',
      options: {
        credentialsRole: role,
        passthroughBehavior: PassthroughBehavior.NEVER,
        requestTemplates: {
          'application/json': mappingTemplate('issue-token.request.vtl', {
            REQUEST_ID,
            STATE_MACHINE_ARN: stateMachine.stateMachineArn,
          }),
        },
        integrationResponses: [
          printed(STARTED, 'issue-token.response.vtl'),
          { ...printed(NOT_STARTED, 'not-started.response.vtl'), selectionPattern: '[45]\\d{2}' },
        ],
      },
    });
  }

  private createApi({ config, defaults }: Foundation): RestApi {
    const accessLogs = new LogGroup(this, 'access-logs', {
      encryptionKey: defaults.key,
      retention: defaults.logRetentionDays,
      removalPolicy: defaults.removalPolicy,
    });
    const api = new RestApi(this, 'api', {
      restApiName: Stack.of(this).stackName,
      description: 'Token Courier: issues, delivers and verifies single-use second-factor tokens',
      endpointTypes: [EndpointType.REGIONAL],
      // AWS's own host name accepts TLS 1.0: with a domain, nobody needs it, CloudFront included.
      ...(config.apiDomain && { disableExecuteApiEndpoint: true }),
      // One role for all APIs of the account and region, so it outlives the stack that named it: an account
      // whose role is gone can log no API. The others only lose a role that is named no longer.
      cloudWatchRole: config.apiGatewayAccountRole,
      ...(config.apiGatewayAccountRole && { cloudWatchRoleRemovalPolicy: RemovalPolicy.RETAIN }),
      deployOptions: {
        stageName: STAGE_NAME,
        throttlingRateLimit: config.requestsPerSecond,
        throttlingBurstLimit: config.requestsPerSecond * 2,
        tracingEnabled: true,
        metricsEnabled: true,
        // Execution logs would hold bodies; the access log below holds what is fit to keep.
        loggingLevel: MethodLoggingLevel.OFF,
        dataTraceEnabled: false,
        accessLogDestination: new LogGroupLogDestination(accessLogs),
        accessLogFormat: accessLogFormat(),
      },
    });
    const accountRole = api.node.tryFindChild('CloudWatchRole');
    if (accountRole) {
      acceptFindings(accountRole, {
        'AwsSolutions-IAM4[Policy::arn:<AWS::Partition>:iam::aws:policy/service-role/AmazonAPIGatewayPushToCloudWatchLogs]':
          'The role is for all APIs of the account and region; this is the policy that AWS makes for it.',
      });
    }
    return api;
  }
}

/** Method responses; every status code of an integration response needs one, and every header that it maps. */
const declared = (...statusCodes: readonly string[]): MethodResponse[] =>
  statusCodes.map((statusCode) => ({ statusCode, responseParameters: { [CACHE_CONTROL]: true } }));

const proxy = (handler: Endpoints['verifyToken']): Integration =>
  new LambdaIntegration(handler, { proxy: true, allowTestInvoke: false });

const health = (): Integration =>
  new MockIntegration({
    passthroughBehavior: PassthroughBehavior.WHEN_NO_TEMPLATES,
    requestTemplates: { 'application/json': '{"statusCode": 200}' },
    integrationResponses: [
      {
        statusCode: '200',
        responseParameters: NOT_STORED,
        responseTemplates: { 'application/json': '{"status":"ok"}' },
      },
    ],
  });

/**
 * Paths hold user ids and queries hold cursors, so the log names the route instead. `request_id` is the one in
 * answers and in the functions' logs; `caller_request_id` is what the caller sent as x-amzn-RequestId, if it did.
 */
const accessLogFormat = (): AccessLogFormat =>
  AccessLogFormat.custom(
    JSON.stringify({
      request_id: AccessLogField.contextExtendedRequestId(),
      caller_request_id: AccessLogField.contextRequestId(),
      at: AccessLogField.contextRequestTimeEpoch(),
      client_id: AccessLogField.contextAuthorizerClaims('client_id'),
      source_ip: AccessLogField.contextIdentitySourceIp(),
      method: AccessLogField.contextHttpMethod(),
      route: AccessLogField.contextResourcePath(),
      status: AccessLogField.contextStatus(),
      latency_ms: AccessLogField.contextResponseLatency(),
      integration_latency_ms: AccessLogField.contextIntegrationLatency(),
      gateway_error: AccessLogField.contextErrorResponseType(),
      waf_status: AccessLogField.contextWafStatus(),
      trace_id: AccessLogField.contextXrayTraceId(),
    }),
  );
