/** What the tests of custom sign-ins share: a clock that moves when somebody waits, and an API that answers as told. */

import type { PastChallenge } from '../../../../handlers/domain/cognito/challenge-session.ts';
import type {
  CodeIssuer,
  CodeRequest,
  IssueOutcome,
  PresentedCode,
  VerifyOutcome,
} from '../../../../handlers/domain/cognito/courier-ports.ts';
import type { SignInOptions } from '../../../../handlers/domain/cognito/sign-in-options.ts';

export const OPTIONS: SignInOptions = {
  passwordless: false,
  answersPerSignIn: 5,
  purpose: 'login',
  numberFrom: 'attribute',
  channels: null,
};
export const ADA = { id: '1f2e', verifiedNumber: '+12025550143', locale: 'de-DE' };
export const TOKEN_ID = '7b0f8f0e-3f6b-4c43-9c39-3a4bfb7c3f55';
export const SENT: IssueOutcome = {
  kind: 'sent',
  tokenId: TOKEN_ID,
  status: 'sent',
  channel: 'sms',
  destination: '+1••••••0143',
  expiresAt: '2026-03-14T09:31:53.000Z',
  resendAfter: '2026-03-14T09:27:24.021Z',
};
const START_MS = Date.parse('2026-03-14T09:26:55.000Z');

export const wrongAnswer = (challengeMetadata: string | null): PastChallenge => ({
  challengeName: 'CUSTOM_CHALLENGE',
  challengeResult: false,
  challengeMetadata,
});

/** `tookMs` passes before the API answers; the last outcome is repeated. */
export function scene(outcomes: (IssueOutcome | VerifyOutcome | Error)[], tookMs = 0) {
  let nowMs = START_MS;
  const calls: { request: CodeRequest | PresentedCode; key: string; untilMs: number }[] = [];
  const answer = async (request: CodeRequest | PresentedCode, key: string, untilMs: number) => {
    calls.push({ request, key, untilMs });
    nowMs += tookMs;
    const outcome = outcomes.length > 1 ? outcomes.shift() : outcomes[0];
    if (outcome instanceof Error) {
      throw outcome;
    }
    return outcome;
  };
  return {
    calls,
    tookMs: () => nowMs - START_MS,
    later: (ms: number) => {
      nowMs += ms;
    },
    ports: {
      codes: { issue: answer, verify: answer } as unknown as CodeIssuer,
      newId: () => '00000000-0000-4000-8000-000000000000',
      now: () => nowMs,
      wait: async (ms: number) => {
        nowMs += ms;
      },
    },
  };
}
