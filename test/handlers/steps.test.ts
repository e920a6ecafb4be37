/** The five steps one after another, as the state machine runs them, on mocked AWS clients. */
import { Tracer } from '@aws-lambda-powertools/tracer';
import { DynamoDBClient, GetItemCommand, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { ListSubscriptionsByTopicCommand, PublishCommand, SNSClient } from '@aws-sdk/client-sns';
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { mockClient } from 'aws-sdk-client-mock';
import type { AdmittedRequest, Delivery } from '../../handlers/contract/workflow.ts';
import { deliveryGroup } from '../../handlers/domain/token/delivery-slot.ts';
import { personReference } from '../../handlers/domain/token/person-reference.ts';
import { deriveKeys } from '../../handlers/domain/token/seal-token.ts';
import { showsCode } from '../support/shows-code.ts';
import { serviceError } from './adapters/service-errors.ts';
import { ENVIRONMENT } from './an-environment.ts';
import { CONTEXT, captureLog } from './invoke.ts';

Object.assign(process.env, ENVIRONMENT);
const { handler: admit } = await import('../../handlers/steps/admit-request.ts');
const { handler: generate } = await import('../../handlers/steps/generate-token.ts');
const { handler: persist } = await import('../../handlers/steps/persist-token.ts');
const { handler: deliverBySms } = await import('../../handlers/steps/deliver-by-sms.ts');
const { handler: deliverByEmail } = await import('../../handlers/steps/deliver-by-email.ts');

const dynamoDb = mockClient(DynamoDBClient);
const sns = mockClient(SNSClient);
const secrets = mockClient(SecretsManagerClient);

const PHONE = '+919876543210';
const EMAIL = 'premjeet@example.com';
const ASKED = { request_id: 'request-1', asked_at: new Date(Date.now() - 1_500).toISOString() };
const TOPIC = 'arn:aws:sns:eu-west-1:000000000000:courier-1';
const input = {
  request_id: 'request-1',
  execution_arn: 'arn:execution',
  client_id: 'auth-system',
  idempotency_key: '',
  body: JSON.stringify({ user_id: 'premjeet.sahu' }),
};

let silence: ReturnType<typeof captureLog>;

beforeEach(() => {
  silence = captureLog();
  dynamoDb.on(GetItemCommand).resolves({});
  dynamoDb.on(GetItemCommand, { TableName: 'contacts' }).resolves({
    Item: {
      user_id: { S: 'premjeet.sahu' },
      phone_number: { S: PHONE },
      email: { S: EMAIL },
      topic_arn: { S: TOPIC },
      email_confirmed: { BOOL: true },
    },
  });
  dynamoDb.on(PutItemCommand).resolves({});
  secrets.on(GetSecretValueCommand).resolves({ SecretString: 'a secret', VersionId: 'v1' });
  sns.on(PublishCommand).resolves({});
  sns.on(ListSubscriptionsByTopicCommand).resolves({ Subscriptions: [{ SubscriptionArn: `${TOPIC}:1` }] });
});
afterEach(() => {
  silence.stop();
  dynamoDb.reset();
  sns.reset();
});

async function admitted(): Promise<AdmittedRequest> {
  const admission = await admit(input, CONTEXT);
  if (admission.decision !== 'admitted') {
    throw new Error('rejected');
  }
  return admission.request;
}

async function delivered(deliver: typeof deliverBySms) {
  const request = await admitted();
  const token = await generate({ request_id: 'request-1', ...request }, CONTEXT);
  const stored = await persist({ ...input, request, token }, CONTEXT);
  expect(stored).toMatchObject({ decision: 'persisted', presumed: { sms: { outcome: 'unknown' } } });
  const delivery = await deliver({ ...ASKED, request, token }, CONTEXT);
  const message = sns.commandCalls(PublishCommand)[0]?.args[0].input;
  return { request, token, delivery, message, code: /^\d{6}/.exec(message?.Message ?? '')?.[0] ?? 'none' };
}

describe('the steps', () => {
  it.each([
    ['SMS', deliverBySms, { PhoneNumber: PHONE }],
    ['email', deliverByEmail, { TopicArn: TOPIC, Subject: 'Your Acme sign-in code' }],
  ] as const)('bring a code to a person by %s', async (_, deliver, target) => {
    const { message, delivery } = await delivered(deliver);
    expect(message).toMatchObject(target);
    expect(message?.Message).toMatch(/^\d{6} is your Acme sign-in code\./);
    expect(delivery.response.http_status).toBe(201);
  });

  it('keep the code out of the payloads and the table, and personal data out of the log', async () => {
    const result = await delivered(deliverBySms);
    const log = silence.stop();
    const item = JSON.stringify(dynamoDb.commandCalls(PutItemCommand)[0]?.args[0].input.Item);
    expect(result.code).toMatch(/^\d{6}$/);
    const between: [AdmittedRequest, unknown, Delivery] = [result.request, result.token, result.delivery];
    expect(showsCode(JSON.stringify(between), result.code)).toBe(false);
    expect(item).not.toContain(PHONE);
    expect(item).not.toContain(EMAIL);
    for (const hidden of [`"${result.code}`, PHONE, '9876543210', EMAIL, 'a secret']) {
      expect(log).not.toContain(hidden);
    }
    const lines = log
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(lines).toHaveLength(4 + 3);
    const metrics = lines.filter((line) => '_aws' in line);
    expect(metrics).toMatchObject([
      { TokensIssued: 1 },
      { TokensDelivered: 1, channel: 'sms' },
      { DeliveryLatency: expect.any(Number) },
    ]);
    expect(metrics[2].DeliveryLatency).toBeGreaterThanOrEqual(1_500);
    expect(lines[0]).toMatchObject({
      level: 'INFO',
      message: 'admit-request',
      request_id: 'request-1',
      user_ref: personReference('premjeet.sahu', deriveKeys('v1', 'a secret')),
      outcome: 'admitted',
    });
  });

  it('count a code that another system made apart', async () => {
    const request = await admitted();
    const token = await generate({ request_id: 'request-1', ...request }, CONTEXT);
    const client_group = deliveryGroup('auth-system', token.token_id);
    await deliverBySms({ ...ASKED, request: { ...request, client_group }, token }, CONTEXT);
    expect(silence.stop()).toContain('"DeliveriesSent":1');
  });

  it.each(['jane.doe@example.com', '+491701116662'])(
    'refer to %s by the same reference in every line and annotation, and by nothing else',
    async (user_id) => {
      const annotate = jest.spyOn(Tracer.prototype, 'putAnnotation');
      const admission = await admit({ ...input, body: JSON.stringify({ user_id }) }, CONTEXT);
      if (admission.decision !== 'admitted') {
        throw new Error('rejected');
      }
      const { request } = admission;
      const token = await generate({ request_id: 'request-1', ...request }, CONTEXT);
      await persist({ ...input, request, token }, CONTEXT);
      for (const deliver of [deliverBySms, deliverByEmail]) {
        await deliver({ ...ASKED, request, token }, CONTEXT);
      }
      const log = silence.stop();
      const annotations = JSON.stringify(annotate.mock.calls);
      const reference = personReference(user_id, deriveKeys('v1', 'a secret'));
      expect(log.split(`"user_ref":"${reference}"`)).toHaveLength(5 + 1);
      expect(annotations.split(`["user_ref","${reference}"]`)).toHaveLength(5 + 1);
      expect(log + annotations).not.toContain(user_id);
      annotate.mockRestore();
    },
  );

  it.each([
    ['SMS', deliverBySms, 'sms'],
    ['email', deliverByEmail, 'email'],
  ] as const)('report that an %s may be out, count it as such, and log why', async (_, deliver, channel) => {
    const request = await admitted();
    const token = await generate({ request_id: 'request-1', ...request }, CONTEXT);
    sns.on(PublishCommand).rejects(serviceError('InternalErrorException', 500, `Failed: ${PHONE}`));
    const delivery = await deliver({ ...ASKED, request, token }, CONTEXT);
    const log = silence.stop();
    expect(delivery).toMatchObject({ channel, outcome: 'unknown', response: { http_status: 202 } });
    expect(sns.commandCalls(PublishCommand)).toHaveLength(2);
    expect(log).toContain('"DeliveriesUnknown":1');
    expect(log).not.toContain('TokensDelivered');
    expect(log).toContain('DeliveryUnavailable service_unavailable","InternalErrorException');
    expect(log).not.toContain(PHONE);
  });

  it('return a rejection as data, with the problem as a JSON string', async () => {
    const rejection = await admit({ ...input, body: '{' }, CONTEXT);
    if (rejection.decision !== 'rejected') {
      throw new Error('admitted');
    }
    expect(rejection.response.http_status).toBe(400);
    expect(JSON.parse(rejection.response.body)).toEqual({
      type: '/problems.html#invalid_request',
      title: 'The request is not valid',
      status: 400,
      detail: 'One or more fields are invalid; see errors.',
      code: 'invalid_request',
      request_id: 'request-1',
      errors: [{ field: 'body', rule: 'must be JSON' }],
    });
  });

  it.each([
    ['ThrottledException', 400, 'DeliveryUnavailable'],
    ['InvalidParameterException', 400, 'DeliveryRefused'],
  ])('throw a known error by name, without the message of the service (%s)', async (name, status, thrown) => {
    const request = await admitted();
    const token = await generate({ request_id: 'request-1', ...request }, CONTEXT);
    sns.on(PublishCommand).rejects(serviceError(name, status, `Invalid parameter: ${PHONE}`));
    const result = await deliverBySms({ ...ASKED, request, token }, CONTEXT).catch((error: unknown) => error);
    const log = silence.stop();
    expect(result).toMatchObject({ name: thrown });
    expect(result).not.toHaveProperty('cause', expect.anything());
    expect(log).toContain(name);
    expect(log).not.toContain(PHONE);
  });

  it('throw InternalError for an error in their own code, whose message may quote anything', async () => {
    dynamoDb.on(GetItemCommand).rejects(new TypeError(`cannot read ${PHONE}`));
    const result = await admit(input, CONTEXT).catch((error: unknown) => error);
    const log = silence.stop();
    expect(result).toMatchObject({ name: 'InternalError' });
    expect(String(result)).not.toContain(PHONE);
    expect(log).toContain('TypeError');
    expect(log).not.toContain(PHONE);
  });
});
