/** What operators may do, and what the audit log records of it. */
import {
  CloudWatchLogsClient,
  GetLogEventsCommand,
  PutLogEventsCommand,
} from '@aws-sdk/client-cloudwatch-logs';
import { DynamoDBClient, GetItemCommand, QueryCommand } from '@aws-sdk/client-dynamodb';
import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { SNSClient } from '@aws-sdk/client-sns';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { PreTokenGenerationV2TriggerEvent } from 'aws-lambda';
import { mockClient } from 'aws-sdk-client-mock';
import { scopesDenied } from '../../handlers/contract/roles.ts';
import { SCOPES } from '../../handlers/contract/vocabulary.ts';
import { serviceError } from './adapters/service-errors.ts';
import { ENVIRONMENT } from './an-environment.ts';
import { bodyOf, CONTEXT, captureLog, proxyEvent } from './invoke.ts';

Object.assign(process.env, ENVIRONMENT, { BUDGET: '{"hourlyUsd":5}' });
const { handler: retrieve } = await import('../../handlers/endpoints/retrieve-tokens.ts');
const { handler: revoke } = await import('../../handlers/endpoints/revoke-token.ts');
const { handler: putContact } = await import('../../handlers/endpoints/put-contact.ts');
const { handler: deleteContact } = await import('../../handlers/endpoints/delete-contact.ts');
const { handler: putOptOut } = await import('../../handlers/endpoints/put-opt-out.ts');
const { handler: putPrefixRule } = await import('../../handlers/endpoints/put-prefix-rule.ts');
const { handler: resumePrefix } = await import('../../handlers/endpoints/resume-prefix.ts');
const { handler: raiseBudget } = await import('../../handlers/endpoints/raise-budget.ts');
const { handler: unlock } = await import('../../handlers/endpoints/unlock-person.ts');
const { handler: readAudit } = await import('../../handlers/endpoints/read-audit.ts');
const { handler: grantScopes } = await import('../../handlers/hooks/grant-scopes.ts');

const dynamoDb = mockClient(DynamoDBClient);
const logs = mockClient(CloudWatchLogsClient);
const sns = mockClient(SNSClient);
const secrets = mockClient(SecretsManagerClient);
let silence: ReturnType<typeof captureLog>;

beforeEach(() => {
  silence = captureLog();
  secrets.on(GetSecretValueCommand).resolves({ SecretString: 'a secret', VersionId: 'v1' });
  dynamoDb.resolves({});
  dynamoDb.on(QueryCommand).resolves({ Items: [] });
  dynamoDb.on(GetItemCommand).resolves({ Item: { user_id: { S: 'ada' } } });
});
afterEach(() => {
  silence.stop();
  for (const client of [dynamoDb, logs, sns, secrets]) {
    client.reset();
  }
});

const VIEW = ['activity/read', 'contacts/read', 'limits/read', 'tokens/read'];
const SUPPORT = [...VIEW, 'limits/write', 'tokens/issue', 'tokens/revoke', 'tokens/verify'].sort();
const EVERY = Object.values(SCOPES).sort();
/** Nobody who signs in delivers codes of another system. */
const ADMIN = EVERY.filter((scope) => scope !== 'tokens/deliver');

const allowed = (groups: string[], reveals = true) => {
  const denied = scopesDenied(groups, reveals);
  return Object.values(SCOPES)
    .filter((scope) => !denied.includes(scope))
    .sort();
};

describe('the roles', () => {
  it.each([
    [[], []],
    [['viewers'], VIEW],
    [['support'], SUPPORT],
    [['admins'], ADMIN],
    [['viewers', 'support'], SUPPORT],
    [['Admins', 'admin', '__proto__', 'constructor'], []],
  ])('%j may %j', (groups, scopes) => {
    expect(allowed(groups)).toEqual(scopes);
  });

  it('let nobody reveal a code when that is switched off', () => {
    expect(allowed(['admins'], false)).toEqual(ADMIN.filter((scope) => scope !== 'tokens/reveal'));
  });
});

describe('the pre token generation trigger', () => {
  const event = (groups: string[] | undefined, scopes: string[]) =>
    ({
      version: '2',
      triggerSource: 'TokenGeneration_HostedAuth',
      userName: 'grace',
      request: { userAttributes: {}, groupConfiguration: { groupsToOverride: groups }, scopes },
      response: { claimsAndScopeOverrideDetails: null },
    }) as unknown as PreTokenGenerationV2TriggerEvent;
  const suppressed = async (groups: string[] | undefined) => {
    const { response } = await grantScopes(event(groups, ['openid', ...EVERY]), CONTEXT);
    const { accessTokenGeneration, ...more } = response.claimsAndScopeOverrideDetails;
    expect([Object.keys(more), Object.keys(accessTokenGeneration ?? {})]).toEqual([[], ['scopesToSuppress']]);
    return accessTokenGeneration?.scopesToSuppress?.sort();
  };

  it('suppresses the scopes that the groups do not have, and adds nothing', async () => {
    expect(await suppressed(['admins'])).toEqual(['tokens/deliver']);
    expect(await suppressed(['support'])).toEqual([
      ...['audit/read', 'contacts/write', 'limits/override', 'tokens/deliver', 'tokens/reveal'],
    ]);
    expect(await suppressed([])).toEqual(EVERY);
    expect(await suppressed(undefined)).toEqual(EVERY);
  });

  it('logs no name', async () => {
    await grantScopes(event(['admins'], []), CONTEXT);
    expect(silence.stop()).not.toContain('grace');
  });
});

const path = { user_id: 'ada' };
const OPERATOR = { sub: 'a-subject', username: 'grace', client_id: 'page' };
const reveal = { query: { user_id: 'ada', purpose: 'payment', reveal: 'true' }, scope: 'tokens/reveal' };
const ofOne = { client_group: '@shop' };
const revealOfOne = { ...reveal, query: { ...reveal.query, ...ofOne } };
const optOut = (out: boolean) => ({ body: JSON.stringify({ phone_number: '098765 43210', opted_out: out }) });

const RECORDED: [string, typeof revoke, Parameters<typeof proxyEvent>[0], object][] = [
  ['a reveal', retrieve, reveal, { action: 'reveal_token', subject: 'ada', purpose: 'payment' }],
  ['a revocation', revoke, { path }, { action: 'revoke_token', subject: 'ada', purpose: 'login' }],
  [
    'a reveal in one client group',
    retrieve,
    revealOfOne,
    { action: 'reveal_token', subject: 'ada', purpose: 'payment', ...ofOne },
  ],
  [
    'a revocation in one client group',
    revoke,
    { path, query: ofOne },
    { action: 'revoke_token', subject: 'ada', purpose: 'login', ...ofOne },
  ],
  ['an unlock', unlock, { path }, { action: 'unlock_person', subject: 'ada' }],
  [
    'a changed contact',
    putContact,
    { path, body: '{"phone_number":"098765 43210"}' },
    { action: 'put_contact', subject: 'ada' },
  ],
  ['a deleted contact', deleteContact, { path }, { action: 'delete_contact', subject: 'ada' }],
  [
    'an opt-out with its reason',
    putOptOut,
    { body: '{"phone_number":"098765 43210","opted_out":true,"reason":"Asked by phone"}' },
    { action: 'opt_out', subject: '+91••••••3210', reason: 'Asked by phone' },
  ],
  [
    'a block',
    putPrefixRule,
    { path: { prefix: '%2B49151' }, body: '{"rule":"blocked","reason":"Pumped"}' },
    { action: 'block_prefix', subject: '+49151', reason: 'Pumped' },
  ],
  [
    'a block that ends',
    putPrefixRule,
    { path: { prefix: '%2B49' }, body: '{"rule":"blocked","lasts_seconds":3600,"reason":"Pumped"}' },
    {
      ...{ action: 'block_prefix', subject: '+49', reason: 'Pumped' },
      detail: expect.stringMatching(/^until \d{4}-\d\d-\d\dT[\d:]+\.000Z$/),
    },
  ],
  [
    'an end of a block',
    putPrefixRule,
    { path: { prefix: '%2B49151' }, body: '{"rule":"none","reason":"Over"}' },
    { action: 'clear_prefix', subject: '+49151', reason: 'Over' },
  ],
  [
    'a resumed prefix',
    resumePrefix,
    { path: { prefix: '%2B49151' }, body: '{"paused":false,"client_id":"web","reason":"No attack"}' },
    { action: 'resume_prefix', subject: '+49151', detail: 'web', reason: 'No attack' },
  ],
  [
    'a raised budget',
    raiseBudget,
    { body: '{"window":"hour","raised_by_usd":2.5,"reason":"Ticket sale"}' },
    {
      ...{ action: 'raise_budget', subject: 'hour', reason: 'Ticket sale' },
      detail: expect.stringMatching(/^by 2\.5 USD until \d{4}-\d\d-\d\dT\d\d:00:00\.000Z$/),
    },
  ],
  [
    'an end of a raise',
    raiseBudget,
    { body: '{"window":"hour","raised_by_usd":0,"reason":"Sold out"}' },
    { action: 'end_raise', subject: 'hour', reason: 'Sold out' },
  ],
  [
    'an end of a raise by too little to be stored',
    raiseBudget,
    { body: '{"window":"hour","raised_by_usd":0.0000004,"reason":"Sold out"}' },
    { action: 'end_raise', subject: 'hour', reason: 'Sold out' },
  ],
  ['an opt-out', putOptOut, optOut(true), { action: 'opt_out', subject: '+91••••••3210' }],
  ['an opt-in', putOptOut, optOut(false), { action: 'opt_in', subject: '+91••••••3210' }],
];

describe('the audit log', () => {
  it.each(RECORDED)('records %s and who asked for it, before it is done', async (_, handler, call, entry) => {
    let writesBefore: number | undefined;
    const written: string[] = [];
    logs.on(PutLogEventsCommand).callsFake((input) => {
      writesBefore = changes();
      written.push(input.logEvents[0].message);
      expect(input).toMatchObject({ logGroupName: 'audit-entries', logStreamName: 'audit' });
      return {};
    });
    const headers = { 'x-forwarded-FOR': '198.51.100.9, 203.0.113.7, 192.0.2.1' };
    const result = await handler(proxyEvent({ ...call, claims: OPERATOR, headers }), CONTEXT);
    expect(result.statusCode).toBeLessThan(300);
    expect(writesBefore).toBe(0);
    expect(written.map((message) => JSON.parse(message))).toEqual([
      {
        at: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/),
        actor: { type: 'operator', sub: 'a-subject', client_id: 'page', name: 'grace' },
        ...entry,
        request_id: 'request-1',
        source_ip: '192.0.2.1',
        forwarded_for: '203.0.113.7',
      },
    ]);
    expect(written.join()).not.toContain('43210"');
  });

  it.each(RECORDED)('stops %s that it cannot record', async (_, handler, call) => {
    for (const outcome of ['down', 'rejected']) {
      logs.reset();
      if (outcome === 'down') {
        logs.on(PutLogEventsCommand).rejects(serviceError('ServiceUnavailableException', 503));
      } else {
        logs.on(PutLogEventsCommand).resolves({ rejectedLogEventsInfo: { tooNewLogEventStartIndex: 0 } });
      }
      const result = await handler(proxyEvent(call), CONTEXT);
      expect(result).toMatchObject({ statusCode: 503, headers: { 'Retry-After': '1' } });
      expect(bodyOf(result)).toMatchObject({ code: 'audit_unavailable' });
      expect(changes()).toBe(0);
      expect(dynamoDb.commandCalls(QueryCommand)).toHaveLength(0);
    }
  });

  it('names a client by its ID, and leaves out an invalid address', async () => {
    logs.on(PutLogEventsCommand).resolves({});
    await revoke(proxyEvent({ path, headers: { 'X-Forwarded-For': '<script>, 192.0.2.1' } }), CONTEXT);
    const message = logs.commandCalls(PutLogEventsCommand)[0]?.args[0].input.logEvents?.[0]?.message;
    const entry = JSON.parse(message ?? '');
    expect(entry.actor).toEqual({ type: 'client', sub: 'c', client_id: 'c' });
    expect(entry).not.toHaveProperty('forwarded_for');
  });

  it('has no entry for a request that is refused', async () => {
    logs.on(PutLogEventsCommand).resolves({});
    await putOptOut(proxyEvent({ body: '{"phone_number":"my phone","opted_out":true}' }), CONTEXT);
    await putContact(proxyEvent({ path, body: '{}' }), CONTEXT);
    await revoke(proxyEvent({ path: { user_id: '%00' } }), CONTEXT);
    await retrieve(proxyEvent({ query: {} }), CONTEXT);
    // A whole number, on an island whose numbers have four digits.
    const whole = { path: { prefix: '%2B6834002' }, body: '{"rule":"blocked","reason":"Pumped"}' };
    expect((await putPrefixRule(proxyEvent(whole), CONTEXT)).statusCode).toBe(400);
    const tooMuch = { body: '{"window":"hour","raised_by_usd":5.01,"reason":"Ticket sale"}' };
    expect((await raiseBudget(proxyEvent(tooMuch), CONTEXT)).statusCode).toBe(400);
    expect(logs.calls()).toHaveLength(0);
  });
});

/** The number of calls that change something. */
const changes = (): number =>
  [...dynamoDb.calls(), ...sns.calls()].filter(({ args: [command] }) =>
    /^(Put|Update|Delete|Create|Subscribe)/.test(command.constructor.name),
  ).length;

describe('GET /audit', () => {
  const event = (at: string) => ({
    message: JSON.stringify({
      at,
      actor: { type: 'client', sub: 'c', client_id: 'c' },
      action: 'opt_out',
      subject: 's',
    }),
  });
  const ask = async (query: Record<string, string>) => {
    const result = await readAudit(proxyEvent({ query, scope: 'audit/read' }), CONTEXT);
    return {
      status: result.statusCode,
      body: bodyOf(result) as { entries: { at: string }[]; next_cursor?: string },
    };
  };

  it('returns the newest first, over partly empty pages, until a page token repeats', async () => {
    logs
      .on(GetLogEventsCommand)
      .resolvesOnce({ events: [event('3'), event('4')], nextBackwardToken: 'b/2' })
      .resolvesOnce({ events: [], nextBackwardToken: 'b/1' })
      .resolvesOnce({ events: [{ message: 'by hand' }, event('2')], nextBackwardToken: 'b/0' })
      .resolvesOnce({ events: [], nextBackwardToken: 'b/0' });
    const { body } = await ask({ from: '2026-03-14T09:00:00Z', to: '2026-03-14T10:00:00Z' });
    expect(body.entries.map(({ at }) => at)).toEqual(['4', '3', '2']);
    expect(body).not.toHaveProperty('next_cursor');
    expect(logs.commandCalls(GetLogEventsCommand).map(({ args }) => args[0].input)).toMatchObject([
      { startTime: 1_773_478_800_000, endTime: 1_773_482_400_000, startFromHead: false, limit: 25 },
      { nextToken: 'b/2', limit: 23 },
      { nextToken: 'b/1', limit: 23 },
      { nextToken: 'b/0' },
    ]);
  });

  it('has nothing from before 1970, for which CloudWatch Logs takes no times', async () => {
    logs.on(GetLogEventsCommand).resolves({ events: [event('1')], nextBackwardToken: 'b/0' });
    expect((await ask({ from: '1969-12-31T00:00:00Z' })).status).toBe(200);
    expect(logs.commandCalls(GetLogEventsCommand)[0]?.args[0].input.startTime).toBe(0);
    logs.resetHistory();
    expect((await ask({ to: '1970-01-01T00:00:00Z' })).body).toEqual({ entries: [] });
    expect(logs.calls()).toHaveLength(0);
  });

  it('continues where a full page ended', async () => {
    logs.on(GetLogEventsCommand).resolves({ events: [event('1'), event('2')], nextBackwardToken: 'b/1' });
    expect((await ask({ limit: '2', cursor: 'b/9' })).body.next_cursor).toBe('b/1');
    expect(logs.commandCalls(GetLogEventsCommand)[0]?.args[0].input).toMatchObject({
      nextToken: 'b/9',
      limit: 2,
    });
  });

  it.each([
    [{ from: 'yesterday' }, 'from'],
    [{ from: '2026-03-14T10:00:00Z', to: '2026-03-14T10:00:00Z' }, 'to'],
    [{ limit: '101' }, 'limit'],
    [{ user: 'ada' }, 'user'],
  ])('refuses %j', async (query, field) => {
    expect(await ask(query)).toMatchObject({ status: 400, body: { errors: [{ field }] } });
  });

  it('distinguishes an invalid cursor from a log that is down', async () => {
    logs.on(GetLogEventsCommand).rejects(serviceError('InvalidParameterException', 400));
    expect((await ask({ cursor: 'made-up' })).status).toBe(400);
    logs.on(GetLogEventsCommand).rejects(serviceError('ServiceUnavailableException', 503));
    expect(await ask({ cursor: 'made-up' })).toMatchObject({
      status: 503,
      body: { code: 'audit_unavailable' },
    });
  });
});
