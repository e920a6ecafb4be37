import { readdirSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { App, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { Key } from 'aws-cdk-lib/aws-kms';
import { RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import { Queue } from 'aws-cdk-lib/aws-sqs';
import type { FunctionRow } from '../../../handlers/contract/function.ts';
import { FUNCTIONS } from '../../../handlers/contract/functions.ts';
import { ConfigError } from '../../../infra/config/schema.ts';
import { CourierFunction } from '../../../infra/functions/courier-function.ts';
import { refuseLargeEnvironments } from '../../../infra/functions/environment-size.ts';
import { ownFunctions, synthesised } from '../../support/synth.ts';

/** A function with this environment, alone in a stack and without its code. */
function functionWith(
  environment: (stack: Stack) => Record<string, string>,
  bundled: Record<string, string> = {},
): CourierFunction {
  const stack = new Stack(new App({ context: { 'aws:cdk:bundling-stacks': [] } }), 'stack');
  return new CourierFunction(stack, 'admit-request', {
    folder: 'steps',
    description: 'A test',
    service: 'test',
    timeoutSeconds: 2,
    key: new Key(stack, 'key'),
    logRetentionDays: RetentionDays.ONE_DAY,
    removalPolicy: RemovalPolicy.DESTROY,
    variables: { inEnvironment: environment(stack), bundled },
  });
}
/** Settings whose length the owner decides. */
const LONG = [
  ...[
    'BUDGET',
    'CLIENT_GROUPS',
    'CONFIRMATION_LIMITS',
    'CONTEXT_IN_MESSAGE',
    'DESTINATION_POLICY',
    'GUESS_LIMITS',
  ],
  ...['LIMIT_KEYS', 'PUMPING_GUARD', 'SEND_LIMITS', 'SHORTEST_LENGTHS', 'SMS_PRICES', 'TEST_DESTINATIONS'],
];
const refusing = (fn: CourierFunction) => () => refuseLargeEnvironments(Stack.of(fn));

describe("a function's environment", () => {
  it('stays small when every setting has its maximum length', () => {
    const sizes = ownFunctions(synthesised('largest').main).map(([, { Properties }]) =>
      Buffer.byteLength(JSON.stringify(Properties.Environment.Variables)),
    );
    const entries = Object.keys(FUNCTIONS).flatMap((folder) => readdirSync(`handlers/${folder}`));
    const rows = Object.values(FUNCTIONS).flatMap((folder) => Object.values<FunctionRow>(folder));
    const ofConstructsBesideIt = rows.filter(({ options }) => options !== undefined);
    // All but those, and publish-keys, which exists only when receipts are on.
    expect(sizes).toHaveLength(entries.length - ofConstructsBesideIt.length - 1);
    expect(Math.max(...sizes)).toBeLessThan(2500);
  });

  it('is refused, with function, size and longest variables, if Lambda would refuse it', () => {
    const fn = functionWith(() => ({
      WEB_OTP_DOMAIN: 'x'.repeat(4000),
      TOKEN_FORMAT: 'y'.repeat(30),
      BRAND_NAME: 'Acme',
    }));
    expect(refusing(fn)).toThrow(ConfigError);
    expect(refusing(fn)).toThrow(
      / {2}admit-request: 4\d{3} bytes, most of them in WEB_OTP_DOMAIN \(4002\), /,
    );
  });

  it('counts quotes twice, as JSON escapes them, and unresolved names as long', () => {
    expect(refusing(functionWith(() => ({ BRAND_NAME: 'x'.repeat(3000) })))).not.toThrow();
    expect(refusing(functionWith(() => ({ BRAND_NAME: '"'.repeat(3000) })))).toThrow(/BRAND_NAME/);
    const names = ['TOKENS_TABLE', 'LIMITS_TABLE', 'CONTACTS_TABLE', 'LIST_INDEX', 'TOPIC_KEY_ID'];
    const withUnknown = functionWith((stack) => ({
      BRAND_NAME: 'x'.repeat(3000),
      ...Object.fromEntries(names.map((name) => [name, new Secret(stack, name).secretArn])),
    }));
    expect(refusing(withUnknown)).toThrow(/BRAND_NAME \(3002\)/);
  });

  it('counts the URL of a queue as no longer than it can be', () => {
    const withQueues = (count: number) =>
      functionWith((stack) => ({
        WEBHOOK_PLACES: Array.from({ length: count }, (_, n) => new Queue(stack, `q${n}`).queueUrl).join(),
      }));
    expect(refusing(withQueues(20))).not.toThrow();
    expect(refusing(withQueues(26))).toThrow(/WEBHOOK_PLACES \(4187\)/);
  });

  it('holds no setting whose length the owner decides: those are in the bundle', () => {
    const inEnvironments = ownFunctions(synthesised('largest').main).flatMap(([, { Properties }]) =>
      Object.keys(Properties.Environment.Variables),
    );
    expect(inEnvironments).toContain('BRAND_NAME');
    expect(LONG.filter((name) => inEnvironments.includes(name))).toEqual([]);
    const fn = functionWith(() => ({ BRAND_NAME: 'Acme' }), { SMS_PRICES: 'x'.repeat(9000) });
    expect(refusing(fn)).not.toThrow();
  });
});
