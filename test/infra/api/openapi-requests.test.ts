/** Tests what docs/openapi.yaml says about requests against the schemas that validate them. */
import { describe, expect, it } from '@jest/globals';
import type { $ZodType } from 'zod/v4/core';
import { safeParse } from 'zod/v4/core';
import type { Route } from '../../../handlers/contract/route.ts';
import { ROUTES } from '../../../handlers/contract/routes.ts';
import { CHANNELS, REQUESTED_CHANNELS, TOKEN_FORMATS } from '../../../handlers/contract/vocabulary.ts';
import { apiDocument, brokenRule, routes } from '../../support/api-document.ts';
import { fc, runs } from '../../support/properties.ts';

const { schemas } = apiDocument.components;

/** Routes that take a body, with the name of its schema. */
const BODIES = Object.entries<Route>(ROUTES).flatMap(([operationId, { body }]): [string, $ZodType][] => {
  const operation = routes.find(({ operation }) => operation.operationId === operationId)?.operation;
  const reference: string = operation?.requestBody?.content['application/json']?.schema.$ref ?? '';
  return body === undefined ? [] : [[reference.split('/').at(-1) ?? '', body]];
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

/** Valid values. The bounds of `length` depend on the deployment, so the contract has none. */
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
  code: [
    '482913',
    '4'.repeat(32),
    '482 135',
    'https://sns.eu-central-1.amazonaws.com/confirmation.html?Token=abc',
  ],
  preferred_channel: CHANNELS,
  opted_out: [true, false],
  valid_seconds: [1, 86_400],
  verified: [true],
  request_id: ['VjR22Hr2oAMFnIw='],
  execution_arn: ['arn:aws:states:eu-west-1:123456789012:express:issue:VjR22Hr2oAMFnIw:a-uuid'],
  client_group: ['@shop'],
  country: ['DE'],
  kinds: [['issue'], ['verification', 'report']],
  outcomes: [['failed', 'unknown']],
  from: ['2026-03-14T09:00:00Z', '2026-03-14T09:00:00.000Z'],
  to: ['2026-03-15T09:00:00Z'],
  limit: [1, 100],
  cursor: ['a-cursor'],
  rule: ['blocked', 'safe_listed', 'none'],
  lasts_seconds: [60, 604_800],
  reason: ['Ticket 4711', 'x'.repeat(200)],
  paused: [false],
  kind: ['delivery'],
  client_id: ['web', '1example23456789abcdefghij#new-sources'],
  window: ['hour', 'month'],
  raised_by_usd: [0, 2.5],
};

const FEW = 12;

/** Bodies with a schema's members, now and then with a wrong value or an extra member. */
function bodiesOf(members: readonly string[]): fc.Arbitrary<object> {
  const values = members.map((name) => [
    name,
    fc.oneof(
      { weight: 12, arbitrary: fc.constantFrom(...(RIGHT[name] ?? [])) },
      fc.constantFrom(...WRONG.filter((value) => name !== 'length' || !Number.isInteger(value))),
    ),
  ]);
  // Of many members, few at a time: together, one of them is nearly always wrong.
  const usual =
    values.length > FEW
      ? fc.subarray(values, { maxLength: 4 }).chain((some) => fc.record(Object.fromEntries(some)))
      : fc.record(Object.fromEntries(values), { requiredKeys: [] });
  const surplus = usual.map((body) => ({ ...body, colour: 'red' }));
  return fc.oneof({ weight: 9, arbitrary: usual }, surplus);
}

describe('bodies in docs/openapi.yaml', () => {
  it.each(BODIES)('for %s are allowed and refused exactly as by the service', (name, body) => {
    const judged = { allowed: 0, refused: 0 };
    fc.assert(
      fc.property(bodiesOf(Object.keys(schemas[name].properties)), (value) => {
        const allowed = safeParse(body, value).success;
        judged[allowed ? 'allowed' : 'refused'] += 1;
        expect(brokenRule(schemas[name], value) === undefined).toBe(allowed);
      }),
      { numRuns: runs(1_000) },
    );
    expect(Math.min(judged.allowed, judged.refused)).toBeGreaterThan(40);
  });
});
