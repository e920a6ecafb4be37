/** The stack of the service in its region, and the outputs that a deployment prints. */
import { readFileSync } from 'node:fs';
import type { CfnElement, StackProps } from 'aws-cdk-lib';
import { CfnOutput, Stack } from 'aws-cdk-lib';
import type { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import type { Construct } from 'constructs';
import { boundLateRoles } from '../cdk/late-roles.ts';
import { VERSION_OUTPUT } from '../config/deployment.ts';
import type { Config } from '../config/schema.ts';
import { keepProviderLogs } from '../functions/provider-logs.ts';
import { TokenCourier } from '../token-courier.ts';
import { propsOf } from '../token-courier-props.ts';

export interface TokenCourierStackProps extends StackProps {
  readonly config: Config;
  readonly edgeWebAclArn: string;
}

export class TokenCourierStack extends Stack {
  readonly distributionArn: string;

  constructor(scope: Construct, id: string, { config, edgeWebAclArn, ...props }: TokenCourierStackProps) {
    super(scope, id, props);
    const courier = new TokenCourier(this, 'courier', { ...propsOf(config), edgeWebAclArn });
    pinLogicalId(courier.subjectSecret, 'couriersubjectsecret1D039BD1');
    pinLogicalId(courier.referenceSecret, 'courierreferencesecret339A18D2');
    this.distributionArn = courier.distribution.distributionArn;
    keepProviderLogs(this, courier.defaults);
    boundLateRoles(this);
    const outputs = {
      [VERSION_OUTPUT]: [
        productVersion(),
        'The version of Token Courier, which npm run deployment:upgrade reads',
      ],
      PageUrl: [courier.pageUrl, "The operators' page"],
      ApiUrl: [courier.apiUrl, 'The API, for auth systems'],
      TokenUrl: [courier.tokenUrl, 'Where auth systems get their access tokens'],
      UserPoolId: [courier.userPool.userPoolId, 'The user pool of operators and auth systems'],
      PageClientId: [courier.clients.page.userPoolClientId, "The page's OAuth 2 client"],
      MachineClientId: [courier.clients['auth-system'].userPoolClientId, "The auth systems' OAuth 2 client"],
      EnrolmentClientId: [
        courier.clients.enrolment.userPoolClientId,
        'The OAuth 2 client of systems that enrol contacts',
      ],
      ...(courier.twilioCredentials && {
        TwilioVerifyUrl: [`${courier.apiUrl}/twilio`, 'The base URL of Twilio Verify clients'],
        TwilioVerifySecret: [courier.twilioCredentials.secretName, 'The secret with their credentials'],
      }),
      ...(courier.dashboardUrl && {
        DashboardUrl: [courier.dashboardUrl, 'The dashboard with the alarms in the AWS console'],
      }),
      StateMachineUrl: [courier.stateMachineUrl, 'The state machine and its dashboard in the AWS console'],
    } as const;
    for (const [name, [value, description]] of Object.entries(outputs)) {
      new CfnOutput(this, name, { value, description });
    }
    for (const [name, value] of Object.entries({ ...outputsOf(courier.events), ...hookOutputsOf(courier) })) {
      new CfnOutput(this, name, value);
    }
    for (const { what, domainName, target } of courier.dnsTargets) {
      new CfnOutput(this, `${what}DnsTarget`, {
        value: target,
        description: `What the DNS record of ${domainName} must point to`,
      });
    }
  }
}

const productVersion = (): string =>
  JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')).version;

/** Where events can be had, and where the secrets of webhooks are. */
function outputsOf(events: TokenCourier['events']): Record<string, { value: string; description: string }> {
  if (events === undefined) {
    return {};
  }
  const secrets = events.webhooks.map(({ url, secret }, index) => [
    `WebhookSecret${index + 1}`,
    { value: secret.secretArn, description: `The secret of webhooks for ${new URL(url).hostname}` },
  ]);
  return {
    EventBusName: { value: events.bus.eventBusName, description: 'The event bus, for rules of your own' },
    ...Object.fromEntries(secrets),
  };
}

/** Of each hook: what the system that calls it is configured with. */
const hookOutputsOf = ({ hooks, apiUrl }: Pick<TokenCourier, 'hooks' | 'apiUrl'>) =>
  Object.fromEntries(
    hooks.flatMap(({ name, path, secret }) => {
      const id = name.replace(/(?:^|-)(\w)/g, (_, letter: string) => letter.toUpperCase());
      return [
        [`${id}HookUrl`, { value: `${apiUrl}${path}`, description: `The URL of the hook ${name}` }],
        [`${id}HookSecret`, { value: secret.secretName, description: `The secret of the hook ${name}` }],
      ];
    }),
  ) as Record<string, { value: string; description: string }>;

/**
 * Keeps the secret when the code moves: under another logical id, CloudFormation would create a new secret
 * with a new value. The ids are those of this app's own stack, so they are pinned here and not in the
 * construct.
 */
function pinLogicalId(secret: Secret, logicalId: string): void {
  (secret.node.defaultChild as CfnElement).overrideLogicalId(logicalId);
}
