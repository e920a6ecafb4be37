/** What keeps entries of the activity log, on mocked AWS clients: one write, which changes no answer. */
import {
  DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  QueryCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { PublishCommand, SNSClient } from '@aws-sdk/client-sns';
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { mockClient } from 'aws-sdk-client-mock';
import { toTokenItem } from '../../handlers/adapters/dynamodb/token-item.ts';
import { systemRandomness } from '../../handlers/adapters/system-randomness.ts';
import { deriveKeys, digestToken, sealToken } from '../../handlers/domain/token/seal-token.ts';
import { serviceError } from './adapters/service-errors.ts';
import { ENVIRONMENT } from './an-environment.ts';
import { anAdmittedRequest, aSealedToken, aTextLeg, aToken, TOKEN_ID } from './fixtures.ts';
import { bodyOf, CONTEXT, captureLog, proxyEvent } from './invoke.ts';

Object.assign(process.env, ENVIRONMENT, {
  ACTIVITY_DAYS: '30',
  DELIVERY_STATUS: 'record',
  STACK_CLIENTS: '{"page":"page-client","canary":"canary-client"}',
});
const { handler: admit } = await import('../../handlers/steps/admit-request.ts');
const { handler: deliverBySms } = await import('../../handlers/steps/deliver-by-sms.ts');
const { handler: persist } = await import('../../handlers/steps/persist-token.ts');
const { handler: noteTheOutcome } = await import('../../handlers/steps/note-the-outcome.ts');
const { handler: searchActivity } = await import('../../handlers/endpoints/search-activity.ts');
const { handler: verify } = await import('../../handlers/endpoints/verify-token.ts');

const dynamoDb = mockClient(DynamoDBClient);
const sns = mockClient(SNSClient);
const secrets = mockClient(SecretsManagerClient);
const keys = deriveKeys('v1', 'a secret');
const EXECUTION = 'arn:aws:states:eu-west-1:000000000000:express:m:request-1:u';

let log: ReturnType<typeof captureLog>;
beforeEach(() => {
  log = captureLog();
  secrets.on(GetSecretValueCommand).resolves({ SecretString: 'a secret', VersionId: 'v1' });
  dynamoDb.on(GetItemCommand).resolves({});
  dynamoDb.on(PutItemCommand).resolves({});
  sns.on(PublishCommand).resolves({ MessageId: 'm' });
});
afterEach(() => {
  log.stop();
  dynamoDb.reset();
  sns.reset();
});

/** What was put into the table, without how it is indexed. */
const entries = () =>
  dynamoDb
    .commandCalls(PutItemCommand, { TableName: 'activity' })
    .map(({ args: [{ input }] }) =>
      Object.fromEntries(Object.entries(input.Item ?? {}).map(([name, { S, N }]) => [name, S ?? Number(N)])),
    );

const failToKeep = () =>
  dynamoDb.on(PutItemCommand, { TableName: 'activity' }).rejects(serviceError('InternalServerError', 500));

const ask = (body: object, client_id = 'shop_web') =>
  admit(
    {
      ...{ request_id: 'request-1', execution_arn: EXECUTION, client_id, idempotency_key: '' },
      body: JSON.stringify(body),
    },
    CONTEXT,
  );

const route = [aTextLeg()] as const;
const handed = () => {
  const request = anAdmittedRequest({ route });
  const sealed = sealToken('123456', { ...request, token_id: TOKEN_ID }, keys, systemRandomness);
  return { request, token: aSealedToken({ sealed_token: sealed }) };
};
const deliver = (more: object = {}) =>
  deliverBySms(
    {
      ...{ request_id: 'request-1', execution_arn: EXECUTION, client_id: 'shop_web', asked_at: '' },
      ...handed(),
      ...more,
    },
    CONTEXT,
  );

const check = (token: string, client = 'auth-system') => {
  const stored = aToken({ status: 'sent', attempts: 1, token_digest: digestToken('123456', aToken(), keys) });
  dynamoDb.on(UpdateItemCommand).resolves({ Attributes: toTokenItem(stored) });
  const body = JSON.stringify({ user_id: 'premjeet.sahu', token });
  return verify(proxyEvent({ body, client }), CONTEXT);
};

describe('one entry is kept', () => {
  it('of a request that is refused, and none of one that is admitted', async () => {
    expect(await ask({ user_id: 'ada' })).toMatchObject({ decision: 'rejected' });
    expect(entries()).toMatchObject([
      {
        ...{ entry_id: 'request-1', user_id: 'ada', purpose: 'login', outcome: 'refused' },
        ...{
          problem: 'no_destination',
          client_id: 'shop_web',
          client_group: '@shop',
          execution_arn: EXECUTION,
        },
      },
    ]);
    dynamoDb.resetHistory();
    const admitted = await ask({ user_id: 'ada', phone_number: '+919876543210', channel: 'sms' });
    expect(admitted.decision).toBe('admitted');
    expect(entries()).toEqual([]);
  });

  it('of a message that was sent, with its time to live', async () => {
    expect(await deliver()).toMatchObject({ outcome: 'sent' });
    const [entry] = entries();
    expect(entry).toMatchObject({
      outcome: 'sent',
      channel: 'sms',
      client_id: 'shop_web',
      token_id: TOKEN_ID,
    });
    expect(entry?.expiry_time).toBe(Math.floor(Date.parse(String(entry?.at)) / 1000) + 2_592_000);
    expect(JSON.stringify(entry)).not.toMatch(/123456|9876543210/);
  });

  it('can be found by where the message went when its report comes', async () => {
    await deliver();
    const notes = dynamoDb.commandCalls(PutItemCommand, { TableName: 'limits' });
    expect(notes.map(({ args: [{ input }] }) => input.Item?.destination_digest?.S)).toEqual([
      'digest-of-number',
    ]);
  });

  it('of a message that no channel is left for, but not while there is another', async () => {
    sns.on(PublishCommand).rejects(serviceError('InvalidParameterException', 400));
    await expect(deliver()).rejects.toMatchObject({ name: 'DeliveryRefused' });
    expect(entries()).toMatchObject([{ outcome: 'failed', error: 'DeliveryRefused' }]);
    dynamoDb.resetHistory();
    const { request } = handed();
    const both = { ...request, route: anAdmittedRequest().route };
    await expect(deliver({ request: both })).rejects.toMatchObject({ name: 'DeliveryRefused' });
    expect(entries()).toEqual([]);
  });

  it('of a request whose contact changed before its token was stored', async () => {
    const { token } = handed();
    const input = { request_id: 'request-1', execution_arn: EXECUTION, client_id: 'shop_web' };
    const request = anAdmittedRequest();
    expect(await persist({ ...input, idempotency_key: '', request, token }, CONTEXT)).toMatchObject({
      decision: 'rejected',
    });
    expect(entries()).toMatchObject([{ outcome: 'refused', problem: 'contact_changed' }]);
  });

  it('of a code that was right or wrong', async () => {
    await check('123456');
    await check('000000');
    expect(entries()).toMatchObject([
      {
        kind: 'verification',
        outcome: 'verified',
        token_id: TOKEN_ID,
        destination_digest: 'digest-of-number',
      },
      { kind: 'verification', outcome: 'mismatch', request_id: 'request-1' },
    ]);
  });

  it('of nothing that the canary is sent, or checks', async () => {
    const { request, token } = handed();
    expect(await deliver({ request: { ...request, canary: true }, token })).toMatchObject({
      outcome: 'sent',
    });
    expect(bodyOf(await check('123456', 'canary-client'))).toMatchObject({ verified: true });
    expect(entries()).toEqual([]);
  });

  it('of what failed before anything was sent', async () => {
    const state = { client_id: 'shop_web', body: '{"user_id":"ada"}', failure: { Error: 'States.Timeout' } };
    await noteTheOutcome({ request_id: 'request-1', execution_arn: EXECUTION, state }, CONTEXT);
    expect(entries()).toMatchObject([{ user_id: 'ada', outcome: 'failed', problem: 'service_unavailable' }]);
  });
});

describe('a log that cannot be written', () => {
  it('changes no answer, and is a warning that counts as a failed step', async () => {
    failToKeep();
    expect(await ask({ user_id: 'ada' })).toMatchObject({ decision: 'rejected' });
    expect(await deliver()).toMatchObject({ outcome: 'sent' });
    expect(bodyOf(await check('123456'))).toMatchObject({ verified: true });
    const state = { client_id: 'shop_web', body: '{}' };
    expect(await noteTheOutcome({ request_id: 'r', execution_arn: EXECUTION, state }, CONTEXT)).toBeNull();
    const lines = log.stop();
    expect(lines.match(/an entry of the activity log could not be kept/g)).toHaveLength(4);
    expect(lines).toContain('"StepsFailed"');
    expect(lines).not.toMatch(/"ada"|premjeet/);
  });

  it('is not waited for', async () => {
    dynamoDb.on(PutItemCommand, { TableName: 'activity' }).callsFake(() => new Promise(() => undefined));
    const startedAtMs = performance.now();
    expect(await deliver()).toMatchObject({ outcome: 'sent' });
    expect(performance.now() - startedAtMs).toBeLessThan(1_500);
  });

  it('is not waited for at all by a delivery that took its time', async () => {
    dynamoDb.on(PutItemCommand, { TableName: 'activity' }).callsFake(() => new Promise(() => undefined));
    const startedAtMs = Date.now();
    let looks = 0;
    const clock = jest.spyOn(performance, 'now').mockImplementation(() => 3_500 * looks++);
    try {
      expect(await deliver()).toMatchObject({ outcome: 'sent' });
    } finally {
      clock.mockRestore();
    }
    expect(Date.now() - startedAtMs).toBeLessThan(300);
  });
});

describe('a search', () => {
  const at = new Date().toISOString();
  const stored = (id: string, client_group: string) => ({
    entry_id: { S: id },
    request_id: { S: id },
    at: { S: at },
    at_entry: { S: `${at}#${id}` },
    outcome: { S: 'sent' },
    kind: { S: 'issue' },
    client_group: { S: client_group },
    expiry_time: { N: '9999999999' },
  });
  const foundBy = async (client: string, more: object = {}) => {
    dynamoDb.on(QueryCommand).resolves({ Items: [stored('b', 'bank'), stored('a', '@shop')] });
    const body = JSON.stringify({ user_id: 'ada', ...more });
    const answer = bodyOf(await searchActivity(proxyEvent({ body, client }), CONTEXT)) as {
      entries: { request_id: string }[];
    };
    return answer.entries.map(({ request_id }) => request_id);
  };

  it('finds for a client what its group asked for, and for operators what all did', async () => {
    expect(await foundBy('shop_web')).toEqual(['a']);
    expect(await foundBy('shop_web', { client_group: 'bank' })).toEqual([]);
    expect(await foundBy('bank')).toEqual(['b']);
    expect(await foundBy('page-client')).toEqual(['b', 'a']);
    expect(await foundBy('page-client', { client_group: '@shop' })).toEqual(['a']);
  });
});
