import { DynamoDBClient, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { describe, expect, it } from '@jest/globals';
import { mockClient } from 'aws-sdk-client-mock';
import { dynamoDbContactStore } from '../../../handlers/adapters/dynamodb/contact-store.ts';
import { dynamoDbTokenStore } from '../../../handlers/adapters/dynamodb/token-store.ts';
import { CONTACT_UPDATES, TOKEN_UPDATES } from '../../../handlers/contract/table-writes.ts';
import type { HandOver, RenewedCode, SendBefore } from '../../../handlers/domain/token/token-store.ts';
import { synthesisedDefinition } from '../../support/machine.ts';
import { namedAttributes } from '../../support/named-attributes.ts';
import { ownFunctions, resourcesOf, synthesised } from '../../support/synth.ts';

const dynamoDb = mockClient(DynamoDBClient);
const tokens = dynamoDbTokenStore(new DynamoDBClient({}), 'tokens');
const contacts = dynamoDbContactStore(new DynamoDBClient({}), 'contacts');
const KEY = { user_id: 'ada', purpose: 'login', client_group: 'shop' };
const USE = { tokenId: 't', verifiedAt: 'now', verifiedBy: 'v' };
const CODE: RenewedCode = {
  ...{ token_id: 'new', sealed_token: 's', token_digest: 'd', secret_version: 'v', client_id: 'c' },
  ...{ channel: 'sms', channels: ['sms'], destination_masked: 'm', destination_digest: 'h' },
  ...{ format: 'numeric', length: 6, sends: 2, last_sent_at: 'now', resent_by: 'x' },
};
const BOUND = {
  ...{ context_digest: 'h', test_digest: 't', number_prefix: '+49151', key_digest: 'k' },
  ...{ earlier_destinations: 'e', locale: 'de' },
};
const CONFIRMATION = { code_digest: 'digest', code_expires_at: 1 };
const HAND_OVER: HandOver = {
  ...{ token_id: 't', channel: 'email', destination_digest: 'h', earlier_destinations: 'e' },
  destination_masked: 'm',
};
const BEFORE: SendBefore = {
  ...{ channel: 'sms', channels: ['sms'], destination_masked: 'm', destination_digest: 'h' },
  ...{ earlier_destinations: 'e', number_prefix: '+49151', last_sent_at: 'then', unless_handed_to: 'email' },
};
const RESEND = {
  token_id: 't',
  sends: 2,
  channel: 'sms',
  last_sent_at: 'now',
  resent_by: 'x',
  request_id: 'r',
  client_id: 'c',
} as const;

const ARRIVAL = { token_id: 't', sends: 1, channel: 'sms' } as const;

/** Each method, called so that it names every attribute that it can. */
const UPDATES: Record<string, (() => Promise<unknown>)[]> = {
  countAttempt: [() => tokens.countAttempt(KEY, 1, { tokenId: 't', attemptBy: 'v' })],
  settleAttempt: [() => tokens.settleAttempt(KEY, 't')],
  returnAttempt: [() => tokens.returnAttempt(KEY, 't')],
  markUsed: [() => tokens.markUsed(KEY, USE, 1)],
  revoke: [() => tokens.revoke(KEY, 1), () => tokens.revoke(KEY, 1, 't')],
  replaceCode: [
    () => tokens.replaceCode(KEY, { token_id: 'old', sends: 1 }, CODE, 1),
    () => tokens.replaceCode(KEY, { token_id: 'old', sends: 1 }, { ...CODE, ...BOUND }, 1),
  ],
  noteHandOver: [() => tokens.noteHandOver(KEY, HAND_OVER)],
  handOverInstead: [() => tokens.handOverInstead(KEY, { ...HAND_OVER, sends: 1 })],
  takeBackInstead: [() => tokens.takeBackInstead(KEY, { token_id: 't', sends: 1, channel: 'email' }, BEFORE)],
  forgetResend: [
    () => tokens.forgetResend(KEY, RESEND, BEFORE),
    () => tokens.forgetResend(KEY, RESEND, { ...BEFORE, number_prefix: '' }),
  ],
  noteResend: [
    () => tokens.noteResend(KEY, { ...RESEND, key_digest: 'k', number_prefix: '+49151', locale: 'de' }, 1),
    () => tokens.noteResend(KEY, RESEND, 1),
  ],
  noteArrival: [
    () => tokens.noteArrival(KEY, { ...ARRIVAL, arrival: 'undelivered', arrival_reason: 'unknown' }),
    () => tokens.noteArrival(KEY, { ...ARRIVAL, arrival: 'delivered' }),
  ],
  recordInstead: [
    () =>
      tokens.recordInstead(KEY, {
        ...{ token_id: 't', sends: 1, sent_at: 'now', outcome: 'sent', message_id: 'm' },
      }),
  ],
  setConfirmed: [
    () => contacts.setConfirmed('ada', 'topic', true),
    () => contacts.setConfirmed('ada', 'topic', true, { isTopicAsked: true }),
  ],
  noteConfirmationSent: [
    () => contacts.noteConfirmationSent('ada', 'topic', 'now', 'before'),
    () => contacts.noteConfirmationSent('ada', 'topic', 'now', 'before', CONFIRMATION),
  ],
  countTypedCode: [() => contacts.countTypedCode('ada', 'topic', 'digest', 5)],
  confirmEmail: [
    () => contacts.confirmEmail('ada', 'topic', 'digest'),
    () => contacts.confirmEmail('ada', 'topic', undefined),
  ],
};

async function attributesOf(calls: (() => Promise<unknown>)[]): Promise<string[]> {
  dynamoDb.reset();
  dynamoDb.on(UpdateItemCommand).resolves({ Attributes: {} });
  for (const call of calls) {
    await call();
  }
  const made = dynamoDb.commandCalls(UpdateItemCommand).map(({ args: [{ input }] }) => input);
  expect(made).toHaveLength(calls.length);
  return [...new Set(made.flatMap(namedAttributes))].sort();
}

interface Statement {
  readonly Action: string | string[];
  readonly Resource: unknown;
  readonly Condition?: Record<string, Record<string, string[]>>;
}

/** What a role may do to a table, by the function's short name; `issue-token` is the state machine. */
function statementsOn(table: string, name: string): Statement[] {
  const { main } = synthesised();
  const role =
    name === 'issue-token'
      ? resourcesOf(main, 'AWS::StepFunctions::StateMachine')[0]?.[1].Properties.RoleArn
      : ownFunctions(main).find(([each]) => each === name)?.[1].Properties.Role;
  return resourcesOf(main, 'AWS::IAM::Policy')
    .filter(([, { Properties }]) => Properties.Roles[0].Ref === role['Fn::GetAtt'][0])
    .flatMap(([, { Properties }]) => Properties.PolicyDocument.Statement)
    .filter(({ Resource }) => JSON.stringify(Resource).includes(`tables${table}`));
}

const updatesOf = (table: string, name: string) =>
  statementsOn(table, name).filter(({ Action }) => Action === 'dynamodb:UpdateItem');

describe('the attributes that updates name', () => {
  it.each(Object.entries({ ...TOKEN_UPDATES, ...CONTACT_UPDATES }).filter(([name]) => name in UPDATES))(
    'by %s match those that the adapter names',
    async (name, attributes) => {
      expect(await attributesOf(UPDATES[name] ?? [])).toEqual([...attributes].sort());
    },
  );

  it.each(['Record delivery', 'Revoke token'] as const)('by "%s" match the state machine', (name) => {
    const state = synthesisedDefinition().States[name];
    const parameters = state?.Type === 'Task' ? (state.Parameters as object) : {};
    expect(namedAttributes(parameters)).toEqual([...TOKEN_UPDATES[name]].sort());
  });

  it('are checked for every update', () => {
    const tried = [...Object.keys(UPDATES), 'Record delivery', 'Revoke token'];
    expect(tried.sort()).toEqual([...Object.keys(TOKEN_UPDATES), ...Object.keys(CONTACT_UPDATES)].sort());
  });
});

describe('roles', () => {
  const { countAttempt, settleAttempt, returnAttempt, markUsed } = TOKEN_UPDATES;
  it.each([
    ['tokens', 'verify-token', [countAttempt, settleAttempt, returnAttempt, markUsed]],
    ['tokens', 'revoke-token', [TOKEN_UPDATES.revoke]],
    ['tokens', 'persist-token', [TOKEN_UPDATES.replaceCode, TOKEN_UPDATES.revoke]],
    ['tokens', 'deliver-by-sms', [TOKEN_UPDATES.noteHandOver]],
    ['tokens', 'deliver-by-email', [TOKEN_UPDATES.noteHandOver]],
    ['tokens', 'put-contact', [TOKEN_UPDATES.revoke]],
    ['tokens', 'delete-contact', [TOKEN_UPDATES.revoke]],
    ['tokens', 'admit-request', [TOKEN_UPDATES.noteResend]],
    ['tokens', 'take-back-the-send', [TOKEN_UPDATES.forgetResend]],
    ['tokens', 'issue-token', [TOKEN_UPDATES['Record delivery'], TOKEN_UPDATES['Revoke token']]],
    ['contacts', 'get-contact', [CONTACT_UPDATES.setConfirmed]],
    ['contacts', 'admit-request', [CONTACT_UPDATES.setConfirmed]],
    ['contacts', 'put-contact', [CONTACT_UPDATES.noteConfirmationSent]],
    [
      'contacts',
      'confirm-contact',
      [CONTACT_UPDATES.confirmEmail, CONTACT_UPDATES.countTypedCode, CONTACT_UPDATES.setConfirmed],
    ],
  ])('update in %s, as %s, only the attributes that its own writes name', (table, name, updates) => {
    const keys = table === 'tokens' ? ['user_id', 'slot'] : ['user_id'];
    const [update, ...more] = updatesOf(table, name);
    expect(more).toEqual([]);
    expect(update?.Condition?.['ForAllValues:StringEquals']).toEqual({
      'dynamodb:Attributes': [...new Set([...keys, ...updates.flat()])].sort(),
    });
  });

  it('that need no return values get none: to revoke, record or confirm reads nothing', () => {
    const silent = [
      ...updatesOf('tokens', 'revoke-token'),
      ...updatesOf('tokens', 'issue-token'),
      ...updatesOf('tokens', 'take-back-the-send'),
      ...['deliver-by-sms', 'deliver-by-email'].flatMap((name) => updatesOf('tokens', name)),
      ...['put-contact', 'delete-contact'].flatMap((name) => updatesOf('tokens', name)),
      ...updatesOf('contacts', 'get-contact'),
      ...updatesOf('contacts', 'put-contact'),
      ...updatesOf('contacts', 'confirm-contact'),
    ];
    expect(silent).toHaveLength(10);
    for (const { Condition } of silent) {
      expect(Condition?.StringEqualsIfExists).toEqual({ 'dynamodb:ReturnValues': 'NONE' });
    }
  });

  it('read opt-outs and count sends, as put-contact, and touch nothing else in the limits table', () => {
    const reached = statementsOn('limits', 'put-contact').map(({ Action, Condition }) => [
      Action,
      Condition?.['ForAllValues:StringLike']?.['dynamodb:LeadingKeys'],
    ]);
    expect(reached).toEqual([
      ['dynamodb:GetItem', ['opt-out#*']],
      ['dynamodb:UpdateItem', ['sends*']],
    ]);
  });

  it('of confirm-contact read opt-outs and count what is typed, and touch nothing else there', () => {
    const reached = statementsOn('limits', 'confirm-contact').map(({ Action, Condition }) => [
      Action,
      Condition?.['ForAllValues:StringLike']?.['dynamodb:LeadingKeys'],
    ]);
    expect(reached).toEqual([
      ['dynamodb:GetItem', ['opt-out#*']],
      ['dynamodb:UpdateItem', ['guesses#*', 'mailbox-guesses#*']],
    ]);
  });

  it.each([
    ['unlock-person', ['guesses#*']],
    ['get-contact', ['opt-out#*']],
    ['put-opt-out', ['opt-out#*']],
    ['issue-token', ['idempotency#*']],
    ['deliver-by-sms', ['prefix#*', 'sends*', 'spend*']],
    ['deliver-by-email', ['prefix#*', 'sends*', 'spend*']],
    ['take-back-the-send', ['prefix#*', 'sends*', 'spend*']],
  ])('touch, as %s, only items of the limits table whose key begins with %j', (name, subjects) => {
    for (const { Condition } of statementsOn('limits', name)) {
      expect(Condition?.['ForAllValues:StringLike']).toEqual({ 'dynamodb:LeadingKeys': subjects });
    }
    expect(statementsOn('limits', name)).toHaveLength(1);
  });

  it('touch, as verify-token, counters of guesses, numbers and prefixes, and verification keys', () => {
    const reach = statementsOn('limits', 'verify-token').map(({ Action, Condition }) => [
      [Action].flat(),
      Condition?.['ForAllValues:StringLike']?.['dynamodb:LeadingKeys'],
    ]);
    expect(reach).toEqual([
      [['dynamodb:UpdateItem'], ['guesses#*', 'number#*', 'prefix#*', 'verification#*']],
      [['dynamodb:GetItem'], ['guesses#*', 'verification#*']],
      [['dynamodb:DeleteItem', 'dynamodb:PutItem'], ['verification#*']],
    ]);
  });
});
