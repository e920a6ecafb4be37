/** What docs/openapi.yaml says of requests, against the schemas that check them. */
import { describe, expect, it } from '@jest/globals';
import type { $ZodType } from 'zod/v4/core';
import { safeParse } from 'zod/v4/core';
import {
  auditQuery,
  idempotencyKey,
  issueTokenBody,
  limitsQuery,
  listTokensQuery,
  metricsQuery,
  purposeQuery,
  putContactBody,
  putOptOutBody,
  verifyTokenBody,
} from '../../handlers/contract/requests.ts';
import {
  CHANNELS,
  LIST_LIMIT,
  REQUESTED_CHANNELS,
  TOKEN_FORMATS,
} from '../../handlers/contract/vocabulary.ts';
import { apiDocument, brokenRule, type Parameter, routes } from '../support/api-document.ts';
import { fc, runs } from '../support/properties.ts';

const { schemas } = apiDocument.components;

const parametersOf = (operationId: string): readonly Parameter[] =>
  routes.find(({ operation }) => operation.operationId === operationId)?.parameters ?? [];

describe('parameters in docs/openapi.yaml', () => {
  it.each([
    ['listTokens', listTokensQuery],
    ['readLimits', limitsQuery],
    ['readAudit', auditQuery],
    ['readMetrics', metricsQuery],
    ['readExecutions', purposeQuery],
    ['revokeToken', purposeQuery],
  ] as const)('of %s are those that are read, with the values that stand in for absent ones', (id, query) => {
    const described = parametersOf(id).filter((parameter) => parameter.in === 'query');
    expect(described.map(({ name }) => name).sort()).toEqual(Object.keys(query.shape).sort());
    const defaults = described.filter(({ schema }) => 'default' in schema);
    expect(Object.fromEntries(defaults.map(({ name, schema }) => [name, schema.default]))).toEqual(
      safeParse(query, {}).data,
    );
  });

  it('bound the page of a list as the contract does', () => {
    const limit = parametersOf('listTokens').find(({ name }) => name === 'limit');
    expect(limit?.schema).toMatchObject({ minimum: 1, maximum: LIST_LIMIT.max });
    expect(schemas.TokenList.properties.tokens.maxItems).toBe(LIST_LIMIT.max);
  });

  it.each(['', 'a b', 'k'.repeat(255), 'k'.repeat(256), 'ü', '!~'])(
    'judge the Idempotency-Key %j alike',
    (key) => {
      const [parameter] = parametersOf('issueToken');
      expect(brokenRule(parameter?.schema ?? {}, key) === undefined).toBe(
        safeParse(idempotencyKey, key).success,
      );
    },
  );
});

const WRONG = [
  ...[
    '',
    'a\nb',
    'a\ufe0f',
    '\u3164',
    'x',
    'en__US',
    '.UTF-8',
    '\ud800',
    'log in',
    'ada@',
    'fax',
    'x'.repeat(300),
    null,
    7,
    [],
  ],
  ...[{ 'a b': 'x' }, { amount: 1 }, { amount: 'a\u2028b' }, { amount: 'x'.repeat(257) }],
  ...[{ IP: 'x' }, { ip: '' }, { ip: '\ud800' }, { ip: 'x'.repeat(257) }],
  Object.fromEntries([...'abcdef'].map((name) => [name, 'v'])),
  ...[['sms', 'sms'], ['sms', 'email', 'sms'], ['auto']],
  Object.fromEntries(Array.from({ length: 11 }, (_, index) => [`k${index}`, 'v'])),
];

/** Mostly good values. The bounds of `length` depend on the deployment, so that the contract has none. */
const RIGHT: Readonly<Record<string, readonly unknown[]>> = {
  user_id: ['ada', '漢字', 'x'.repeat(128), "O'Brien </b>"],
  token: ['123456', ' 123-456', 'x'.repeat(64)],
  purpose: ['login', 'p'.repeat(64)],
  channel: REQUESTED_CHANNELS,
  channels: [['sms'], ['email'], ['sms', 'email'], ['email', 'sms']],
  phone_number: ['+12025550143', '+1 202 555 0143'],
  locale: ['en', 'pt-BR', 'pt_BR', 'x-private', 'de_DE.UTF-8@euro', 'en_US@calendar=buddhist', 'zh__#Hans'],
  format: TOKEN_FORMATS,
  length: [6, 32],
  context: [{}, { amount: '1 EUR', payee: 'ACME' }],
  limit_keys: [{}, { ip: '203.0.113.7', device_id: 'x'.repeat(256) }],
  receipt: [true, false],
  token_id: ['7b0f8f0e-3f6b-4c43-9c39-3a4bfb7c3f55'],
  email: ['ada@example.com', 'a+b@mail.example.com'],
  preferred_channel: CHANNELS,
  opted_out: [true, false],
};

/** Bodies of the members that a schema has, now and then with a wrong value or a member too many. */
function bodiesOf(members: readonly string[]): fc.Arbitrary<object> {
  const values = members.map((name) => [
    name,
    fc.oneof(
      { weight: 12, arbitrary: fc.constantFrom(...(RIGHT[name] ?? [])) },
      fc.constantFrom(...WRONG.filter((value) => name !== 'length' || !Number.isInteger(value))),
    ),
  ]);
  const usual = fc.record(Object.fromEntries(values), { requiredKeys: [] });
  const surplus = usual.map((body) => ({ ...body, colour: 'red' }));
  return fc.oneof({ weight: 9, arbitrary: usual }, surplus);
}

describe('bodies in docs/openapi.yaml', () => {
  it.each<[string, $ZodType]>([
    ['IssueTokenBody', issueTokenBody],
    ['VerifyTokenBody', verifyTokenBody],
    ['PutContactBody', putContactBody],
    ['PutOptOutBody', putOptOutBody],
  ])('of %s are allowed and refused as by the service', (name, body) => {
    const judged = { allowed: 0, refused: 0 };
    fc.assert(
      fc.property(bodiesOf(Object.keys(schemas[name].properties)), (value) => {
        const allowed = safeParse(body, value).success;
        judged[allowed ? 'allowed' : 'refused'] += 1;
        expect(brokenRule(schemas[name], value) === undefined).toBe(allowed);
      }),
      { numRuns: runs(1_000) },
    );
    expect(Math.min(judged.allowed, judged.refused)).toBeGreaterThan(50);
  });
});
