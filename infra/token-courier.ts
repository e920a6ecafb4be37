/**
 * The whole service as one construct: place it in a stack of your own, or deploy the stacks of
 * infra/app.ts, which only wire it.
 */
import { Stack } from 'aws-cdk-lib';
import type { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import { CfnWebACLAssociation } from 'aws-cdk-lib/aws-wafv2';
import { Construct } from 'constructs';
import { variableOf } from '../handlers/contract/environment.ts';
import type { StackClient } from '../handlers/contract/vocabulary.ts';
import { CourierApi } from './api/courier-api.ts';
import { Endpoints } from './api/endpoints.ts';
import { WebAcl } from './api/firewall/web-acl.ts';
import { STAGE_NAME } from './api/rest-api.ts';
import { firewallLimitsOf } from './config/firewall.ts';
import type { Config } from './config/schema.ts';
import { type FunctionDefaults, layFoundation } from './data/foundation.ts';
import type { CourierFunction } from './functions/courier-function.ts';
import { refuseLargeEnvironments } from './functions/environment-size.ts';
import { SecretRotation } from './functions/secret-rotation.ts';
import { OperatorIdentity } from './page/operator-identity.ts';
import { OperatorPage } from './page/operator-page.ts';
import { TokenIssuing } from './workflow/issuing.ts';
import { workflowDefinition } from './workflow/workflow-definition.ts';

export interface TokenCourierProps {
  readonly config: Config;
  /** ARN of a web ACL of scope CLOUDFRONT; it lives in us-east-1. */
  readonly edgeWebAclArn: string;
}

export class TokenCourier extends Construct {
  /** Encryption, retention and removal of logs. */
  readonly defaults: FunctionDefaults;
  readonly pageUrl: string;
  readonly apiUrl: string;
  readonly userPoolId: string;
  readonly pageClientId: string;
  /** Of auth systems. */
  readonly machineClientId: string;
  /** Of what enrols people's numbers and addresses. */
  readonly enrolmentClientId: string;
  /** OAuth 2 token endpoint for both. */
  readonly tokenUrl: string;
  /** The state machine in the Step Functions console. */
  readonly stateMachineUrl: string;
  /** DNS records that the stack does not write itself. */
  readonly dnsTargets: readonly {
    readonly what: string;
    readonly domainName: string;
    readonly target: string;
  }[];
  /** Secrets whose value must never change: what they name would be forgotten. */
  readonly subjectSecret: Secret;
  readonly referenceSecret: Secret;
  /** For CloudFront's access log, which is set up in us-east-1. */
  readonly distributionArn: string;

  constructor(scope: Construct, id: string, props: TokenCourierProps) {
    super(scope, id);
    const { config } = props;
    const { region, partition, urlSuffix } = Stack.of(this);
    const foundation = layFoundation(this, config);
    this.defaults = foundation.defaults;

    const identity = new OperatorIdentity(this, 'identity', foundation);
    new SecretRotation(this, 'rotation', foundation);
    const issuing = new TokenIssuing(this, 'issuing', foundation);
    const endpoints = new Endpoints(this, 'endpoints', foundation, issuing);
    const api = new CourierApi(this, 'gateway', {
      foundation,
      userPool: identity.userPool,
      stateMachine: issuing.stateMachine,
      endpoints,
    });
    // A reference that CloudFormation resolves, so that no template contains the value.
    const edgeProof = foundation.edgeProof.secretValue.unsafeUnwrap();
    new CfnWebACLAssociation(this, 'api-firewall', {
      resourceArn: api.restApi.deploymentStage.stageArn,
      webAclArn: new WebAcl(this, 'firewall', {
        scope: 'REGIONAL',
        limits: firewallLimitsOf(config),
        edgeProof,
        keeping: foundation.defaults,
      }).arn,
    });

    const signInUrl = identity.domain.baseUrl();
    const page = new OperatorPage(this, 'page', {
      apiHost: api.host,
      domain: config.pageDomain,
      defaults: foundation.defaults,
      signInUrl,
      webAclArn: props.edgeWebAclArn,
      edgeProof,
      publishesKeys: config.receipts,
    });
    // Receipts are checked by the keys at their issuer's /.well-known/jwks.json, which the page's origin has.
    endpoints.signReceiptsAs(config.receiptIssuer ?? page.url);
    const pageClient = identity.addPageClient(page.url);
    const authSystemClient = identity.addAuthSystemClient();
    const enrolmentClient = identity.addEnrolmentClient();
    tellClients([...issuing.clientAware, ...endpoints.clientAware], {
      page: pageClient.userPoolClientId,
      'auth-system': authSystemClient.userPoolClientId,
      enrolment: enrolmentClient.userPoolClientId,
    });
    refuseLargeEnvironments(this);
    page.deploy(
      {
        brand_name: config.brandName,
        region,
        api_base: `/${STAGE_NAME}`,
        client_id: pageClient.userPoolClientId,
        issuer: `https://cognito-idp.${region}.${urlSuffix}/${identity.userPool.userPoolId}`,
        authorization_endpoint: `${signInUrl}/oauth2/authorize`,
        token_endpoint: `${signInUrl}/oauth2/token`,
        revocation_endpoint: `${signInUrl}/oauth2/revoke`,
        end_session_endpoint: `${signInUrl}/logout`,
        token_lifetime: config.tokenLifetimeSeconds,
        idle_timeout: config.idleSignOutMinutes * 60,
      },
      workflowDefinition(issuing.definition),
    );

    this.subjectSecret = foundation.subjectSecret;
    this.referenceSecret = foundation.referenceSecret;
    this.pageUrl = page.url;
    this.distributionArn = page.distributionArn;
    this.apiUrl = `https://${api.host}/${STAGE_NAME}`;
    this.dnsTargets = [
      { what: 'Page', settings: config.pageDomain, target: page.target },
      { what: 'Api', settings: config.apiDomain, target: api.domain?.target },
    ].flatMap(({ what, settings, target }) =>
      settings && target && settings.hostedZoneId === undefined
        ? [{ what, domainName: settings.domainName, target }]
        : [],
    );
    this.userPoolId = identity.userPool.userPoolId;
    this.pageClientId = pageClient.userPoolClientId;
    this.machineClientId = authSystemClient.userPoolClientId;
    this.enrolmentClientId = enrolmentClient.userPoolClientId;
    this.tokenUrl = `${signInUrl}/oauth2/token`;
    const console = partition === 'aws-cn' ? 'console.amazonaws.cn' : 'console.aws.amazon.com';
    this.stateMachineUrl = `https://${region}.${console}/states/home?region=${region}#/statemachines/view/${issuing.stateMachine.stateMachineArn}`;
  }
}

/** Set after construction: the page's client is made after the page, and the page after the API and its functions. */
function tellClients(functions: readonly CourierFunction[], ids: Record<StackClient, string>): void {
  for (const each of functions)
    each.addEnvironment(variableOf('stackClients'), Stack.of(each).toJsonString(ids));
}
