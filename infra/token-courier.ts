/**
 * The whole service as one construct. Place it in a stack of your own, or deploy infra/app.ts, whose stacks
 * only wire it.
 */
import { Stack } from 'aws-cdk-lib';
import type { RestApi } from 'aws-cdk-lib/aws-apigateway';
import type { Distribution } from 'aws-cdk-lib/aws-cloudfront';
import type { Metric } from 'aws-cdk-lib/aws-cloudwatch';
import type { IUserPool, UserPoolClient } from 'aws-cdk-lib/aws-cognito';
import type { Grant, IGrantable } from 'aws-cdk-lib/aws-iam';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import type { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import type { StateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import { CfnWebACLAssociation } from 'aws-cdk-lib/aws-wafv2';
import { Construct } from 'constructs';
import { variableOf } from '../handlers/contract/environment.ts';
import type { EmailSenderKind } from '../handlers/contract/settings/emails.ts';
import type { StackClient } from '../handlers/contract/vocabulary.ts';
import { CourierAlarms } from './alarms/alarms.ts';
import { CourierDashboard } from './alarms/dashboard.ts';
import { graphsOf } from './alarms/graphs.ts';
import { subjectsOf } from './alarms/subjects.ts';
import { CourierApi } from './api/courier-api.ts';
import { Endpoints } from './api/endpoints.ts';
import { WebAcl } from './api/firewall/web-acl.ts';
import type { DeployedHook } from './api/hooks.ts';
import { Hooks } from './api/hooks.ts';
import { STAGE_NAME } from './api/rest-api.ts';
import { TwilioVerify } from './api/twilio-verify.ts';
import { machineUrl } from './cdk/console-url.ts';
import { firewallLimitsOf } from './config/firewall.ts';
import { hasHooks } from './config/integrations.ts';
import { ConfigError } from './config/schema.ts';
import type { FunctionDefaults } from './data/foundation.ts';
import { layFoundation } from './data/foundation.ts';
import type { TokenTables } from './data/tables.ts';
import { CourierEvents } from './events/courier-events.ts';
import { CourierFunction } from './functions/courier-function.ts';
import type { MetricArguments, MetricName } from './functions/courier-metric.ts';
import { courierMetric } from './functions/courier-metric.ts';
import { EmailFeedback } from './functions/email-feedback.ts';
import { refuseLargeEnvironments } from './functions/environment-size.ts';
import { SecretRotation } from './functions/secret-rotation.ts';
import { Canary } from './page/canary.ts';
import type { DnsTarget } from './page/dns-targets.ts';
import { dnsTargets } from './page/dns-targets.ts';
import { createIssuerCredentials, grantCredentials } from './page/issuer-credentials.ts';
import { OperatorIdentity } from './page/operator-identity.ts';
import { OperatorPage } from './page/operator-page.ts';
import { pageConfig } from './page/page-config.ts';
import { edgeOf } from './stacks/edge-of.ts';
import type { TokenCourierProps } from './token-courier-props.ts';
import { readProps } from './token-courier-props.ts';
import { TokenIssuing } from './workflow/issuing.ts';
import { workflowDefinition } from './workflow/workflow-definition.ts';

export type { TokenCourierProps } from './token-courier-props.ts';

export class TokenCourier extends Construct {
  readonly api: RestApi;
  /** Issues tokens. A caller that may start it can claim to be any client; see `grantIssue`. */
  readonly stateMachine: StateMachine;
  readonly tables: TokenTables;
  /** The bus, and the queues of what could not be put or sent; undefined where `events` is off. */
  readonly events: CourierEvents | undefined;
  /** The user pool of operators and clients. */
  readonly userPool: IUserPool;
  readonly clients: Readonly<Record<Exclude<StackClient, 'canary'>, UserPoolClient>>;
  /**
   * Pre token generation trigger, event version 2: limits operators' access tokens to their groups' scopes.
   */
  readonly grantScopes: IFunction;
  readonly distribution: Distribution;
  readonly pageUrl: string;
  readonly apiUrl: string;
  /** OAuth 2 token endpoint of the confidential clients. */
  readonly tokenUrl: string;
  /** The state machine in the Step Functions console. */
  readonly stateMachineUrl: string;
  /** The alarms, the composite one to page for, and the topic of `alarmEmail`; undefined where `alarms` is off. */
  readonly alarms: CourierAlarms | undefined;
  /** The dashboard in the CloudWatch console; undefined where `alarms` is off. */
  readonly dashboardUrl: string | undefined;
  /** DNS records that the stack does not write itself. */
  readonly dnsTargets: readonly DnsTarget[];
  /** Two secrets whose value must never change: the service would no longer recognise what they name. */
  readonly subjectSecret: Secret;
  readonly referenceSecret: Secret;
  /** What a Twilio Verify client is configured with; undefined where `twilioVerify` is off. */
  readonly twilioCredentials: Secret | undefined;
  /** Where other auth systems call, and the secrets that they have a copy of. */
  readonly hooks: readonly DeployedHook[];
  /** Undefined where `canary` is off. */
  readonly canary: Canary | undefined;
  /** Who sends emails. */
  readonly emailSender: EmailSenderKind;
  /** Encryption, retention and removal of logs. */
  readonly defaults: FunctionDefaults;
  private credentials: Secret | undefined;

  /** @throws ConfigError naming every wrong prop and the rule that it breaks */
  constructor(scope: Construct, id: string, props: TokenCourierProps = {}) {
    super(scope, id);
    refuseSecond(this);
    const config = readProps(this, props);
    const foundation = layFoundation(this, config);
    this.defaults = foundation.defaults;
    this.emailSender = config.emailSender.kind;

    const identity = new OperatorIdentity(this, 'identity', foundation, props);
    new SecretRotation(this, 'rotation', foundation);
    if (config.emailSender.kind === 'ses') {
      new EmailFeedback(this, 'email-feedback', foundation);
    }
    const issuing = new TokenIssuing(this, 'issuing', foundation);
    const endpoints = new Endpoints(this, 'endpoints', foundation, issuing);
    const events = config.events
      ? new CourierEvents(
          this,
          'events',
          foundation,
          functionsOf(this).filter(({ tellsEvents }) => tellsEvents),
        )
      : undefined;
    const api = new CourierApi(this, 'gateway', {
      foundation,
      userPool: identity.userPool,
      stateMachine: issuing.stateMachine,
      endpoints,
    });
    if (foundation.twilio) {
      new TwilioVerify(this, 'twilio-verify', { api: api.restApi, foundation, issuing });
    }
    const hooks = hasHooks(config)
      ? new Hooks(this, 'hooks', { api: api.restApi, foundation, issuing })
      : undefined;
    // A dynamic reference that CloudFormation resolves, so no template contains the value.
    const edgeProof = foundation.edgeProof.secretValue.unsafeUnwrap();
    const firewall = new WebAcl(this, 'firewall', {
      scope: 'REGIONAL',
      limits: firewallLimitsOf(config),
      hooks: config.hooks,
      edgeProof,
      keeping: foundation.defaults,
    });
    new CfnWebACLAssociation(this, 'api-firewall', {
      resourceArn: api.restApi.deploymentStage.stageArn,
      webAclArn: firewall.arn,
    });

    const edge = edgeOf(this, config, props.edgeWebAclArn);
    const page = new OperatorPage(this, 'page', {
      apiHost: api.host,
      domain: config.pageDomain,
      defaults: foundation.defaults,
      signInUrl: identity.signInUrl,
      webAclArn: edge.webAclArn,
      edgeProof,
      publishesKeys: config.receipts,
      apiReference: config.apiReference,
    });
    edge.logRequestsOf(page.distribution);
    // Receipts are verified with the keys at their issuer's /.well-known/jwks.json, which the page's origin
    // serves.
    endpoints.signReceiptsAs(config.receiptIssuer ?? page.url);
    this.clients = {
      page: identity.addPageClient(page.url),
      'auth-system': identity.addSystemClient('auth-system'),
      enrolment: identity.addSystemClient('enrolment'),
    };
    this.apiUrl = `https://${api.host}/${STAGE_NAME}`;
    this.tokenUrl = identity.tokenUrl;
    this.canary = config.canary
      ? new Canary(this, 'canary', {
          foundation,
          everyMinutes: config.canary.everyMinutes,
          client: identity.addCanaryClient(),
          apiUrl: this.apiUrl,
          tokenUrl: this.tokenUrl,
        })
      : undefined;
    tellClients([...issuing.clientAware, ...endpoints.clientAware], {
      ...this.clients,
      ...(this.canary && { canary: this.canary.client }),
    });
    refuseLargeEnvironments(this);
    page.deploy(pageConfig(config, identity, this.clients.page), workflowDefinition(issuing.definition));

    const dimensionsOf = subjectsOf(this, {
      restApi: api.restApi,
      stateMachine: issuing.stateMachine,
      tables: foundation.tables,
      firewall: firewall.metricName,
      events,
      hooks,
    });
    this.alarms =
      config.alarms === 'off' ? undefined : new CourierAlarms(this, 'alarms', foundation, dimensionsOf);
    this.dashboardUrl =
      this.alarms &&
      new CourierDashboard(
        this,
        'operation',
        this.alarms,
        graphsOf(foundation.defaults.service, dimensionsOf, config),
      ).url;

    this.api = api.restApi;
    this.stateMachine = issuing.stateMachine;
    this.tables = foundation.tables;
    this.events = events;
    this.userPool = identity.userPool;
    this.grantScopes = identity.grantScopes;
    this.subjectSecret = foundation.subjectSecret;
    this.referenceSecret = foundation.referenceSecret;
    this.twilioCredentials = foundation.twilio?.secret;
    this.hooks = hooks?.all ?? [];
    this.pageUrl = page.url;
    this.distribution = page.distribution;
    this.dnsTargets = dnsTargets(config, page, api.domain);
    this.stateMachineUrl = machineUrl(issuing.stateMachine);
  }

  /**
   * A secret with the credentials of the client `auth-system`: JSON with `api_url`, `token_url`, `client_id`
   * and `client_secret`. It is created when it is first used.
   */
  get issuerCredentials(): Secret {
    this.credentials ??= createIssuerCredentials(this, {
      apiUrl: this.apiUrl,
      tokenUrl: this.tokenUrl,
      client: this.clients['auth-system'],
      whose: 'auth systems',
      defaults: this.defaults,
    });
    return this.credentials;
  }

  /**
   * Lets a function or role of this account issue codes: it may read `issuerCredentials` and get access
   * tokens with them. As that client it may also verify and revoke the codes that it issued, and nothing
   * else.
   */
  grantIssue(grantee: IGrantable): Grant {
    return grantCredentials(this.issuerCredentials, grantee);
  }

  /**
   * One of the service's metrics: by default the sum over five minutes, or the 95th percentile for
   * `DeliveryLatency` and `CanaryLatency`. If the metric has dimensions, `dimensionsMap` is required, because
   * CloudWatch keeps no sum over them.
   */
  metric<Name extends MetricName>(metricName: Name, ...options: MetricArguments<Name>): Metric {
    return courierMetric(this, this.defaults.service, metricName, ...options);
  }
}

/** Two in one stack would clash: topics, log groups and the API are named after the stack. */
function refuseSecond(courier: TokenCourier): void {
  const others = Stack.of(courier)
    .node.findAll()
    .filter((each) => each instanceof TokenCourier && each !== courier);
  if (others.length === 0) {
    return;
  }
  throw new ConfigError(
    `A stack can have only one TokenCourier, and this one already has ${others[0]?.node.path}.`,
  );
}

const functionsOf = (courier: TokenCourier): CourierFunction[] =>
  courier.node.findAll().filter((each) => each instanceof CourierFunction);

/**
 * Tells functions the ids of the stack's clients. Called after construction: the page's client is created
 * after the page, and the page after the API and its functions.
 */
function tellClients(
  functions: readonly CourierFunction[],
  clients: Readonly<Partial<Record<StackClient, UserPoolClient>>>,
): void {
  const ids = Object.fromEntries(
    Object.entries(clients).map(([name, { userPoolClientId }]) => [name, userPoolClientId]),
  );
  for (const each of functions) {
    each.addEnvironment(variableOf('stackClients'), Stack.of(each).toJsonString(ids));
  }
}
