/**
 * The challenge of a custom sign-in: sends a code, once per sign-in, and tells the app what became of it.
 *
 * Cognito calls again when it got no answer within five seconds, with the same event and no id. Calls within the same
 * 15 seconds share an Idempotency-Key, so they get the first one's answer. A call just after the edge finds that it is
 * too soon for another message, which is `sent_before`. After a wrong answer the challenge is the same one again:
 * nothing is sent, unless the person asks for it.
 */
import { createHash } from 'node:crypto';
import type { ChallengeStatus } from '../../contract/cognito.ts';
import { TRIGGER_TIMEOUT_SECONDS } from '../../contract/timeouts.ts';
import type { PrivateParameters } from './challenge-note.ts';
import { LIVE, NONE, privateParametersOf, sentCode } from './challenge-note.ts';
import type { PastChallenge } from './challenge-session.ts';
import { answersGiven, lastNote } from './challenge-session.ts';
import type { CodeIssuer, CodeRequest, IssueOutcome, Refused } from './courier-ports.ts';
import type { Waiting } from './even-answer.ts';
import { ANSWER_WITHIN_MS, answerAt, EVEN_ANSWER_MS } from './even-answer.ts';
import type { PoolUser } from './pool-user.ts';
import type { SignInOptions } from './sign-in-options.ts';
import { hasDestination } from './sign-in-options.ts';

/** Cognito makes three calls at most. */
const REPEATED_WITHIN_MS = 3 * TRIGGER_TIMEOUT_SECONDS * 1000;
/** Between two looks at whether a call that is still running has its answer. */
const LOOK_EVERY_MS = 400;

/** Refusals that mean: another request has just sent the code. */
const SENT_BEFORE = ['resend_too_soon', 'superseded'];
/** Problems after which a message may have been sent; its code is then valid. docs/problems.md says so of each. */
const UNKNOWN = ['request_in_progress', 'service_unavailable', 'internal_error'];

export interface ChallengeRequest {
  /** Undefined for a user that does not exist. */
  readonly user: PoolUser | undefined;
  readonly userPoolId: string;
  readonly clientId: string;
  readonly session: readonly PastChallenge[];
  readonly wantsResend: boolean;
}

export interface Challenge {
  readonly publicParameters: Readonly<Record<string, string>>;
  /** See challenge-note.ts. */
  readonly privateParameters: PrivateParameters;
  /** For the next challenge of the sign-in. */
  readonly note: string;
  /** What happened, for the log: also where the app is not told. */
  readonly outcome: string;
}

export interface CreateChallengePorts extends Waiting {
  readonly codes: Pick<CodeIssuer, 'issue'>;
  readonly newId: () => string;
}

/** Answers within four seconds of `now`. */
export async function createChallenge(
  request: ChallengeRequest,
  options: SignInOptions,
  ports: CreateChallengePorts,
): Promise<Challenge> {
  const startMs = ports.now();
  if (!options.passwordless) {
    return challengeOf(request, options, ports, startMs + ANSWER_WITHIN_MS);
  }
  const atMs = startMs + EVEN_ANSWER_MS;
  const challenge = await answerAt(atMs, challengeOf(request, options, ports, atMs), ports);
  // All that may be said where the user may not exist: what the app knows anyway.
  const status: ChallengeStatus = isAnswered(request) ? 'wrong_code' : 'requested';
  return {
    ...challenge,
    publicParameters: { status, answers_remaining: answersRemaining(request, options) },
  };
}

async function challengeOf(
  request: ChallengeRequest,
  options: SignInOptions,
  ports: CreateChallengePorts,
  untilMs: number,
): Promise<Challenge> {
  const { user, session, wantsResend } = request;
  const sent = sentCode(lastNote(session));
  const challenge = (
    status: ChallengeStatus,
    note: string,
    facts: Readonly<Record<string, string>> = {},
  ) => ({
    publicParameters: { status, ...facts, answers_remaining: answersRemaining(request, options) },
    privateParameters: privateParametersOf(note, ports.newId),
    note,
    outcome: user === undefined ? 'unknown user' : (facts.code ?? status),
  });
  if (sent !== undefined && !wantsResend) {
    return challenge('wrong_code', sent);
  }
  if (user === undefined) {
    return challenge('sent', sent ?? ports.newId());
  }
  const outcome = await issue(user, request, options, ports, untilMs);
  if (outcome.kind === 'sent') {
    const { tokenId, status, channel, destination, expiresAt, resendAfter } = outcome;
    const facts = { channel, destination, expires_at: expiresAt, resend_after: resendAfter };
    return challenge(status, tokenId, facts);
  }
  if (outcome.kind === 'no answer' || UNKNOWN.includes(outcome.code)) {
    return challenge('unknown', LIVE);
  }
  return SENT_BEFORE.includes(outcome.code)
    ? challenge('sent_before', LIVE, waitOf(outcome))
    : challenge('refused', sent ?? NONE, { code: outcome.code, ...waitOf(outcome) });
}

async function issue(
  user: PoolUser,
  request: ChallengeRequest,
  options: SignInOptions,
  { codes, now, wait }: CreateChallengePorts,
  untilMs: number,
): Promise<IssueOutcome> {
  if (!hasDestination(user, options)) {
    return { kind: 'refused', code: 'no_destination' };
  }
  const key = repeatedKey(user, request, now());
  const code: CodeRequest = {
    userId: user.id,
    purpose: options.purpose,
    phoneNumber: options.numberFrom === 'attribute' ? user.verifiedNumber : undefined,
    channels: options.channels ?? undefined,
    locale: user.locale,
  };
  for (;;) {
    const outcome = await codes.issue(code, key, untilMs);
    const isRunning = outcome.kind === 'refused' && outcome.code === 'request_in_progress';
    if (!isRunning || now() + LOOK_EVERY_MS >= untilMs) {
      return outcome;
    }
    await wait(LOOK_EVERY_MS);
  }
}

/** The same for the calls that Cognito makes for one challenge, and a new one for the next. */
function repeatedKey(
  user: PoolUser,
  { userPoolId, clientId, session }: ChallengeRequest,
  nowMs: number,
): string {
  const about = [userPoolId, clientId, user.id, session.length, Math.floor(nowMs / REPEATED_WITHIN_MS)];
  return createHash('sha256').update(JSON.stringify(about)).digest('hex');
}

const waitOf = ({ retryAfterSeconds }: Refused): Record<string, string> =>
  retryAfterSeconds === undefined ? {} : { retry_after: String(retryAfterSeconds) };

const answersRemaining = ({ session }: ChallengeRequest, { answersPerSignIn }: SignInOptions): string =>
  String(answersPerSignIn - answersGiven(session));

/** Whether the challenge follows an answer, which then was wrong. */
const isAnswered = ({ session, wantsResend }: ChallengeRequest): boolean =>
  !wantsResend && answersGiven(session) > 0;
