/** Has the service send a code, and turns its answer into what the sign-in goes on with. */
import type { TokenCourierClient } from '../../../client/src/index.ts';
import { isProblem, TokenCourierError } from '../../../client/src/index.ts';
import type { Account } from '../shared/accounts.ts';
import type { Notice } from '../shared/page.ts';
import { isForPeople, MAYBE_SENT, whyNotSent } from './words.ts';

const MILLISECONDS = 1000;

/**
 * The form of the codes. The app asks for it, because the field to type them into has to match: see
 * code-page.ts.
 */
export const CODE_FORMAT = 'numeric';

export type Courier = Pick<TokenCourierClient, 'issueToken' | 'verifyToken'>;

export interface SentCode {
  /** The code that was sent. A check with it accepts no other. */
  readonly tokenId: string;
  readonly channel: 'sms' | 'email';
  /** Masked by the service, so that it can be shown. */
  readonly destination: string;
  /** The message may or may not have been sent; if it arrives, its code is valid. */
  readonly isUncertain: boolean;
  readonly expiresAtMs: number;
  /** From when on the service sends a code again. */
  readonly resendAtMs: number;
}

export type SendResult =
  | { readonly isSent: true; readonly sent: SentCode }
  | { readonly isSent: false; readonly why: Notice; readonly waitMs: number };

/**
 * Sends a code to the account's phone, or, without a number, to where the service knows the person.
 * @param key requests with the same key are carried out once, and get the same answer
 */
export async function sendCode(
  courier: Courier,
  { userId, phoneNumber }: Account,
  key: string,
  nowMs: number,
): Promise<SendResult> {
  try {
    const answer = await courier.issueToken(
      {
        user_id: userId,
        format: CODE_FORMAT,
        ...(phoneNumber === undefined ? {} : { phone_number: phoneNumber }),
      },
      { idempotencyKey: key },
    );
    const { token_id, channel, destination, status, expires_at, expires_in, resend_after } = answer;
    // By the service's clock, which may differ from this one: the answer was given when it says it was.
    const aheadMs = Date.parse(expires_at) - expires_in * MILLISECONDS - nowMs;
    return {
      isSent: true,
      sent: {
        tokenId: token_id,
        channel,
        destination,
        isUncertain: status === 'unknown',
        expiresAtMs: Date.parse(expires_at) - aheadMs,
        resendAtMs: Date.parse(resend_after) - aheadMs,
      },
    };
  } catch (error) {
    if (!(error instanceof TokenCourierError)) {
      throw error;
    }
    const { code, retryAfterSeconds } = isProblem(error) ? error : {};
    if (!isForPeople(code)) {
      logFailure('send', error);
    }
    return {
      isSent: false,
      why: error.isOutcomeUnknown ? MAYBE_SENT : whyNotSent(code, retryAfterSeconds),
      waitMs: (retryAfterSeconds ?? 0) * MILLISECONDS,
    };
  }
}

/** For the operator. The client's messages name the request, and hold nothing about the person. */
export const logFailure = (what: 'send' | 'check', { message }: TokenCourierError): void =>
  console.error(`Could not ${what} a code: ${message}`);
