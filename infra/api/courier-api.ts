/**
 * The REST API that the table of routes describes: its scopes and models, and the direct integration of
 * POST /tokens with the state machine.
 *
 * The models only require a JSON object. API Gateway cannot name the invalid field in valid JSON, because a
 * gateway response cannot escape the validator's message. Admit request and the endpoints therefore check the
 * fields.
 */
import { Duration, Stack } from 'aws-cdk-lib';
import type {
  Integration,
  IResource,
  MethodResponse,
  Model,
  RequestValidator,
  RestApi,
} from 'aws-cdk-lib/aws-apigateway';
import {
  AuthorizationType,
  AwsIntegration,
  CognitoUserPoolsAuthorizer,
  JsonSchemaType,
  JsonSchemaVersion,
  LambdaIntegration,
  MockIntegration,
  PassthroughBehavior,
} from 'aws-cdk-lib/aws-apigateway';
import type { IUserPool } from 'aws-cdk-lib/aws-cognito';
import { Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import type { IStateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import { Construct } from 'constructs';
import type { Route } from '../../handlers/contract/route.ts';
import { GATEWAY, STATE_MACHINE } from '../../handlers/contract/route.ts';
import type { EndpointName } from '../../handlers/contract/routes.ts';
import { ROUTES } from '../../handlers/contract/routes.ts';
import { acceptFindings, ROLE_FINDINGS, sameFor } from '../cdk/findings.ts';
import type { Foundation } from '../data/foundation.ts';
import { allowStart } from '../functions/permissions.ts';
import { ApiDomain } from './domain.ts';
import type { Endpoints } from './endpoints.ts';
import { addGatewayResponses } from './gateway-responses.ts';
import { mappingTemplate } from './mapping-template.ts';
import { REQUEST_ID } from './problem-templates.ts';
import { createRestApi, STAGE_NAME } from './rest-api.ts';

const OPEN_METHOD = ['AwsSolutions-APIG4', 'AwsSolutions-COG4'];

/**
 * Status codes of the two integration responses of POST /tokens. API Gateway keys integration responses by
 * status code, so a second one with the same code would replace the first. The templates override the status
 * that the caller gets; an overridden status needs no method response.
 * https://docs.aws.amazon.com/apigateway/latest/api/API_PutIntegrationResponse.html
 */
const STARTED = '200';
const NOT_STARTED = '503';

/** Responses must not be cached (OWASP ASVS 5.0, 14.3.2). */
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
  /** The host name that callers use. */
  readonly host: string;
  readonly domain: ApiDomain | undefined;
  private readonly authorizer: CognitoUserPoolsAuthorizer;
  private readonly bodyValidator: RequestValidator;
  private readonly jsonObject: Model;

  constructor(scope: Construct, id: string, props: CourierApiProps) {
    super(scope, id);
    this.restApi = createRestApi(this, props.foundation);
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
    // CDK adds an output with the execute-api host name, which is disabled when the API has its own domain.
    if (apiDomain) {
      this.restApi.node.tryRemoveChild('Endpoint');
    }
    const { region, urlSuffix } = Stack.of(this);
    this.host = apiDomain?.domainName ?? `${this.restApi.restApiId}.execute-api.${region}.${urlSuffix}`;
  }

  private addRoutes(props: CourierApiProps): void {
    for (const route of Object.values<Route>(ROUTES)) {
      const integration = this.integrationOf(route, props);
      // Without receipts there is no function that publishes keys, without activity none that searches it.
      if (integration === undefined) {
        continue;
      }
      const resource = this.restApi.root.resourceForPath(route.path);
      if (route.scope === undefined) {
        addOpenRoute(resource, route, integration);
      } else {
        this.addRoute(resource, route, integration);
      }
    }
  }

  private integrationOf({ answeredBy }: Route, props: CourierApiProps): Integration | undefined {
    if (answeredBy === GATEWAY) {
      return health();
    }
    if (answeredBy === STATE_MACHINE) {
      return this.startsExecution(props.stateMachine);
    }
    const endpoint = props.endpoints.functions[answeredBy as EndpointName];
    return endpoint && proxy(endpoint);
  }

  private addRoute(resource: IResource, route: Route, integration: Integration): void {
    const statusCodes = route.answeredBy === STATE_MACHINE ? [STARTED, NOT_STARTED] : ['200'];
    resource.addMethod(route.method, integration, {
      authorizer: this.authorizer,
      authorizationType: AuthorizationType.COGNITO,
      ...(route.scope && { authorizationScopes: [route.scope] }),
      methodResponses: declared(...statusCodes),
      ...(route.body && {
        requestModels: { 'application/json': this.jsonObject },
        requestValidator: this.bodyValidator,
      }),
    });
  }

  private startsExecution(stateMachine: IStateMachine): Integration {
    const role = new Role(this, 'start-execution-role', {
      assumedBy: new ServicePrincipal('apigateway.amazonaws.com'),
    });
    acceptFindings(role, ROLE_FINDINGS);
    allowStart(role, stateMachine);
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
}

/** Adds a public route, and HEAD for monitors: API Gateway does not serve HEAD from the GET method. */
function addOpenRoute(
  resource: IResource,
  { method, openBecause = '' }: Route,
  integration: Integration,
): void {
  for (const each of [method, 'HEAD']) {
    const open = resource.addMethod(each, integration, {
      authorizationType: AuthorizationType.NONE,
      methodResponses: declared('200'),
    });
    acceptFindings(open, sameFor(OPEN_METHOD, openBecause));
  }
}

/**
 * Method responses. An integration response needs its status code and each header that it maps to be
 * declared.
 */
const declared = (...statusCodes: readonly string[]): MethodResponse[] =>
  statusCodes.map((statusCode) => ({ statusCode, responseParameters: { [CACHE_CONTROL]: true } }));

const proxy = (handler: IFunction): Integration =>
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
