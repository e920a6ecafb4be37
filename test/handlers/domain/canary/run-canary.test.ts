import { describe, expect, it } from '@jest/globals';
import { runCanary } from '../../../../handlers/domain/canary/run-canary.ts';
import type {
  CodeIssuer,
  IssueOutcome,
  PresentedCode,
  VerifyOutcome,
} from '../../../../handlers/domain/cognito/courier-ports.ts';

const TEST = { phoneNumber: '+15005550006', token: '424242' };
const SENT = {
  kind: 'sent',
  tokenId: 'token-1',
  status: 'sent',
  channel: 'sms',
  destination: '•••06',
  expiresAt: '2026-11-26T20:05:00Z',
  resendAfter: '2026-11-26T20:00:30Z',
} as const;
const USED = { kind: 'not verified', reason: 'used' } as const;

/** Answers as given, one verification after the other, and takes 40 ms for each. */
function serviceThat(issue: IssueOutcome, ...verifications: VerifyOutcome[]) {
  let nowMs = 1_000_000;
  const presented: [PresentedCode, string, number][] = [];
  const asked: unknown[] = [];
  const codes: CodeIssuer = {
    async issue(...request) {
      nowMs += 40;
      asked.push(request);
      return issue;
    },
    async verify(...request) {
      nowMs += 40;
      presented.push(request);
      return verifications[presented.length - 1] ?? { kind: 'no answer' };
    },
  };
  return { run: () => runCanary(TEST, 'run-1', 1_060_000, { codes, now: () => nowMs }), presented, asked };
}

describe('the canary', () => {
  it('asks for a code, verifies it, and succeeds once it is refused the second time', async () => {
    const { run, presented, asked } = serviceThat(SENT, { kind: 'verified' }, USED);
    expect(await run()).toEqual({ kind: 'succeeded', tookMs: 120 });
    const person = { userId: 'token-courier-canary', purpose: 'canary', phoneNumber: '+15005550006' };
    expect(asked).toEqual([[person, 'run-1-issue', 1_060_000]]);
    expect(presented).toEqual([
      [{ ...person, code: '424242', tokenId: 'token-1' }, 'run-1-verify', 1_060_000],
      [{ ...person, code: '424242', tokenId: 'token-1' }, 'run-1-again', 1_060_000],
    ]);
  });

  it.each<[string, IssueOutcome, VerifyOutcome[], [step: string, reason: string]]>([
    [
      'no access token',
      { kind: 'refused', code: 'issuer_unavailable' },
      [],
      ['access_token', 'issuer_unavailable'],
    ],
    [
      'an access token that is not taken',
      { kind: 'refused', code: 'unauthorized' },
      [],
      ['access_token', 'unauthorized'],
    ],
    [
      'its secret unread',
      { kind: 'refused', code: 'secret_unavailable' },
      [],
      ['access_token', 'secret_unavailable'],
    ],
    ['a refusal', { kind: 'refused', code: 'locked' }, [], ['issue', 'locked']],
    ['no answer', { kind: 'no answer' }, [], ['issue', 'no_answer']],
    ['a message that may have been sent', { ...SENT, status: 'unknown' }, [], ['issue', 'unknown']],
    [
      'a right code that is taken for wrong',
      SENT,
      [{ kind: 'not verified', reason: 'mismatch' }],
      ['verify', 'mismatch'],
    ],
    ['a verification without an answer', SENT, [{ kind: 'no answer' }], ['verify', 'no_answer']],
    [
      'a code that is taken twice',
      SENT,
      [{ kind: 'verified' }, { kind: 'verified' }],
      ['verify_again', 'verified'],
    ],
    [
      'a used code that is refused for another reason',
      SENT,
      [{ kind: 'verified' }, { kind: 'not verified', reason: 'not_found' }],
      ['verify_again', 'not_found'],
    ],
    ['a second try without an answer', SENT, [{ kind: 'verified' }], ['verify_again', 'no_answer']],
  ])('says at which step it failed: %s', async (_, issue, verifications, [step, reason]) => {
    expect(await serviceThat(issue, ...verifications).run()).toEqual({ kind: 'failed', step, reason });
  });
});
