/**
 * The answer to a challenge of a custom sign-in, checked by the API. Unknown users get the same answer as a wrong code,
 * at the same moment.
 */
import { verifyTokenBody } from '../../contract/routes/verify-token.ts';
import { checkTyped } from '../token/token-format.ts';
import type { CodeIssuer } from './courier-ports.ts';
import type { Waiting } from './even-answer.ts';
import { ANSWER_WITHIN_MS, answerAt, EVEN_ANSWER_MS } from './even-answer.ts';
import type { PoolUser } from './pool-user.ts';
import type { SignInOptions } from './sign-in-options.ts';
import { hasDestination, onlyNumber } from './sign-in-options.ts';

export interface AnswerRequest {
  /** Undefined for a user that does not exist. */
  readonly user: PoolUser | undefined;
  readonly answer: string;
  /** Undefined: the person's live code, whichever it is. */
  readonly tokenId: string | undefined;
  readonly wantsResend: boolean;
  /** Names this call: an answer that the API was asked about twice uses up one attempt. */
  readonly callId: string;
}

export interface VerifyAnswerPorts extends Waiting {
  readonly codes: Pick<CodeIssuer, 'verify'>;
}

/** `outcome` is for the log. */
export interface Verdict {
  readonly isCorrect: boolean;
  readonly outcome: string;
}

/** The API did not check the code. It is not known to be wrong, and may still be valid. */
export class NotChecked extends Error {
  override readonly name = 'NotChecked';

  /** Of the API's problem, or why there is none. */
  readonly code: string;

  constructor(code: string) {
    super('The code could not be checked');
    this.code = code;
  }
}

type Options = Pick<SignInOptions, 'passwordless' | 'purpose' | 'numberFrom' | 'channels'>;

/**
 * Answers within four seconds of `now`, and in a passwordless sign-in three seconds after it.
 * @throws NotChecked when the API did not answer, or with a fault; in a passwordless sign-in that is a wrong code
 */
export async function verifyAnswer(
  request: AnswerRequest,
  options: Options,
  ports: VerifyAnswerPorts,
): Promise<Verdict> {
  const startMs = ports.now();
  if (!options.passwordless) {
    return judge(request, options, ports, startMs + ANSWER_WITHIN_MS);
  }
  const atMs = startMs + EVEN_ANSWER_MS;
  const verdict = judge(request, options, ports, atMs).catch((error: unknown) => {
    if (error instanceof NotChecked) {
      return { isCorrect: false, outcome: error.code };
    }
    throw error;
  });
  return answerAt(atMs, verdict, ports);
}

async function judge(
  { user, answer, tokenId, wantsResend, callId }: AnswerRequest,
  options: Options,
  { codes }: VerifyAnswerPorts,
  untilMs: number,
): Promise<Verdict> {
  if (wantsResend) {
    return { isCorrect: false, outcome: 'resend' };
  }
  if (user === undefined) {
    return { isCorrect: false, outcome: 'unknown user' };
  }
  // What no code can be is not worth a call, and the API would refuse it as a fault of ours.
  const canBeCode = verifyTokenBody.shape.token.safeParse(answer).success && checkTyped(answer).ok;
  if (!canBeCode || !hasDestination(user, options)) {
    return { isCorrect: false, outcome: 'mismatch' };
  }
  const presented = {
    userId: user.id,
    purpose: options.purpose,
    code: answer,
    tokenId,
    phoneNumber: onlyNumber(user, options),
  };
  const outcome = await codes.verify(presented, callId, untilMs);
  switch (outcome.kind) {
    case 'verified':
      return { isCorrect: true, outcome: 'verified' };
    case 'not verified':
      return { isCorrect: false, outcome: outcome.reason };
    default:
      throw new NotChecked(outcome.kind === 'refused' ? outcome.code : outcome.kind);
  }
}
