/** The construct as it is used in other stacks; examples/in-your-own-stack is one of them. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { App, Stack } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { UserPool } from 'aws-cdk-lib/aws-cognito';
import { ConfigError } from '../../infra/config/schema.ts';
import { courierMetric } from '../../infra/functions/courier-metric.ts';
import { TokenCourier } from '../../infra/token-courier.ts';
import type { TokenCourierProps } from '../../infra/token-courier-props.ts';
import { propsOf, readProps } from '../../infra/token-courier-props.ts';
import { exampleFolder } from '../support/deployments.ts';
import { resourcesOf } from '../support/synth.ts';

const stackIn = (region?: string) => new Stack(new App(), 'Mine', { ...(region && { env: { region } }) });
const read = (props: TokenCourierProps, stack = stackIn('eu-central-1')) => readProps(stack, props);

describe('its props', () => {
  it("are all optional, and the region is the stack's", () => {
    expect(read({})).toMatchObject({ brandName: 'Token Courier', region: 'eu-central-1', maxAttempts: 5 });
    expect(read({ brandName: 'Acme' })).toMatchObject({ brandName: 'Acme' });
  });

  it('may be partial structures, which keep their other defaults', () => {
    const { sendLimits, pumpingGuard } = read({
      sendLimits: { client: [] },
      pumpingGuard: { spareNumbers: 7 },
    });
    expect(sendLimits.person).toHaveLength(2);
    expect(pumpingGuard).toMatchObject({ spareNumbers: 7, trickleNumbers: 5 });
    expect(read({ pumpingGuard: false }).pumpingGuard).toBeNull();
  });

  it('can be derived from a validated configuration', () => {
    const config = read({
      defaultCountry: 'IN',
      tokenFormat: 'alphanumeric',
      receipts: true,
    });
    expect(read(propsOf(config))).toEqual(config);
  });

  it.each<[TokenCourierProps, string]>([
    [{ tokenLifetimeSeconds: 601 }, 'tokenLifetimeSeconds: must be at most 600'],
    [{ production: true }, 'budget: must say what texts may cost'],
    [
      { brandNmae: 'Acme' } as TokenCourierProps,
      'brandNmae: is not a configuration key; did you mean brandName?',
    ],
    [{ region: 'us-east-1', brandName: '' } as TokenCourierProps, 'brandName: must be 1 to 30'],
    [{ signInUrl: 'https://auth.example.com' }, 'signInUrl: applies to a userPool, and none is given'],
    [{ userPoolLimitsScopes: true }, 'userPoolLimitsScopes: applies to a userPool, and none is given'],
  ])('%j are refused, with the path of the construct', (props, message) => {
    expect(() => read(props)).toThrow(message);
    expect(() => read(props)).toThrow('props of Mine');
  });

  it('accept a sign-in URL that is an origin, and no domain prefix together with it', () => {
    const stack = stackIn('eu-central-1');
    const userPool = UserPool.fromUserPoolId(stack, 'pool', 'eu-central-1_abc123');
    const signInUrl = 'https://auth.example.com';
    expect(read({ userPool, signInUrl }, stack)).not.toHaveProperty('signInUrl');
    expect(() => read({ userPool, signInUrl: 'auth.example.com/' }, stack)).toThrow(
      'signInUrl: must be an origin',
    );
    expect(() => read({ userPool, signInUrl, signInDomainPrefix: 'acme' }, stack)).toThrow(
      'signInDomainPrefix: ',
    );
  });

  it('require a stack whose region is known and has the services', () => {
    expect(() => read({}, stackIn())).toThrow(
      'region: must be known at synth: give the stack one, such as env: { region',
    );
    expect(() => read({}, stackIn('eu-central-9'))).toThrow('region: ');
  });
});

describe('a stack', () => {
  it('can have one TokenCourier, which creates no other stack if it is given a web ACL', () => {
    const app = new App({ context: { 'aws:cdk:bundling-stacks': [] } });
    const stack = new Stack(app, 'Mine', { env: { region: 'eu-central-1' } });
    const edgeWebAclArn = 'arn:aws:wafv2:us-east-1:000000000000:global/webacl/theirs/id';
    const courier = new TokenCourier(stack, 'TokenCourier', { edgeWebAclArn });
    expect(app.node.children).toEqual([stack]);
    expect(courier.clients.enrolment.userPoolClientId).toBeDefined();
    const second = () => new TokenCourier(stack, 'Another', { edgeWebAclArn });
    expect(second).toThrow(
      new ConfigError('A stack can have only one TokenCourier, and this one already has Mine/TokenCourier.'),
    );
  });
});

describe('a metric', () => {
  it('belongs to this deployment, and by default is a sum or percentile over five minutes', () => {
    const stack = stackIn('eu-central-1');
    const issued = courierMetric(stack, 'token-courier-dev', 'TokensIssued');
    expect(issued).toMatchObject({
      namespace: 'TokenCourier',
      metricName: 'TokensIssued',
      statistic: 'Sum',
      dimensions: { service: 'token-courier-dev' },
    });
    expect(issued.period.toSeconds()).toBe(300);
    const latency = courierMetric(stack, 'token-courier', 'DeliveryLatency');
    expect(latency.statistic).toBe('p95');
    expect(courierMetric(stack, 'x', 'DeliveryLatency', { statistic: 'p50' }).statistic).toBe('p50');
  });

  it('has every dimension that CloudWatch needs to find it', () => {
    const stack = stackIn('eu-central-1');
    const metric = courierMetric(stack, 'x', 'TokensDelivered', { dimensionsMap: { channel: 'sms' } });
    expect(metric.dimensions).toEqual({ service: 'x', channel: 'sms' });
    // @ts-expect-error a channel is missing, and CloudWatch would find nothing
    courierMetric(stack, 'x', 'TokensDelivered');
    // @ts-expect-error not a channel
    courierMetric(stack, 'x', 'TokensDelivered', { dimensionsMap: { channel: 'fax' } });
  });
});

describe('the example', () => {
  const template = (stack: string) =>
    Template.fromJSON(
      JSON.parse(readFileSync(join(exampleFolder('in-your-own-stack'), `${stack}.template.json`), 'utf8')),
    );
  const main = template('SignIn');
  const [[credentials] = ['']] = resourcesOf(main, 'AWS::SecretsManager::Secret').filter(
    ([, { Properties }]) => Properties.Description.includes('client of auth systems'),
  );

  it('may read the secret with its credentials, and nothing else of the service', () => {
    const policies = resourcesOf(main, 'AWS::IAM::Policy').filter(([id]) => id.startsWith('SignIn'));
    const statements = policies.flatMap(([, { Properties }]) => Properties.PolicyDocument.Statement);
    expect(statements).toEqual([
      { Effect: 'Allow', Action: 'secretsmanager:GetSecretValue', Resource: { Ref: credentials } },
      {
        Effect: 'Allow',
        Action: 'kms:Decrypt',
        Resource: expect.anything(),
        Condition: {
          StringEquals: {
            'kms:ViaService': {
              'Fn::Join': ['', ['secretsmanager.eu-central-1.', { Ref: 'AWS::URLSuffix' }]],
            },
          },
        },
      },
    ]);
    // A key policy that names the function's role would couple the key to the function.
    for (const [, { Properties }] of resourcesOf(main, 'AWS::KMS::Key')) {
      expect(JSON.stringify(Properties)).not.toContain('SignInServiceRole');
    }
  });

  it("gets the API's URL and the client of auth systems, whose secret is in no template", () => {
    const [client] = resourcesOf(main, 'AWS::Cognito::UserPoolClient').find(([id]) =>
      id.includes('authsystem'),
    ) ?? [''];
    const text = JSON.stringify(main.toJSON().Resources[credentials].Properties.SecretString);
    for (const member of ['api_url', 'token_url', 'client_id', 'client_secret']) {
      expect(text).toContain(member);
    }
    expect(text).toContain(JSON.stringify({ Ref: client }));
    expect(text).toContain(JSON.stringify({ 'Fn::GetAtt': [client, 'ClientSecret'] }));
  });

  it('has its firewall and access log in separate stacks in us-east-1', () => {
    const [edge, logs] = ['edge', 'edge-logs'].map((kind) => template(stackNamed(kind)));
    edge?.hasResourceProperties('AWS::WAFv2::WebACL', { Scope: 'CLOUDFRONT' });
    logs?.resourceCountIs('AWS::Logs::Delivery', 1);
    main.hasResourceProperties('AWS::CloudFront::Distribution', {
      DistributionConfig: { WebACLId: Match.anyValue() },
    });
  });

  it('has an alarm on a metric of the service', () => {
    main.hasResourceProperties('AWS::CloudWatch::Alarm', {
      Namespace: 'TokenCourier',
      MetricName: 'RequestsRefused',
      Dimensions: [
        { Name: 'reason', Value: 'budget_exhausted' },
        { Name: 'service', Value: 'token-courier' },
      ],
    });
  });
});

/** Finds a stack by the end of its name, because names begin with the path of the construct. */
function stackNamed(kind: string): string {
  const manifest = JSON.parse(
    readFileSync(join(exampleFolder('in-your-own-stack'), 'manifest.json'), 'utf8'),
  );
  const { artifacts } = manifest as { artifacts: Record<string, { type: string; environment?: string }> };
  const [name] = Object.entries(artifacts).find(
    ([id, { type, environment }]) =>
      type === 'aws:cloudformation:stack' &&
      id.endsWith(`-${kind}-eu-central-1`) &&
      environment?.endsWith('/us-east-1'),
  ) ?? [''];
  return name;
}
