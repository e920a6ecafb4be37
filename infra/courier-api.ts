/**
 * The REST API: routes, scopes, models, and the direct way from POST /tokens into the state machine.
 *
 * The models say only that a body is a JSON object. API Gateway's own validation answers cannot name
 * the field at fault in valid JSON (a gateway response cannot escape the validator's message), so the
 * field by field check is made where it can be answered well: in Admit request and the endpoints.
 */
import { Duration, Stack } from 'aws-cdk-lib';
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
import type { Foundation } from './foundation.ts';
import { addGatewayResponses } from './gateway-responses.ts';
import { mappingTemplate } from './mapping-template.ts';

/** Also the path under which CloudFront serves the API, so that paths are alike on both. */
export const STAGE_NAME = 'api';

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

    this.route(tokens, 'POST', SCOPES.issue, this.startsExecution(stateMachine), true);
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
      wellKnown.addResource('jwks.json').addMethod('GET', proxy(endpoints.publishKeys), {
        authorizationType: AuthorizationType.NONE,
      });
    }
    this.restApi.root.addResource('health').addMethod('GET', health(), {
      authorizationType: AuthorizationType.NONE,
      methodResponses: [{ statusCode: '200' }],
    });
  }

  private route(
    resource: IResource,
    method: string,
    scope: string,
    integration: Integration,
    hasBody = false,
  ): void {
    const options: MethodOptions = {
      authorizer: this.authorizer,
      authorizationType: AuthorizationType.COGNITO,
      authorizationScopes: [scope],
      methodResponses: [{ statusCode: '200' }],
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
    role.addToPolicy(
      new PolicyStatement({
        actions: ['states:StartSyncExecution'],
        resources: [stateMachine.stateMachineArn],
      }),
    );
    const printed = (template: string) => ({
      statusCode: '200',
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
            STATE_MACHINE_ARN: stateMachine.stateMachineArn,
          }),
        },
        integrationResponses: [
          printed('issue-token.response.vtl'),
          { ...printed('not-started.response.vtl'), selectionPattern: '[45]\\d{2}' },
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
    return new RestApi(this, 'api', {
      restApiName: Stack.of(this).stackName,
      description: 'Token Courier: issues, delivers and verifies single-use second-factor tokens',
      endpointTypes: [EndpointType.REGIONAL],
      // AWS's own host name accepts TLS 1.0: with a domain, nobody needs it, CloudFront included.
      ...(config.apiDomain && { disableExecuteApiEndpoint: true }),
      cloudWatchRole: true,
      cloudWatchRoleRemovalPolicy: defaults.removalPolicy,
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
  }
}

const proxy = (handler: Endpoints['verifyToken']): Integration =>
  new LambdaIntegration(handler, { proxy: true, allowTestInvoke: false });

const health = (): Integration =>
  new MockIntegration({
    passthroughBehavior: PassthroughBehavior.WHEN_NO_TEMPLATES,
    requestTemplates: { 'application/json': '{"statusCode": 200}' },
    integrationResponses: [
      { statusCode: '200', responseTemplates: { 'application/json': '{"status":"ok"}' } },
    ],
  });

/** Paths hold user ids and queries hold cursors, so the log names the route instead. */
const accessLogFormat = (): AccessLogFormat =>
  AccessLogFormat.custom(
    JSON.stringify({
      request_id: AccessLogField.contextRequestId(),
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
