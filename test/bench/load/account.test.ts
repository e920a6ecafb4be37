import { describe, expect, it } from '@jest/globals';
import { accountForExecutions } from '../../../bench/load/account/executions.ts';
import type { Finding } from '../../../bench/load/account/finding.ts';
import { accountForGuesses, accountForSends, accountForSpend } from '../../../bench/load/account/limits.ts';
import { accountForMessages } from '../../../bench/load/account/messages.ts';
import { accountForMetrics } from '../../../bench/load/account/metrics.ts';
import { accountForLogs } from '../../../bench/load/account/secrecy.ts';
import { lostIn, settleAccount } from '../../../bench/load/account/settle-account.ts';
import {
  accountForRepeats,
  accountForRevealed,
  accountForTokens,
  accountForVerifications,
} from '../../../bench/load/account/tokens.ts';
import type { Evidence, LoggedLine, StoredToken } from '../../../bench/load/evidence.ts';
import type { Call } from '../../../bench/load/ledger.ts';

const AT = Date.UTC(2026, 10, 26, 20);
const CODE = 'GVMZS-WJFFF-MEFRE';

const aCall = (more: Partial<Call>): Call => ({
  kind: 'issue',
  person: 'ada',
  purpose: 'login',
  route: 'POST /tokens',
  startedMs: AT,
  endedMs: AT + 500,
  status: 201,
  replayed: false,
  answer: { token_id: 'first', channel: 'sms' },
  ...more,
});
const verified = aCall({
  kind: 'verify',
  startedMs: AT + 1_000,
  endedMs: AT + 1_100,
  status: 200,
  isRight: true,
  answer: { verified: true, token_id: 'first' },
});
const stored: StoredToken = {
  user_id: 'ada',
  slot: 'local#login',
  token_id: 'first',
  status: 'used',
  attempts: 1,
};
const message = {
  id: 'm',
  at: '2026-11-26T20:00:00.300Z',
  channel: 'sms',
  to: '+4915100000001',
  body: `${CODE} is`,
};
const counted = (name: string, members: object = {}, by = 'admit-request'): LoggedLine => ({
  function: by,
  line: JSON.stringify({ _aws: { CloudWatchMetrics: [{ Metrics: [{ Name: name }] }] }, ...members }),
});

/** One person who was texted a code and entered it. */
const COMPLETE: Evidence = {
  people: [{ userId: 'ada', destinations: ['+4915100000001', 'ada@example.com'] }],
  calls: [aCall({}), verified],
  messages: [message],
  tokens: [stored],
  counts: [
    { subject: 'sends:person#login#ada', window: 'counts', numbers: { '86400#1795651200': 1 } },
    { subject: 'spend', window: 'counts', numbers: { '3600#1795723200': 50_000 } },
  ],
  executions: [{ execution_arn: 'arn', status: 'SUCCEEDED', events: [] }],
  lines: [counted('TokensIssued'), counted('TokensDelivered'), counted('TokensVerified')],
  spells: [],
  revealed: [],
  brought: [],
};
const FAILED = aCall({ status: 503, answer: { code: 'store_unavailable', request_id: 'r' } });

const lost = (account: (evidence: Evidence) => Finding, more: Partial<Evidence>) =>
  account({ ...COMPLETE, ...more }).lost;

describe('the account of a run', () => {
  it('is settled when every answer has its token, message, counts and metrics', () => {
    expect(lostIn(settleAccount(COMPLETE, 50_000))).toEqual([]);
  });

  it.each<[string, (evidence: Evidence) => Finding, Partial<Evidence>, string]>([
    [
      'a message that never came',
      accountForMessages,
      { messages: [] },
      'ada was sent 1 codes by 201 and received 0',
    ],
    [
      'a message without an answer',
      accountForMessages,
      { messages: [message, { ...message, id: 'n', body: `${CODE}0 is` }] },
      'ada received 2 codes, 1 of them without an answer',
    ],
    [
      'a message to somebody else',
      accountForMessages,
      { messages: [message, { ...message, id: 'n', to: '+4915100000009' }] },
      'a message went to +4915100000009, for whom nobody asked',
    ],
    [
      'a token that is not stored',
      accountForTokens,
      { tokens: [] },
      'ada was issued a token, and none is stored',
    ],
    [
      'a living token of a request that failed',
      accountForTokens,
      { calls: [FAILED], tokens: [{ ...stored, status: 'sent', attempts: 0 }] },
      'ada has a living token (sent) that no answer told of',
    ],
    [
      'a code that was used without an answer',
      accountForTokens,
      { calls: [aCall({})] },
      'ada: the answers say not verified, the table used',
    ],
    [
      'an attempt that was counted twice',
      accountForTokens,
      { tokens: [{ ...stored, attempts: 2 }] },
      'ada made 1 attempts, and 2 are counted',
    ],
    [
      'a revoked token that lives',
      accountForTokens,
      {
        calls: [aCall({}), aCall({ kind: 'revoke', status: 204, answer: {} })],
        tokens: [{ ...stored, status: 'sent', attempts: 0 }],
      },
      'ada was revoked, and the token is sent',
    ],
    [
      'a code that verified twice',
      accountForVerifications,
      { calls: [aCall({}), verified, verified] },
      'token first was verified 2 times',
    ],
    [
      'a wrong code that verified',
      accountForVerifications,
      { calls: [aCall({}), { ...verified, isRight: false }] },
      'ada verified with a wrong code, or as another client',
    ],
    [
      'a key that was carried out twice',
      accountForRepeats,
      { calls: [aCall({ key: 'k' }), aCall({ key: 'k' })] },
      'key issue k was carried out 2 times',
    ],
    [
      'a living code that nobody received',
      accountForRevealed,
      { revealed: [{ userId: 'ada', purpose: 'login', token: 'ANOTHERCODE' }] },
      'ada has a living code that was never received',
    ],
    [
      'a send that is not counted',
      accountForSends,
      { counts: [] },
      'ada was sent 1 messages, and 0 are counted',
    ],
    [
      'a send that is counted twice',
      accountForSends,
      { counts: [{ subject: 'sends:person#login#ada', window: 'counts', numbers: { '86400#0': 2 } }] },
      'ada was sent 1 messages, 0 requests failed, and 2 are counted',
    ],
    [
      'a wrong code that is not counted',
      accountForGuesses,
      { calls: [{ ...verified, isRight: false, answer: { verified: false, reason: 'mismatch' } }] },
      'ada typed 1 wrong codes, 0 were not answered, and 0 are counted',
    ],
    [
      'a text without a reserved price',
      (evidence) => accountForSpend(evidence, 50_000),
      { counts: [] },
      '1 texts were sent, and the price of 0 is reserved',
    ],
    [
      'an execution without a request',
      accountForExecutions,
      { calls: [] },
      '0 requests were answered, and 1 were executed',
    ],
    [
      'a metric that is missing',
      accountForMetrics,
      { lines: [counted('TokensIssued'), counted('TokensDelivered')] },
      'TokensVerified: 0 are counted, and callers were told of 1',
    ],
    [
      'a metric too many',
      accountForMetrics,
      { lines: [...COMPLETE.lines, counted('VerificationsRefused', { reason: 'mismatch' })] },
      'VerificationsRefused mismatch: 1 are counted, and callers were told of 0',
    ],
    [
      'a code in a log',
      accountForLogs,
      { lines: [{ function: 'deliver-by-sms', line: '{"text":"GVMZSWJFFFMEFRE"}' }] },
      'deliver-by-sms logged a code or a number',
    ],
    [
      'a code in groups in a log',
      accountForLogs,
      { lines: [{ function: 'deliver-by-sms', line: `{"text":"${CODE}"}` }] },
      'deliver-by-sms logged a code or a number',
    ],
    [
      'a number in a log',
      accountForLogs,
      { lines: [{ function: 'admit-request', line: '{"to":"+4915100000001"}' }] },
      'admit-request logged a code or a number',
    ],
    [
      'an address in a log',
      accountForLogs,
      { lines: [{ function: 'admit-request', line: '{"to":"ada@example.com"}' }] },
      'admit-request logged an address',
    ],
  ])('finds %s', (_, account, more, what) => {
    expect(lost(account, more)).toContain(what);
  });
});

describe('what a rule explains', () => {
  const explained = (account: (evidence: Evidence) => Finding, more: Partial<Evidence>) => {
    const { lost: missing, explained: rules } = account({ ...COMPLETE, ...more });
    return [missing, Object.values(rules)];
  };

  it('is a 202 without a message', () => {
    expect(explained(accountForMessages, { calls: [aCall({ status: 202 })], messages: [] })).toEqual([
      [],
      [1],
    ]);
  });

  it('is the same code twice, only while SNS failed', () => {
    const twice = { messages: [message, { ...message, id: 'n' }] };
    expect(accountForMessages({ ...COMPLETE, ...twice }).lost).toHaveLength(1);
    const spells = [{ name: 'sns is slow', fromMs: AT, toMs: AT + 1 }];
    expect(explained(accountForMessages, { ...twice, spells })).toEqual([[], [1]]);
  });

  it('is a revoked token of a request that failed', () => {
    const revoked = { ...stored, status: 'revoked', attempts: 0 };
    expect(explained(accountForTokens, { calls: [FAILED], tokens: [revoked] })).toEqual([[], [1]]);
    expect(lost(accountForTokens, { calls: [], tokens: [revoked] })).toEqual([]);
  });

  it('is a count of a request that failed and could not be taken back', () => {
    const counts = [{ subject: 'sends:person#login#ada', window: 'counts', numbers: { '86400#0': 2 } }];
    expect(explained(accountForSends, { calls: [aCall({}), FAILED], counts })).toEqual([[], [1]]);
  });
});
