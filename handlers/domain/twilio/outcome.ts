/** What a Twilio route answers when it does not do what it was asked: an error of Twilio's, and ours behind it. */
import type { FaultName } from '../../contract/faults.ts';
import type { ProblemCode } from '../../contract/problems.ts';
import type { TwilioCode, TwilioErrorBody } from '../../contract/twilio.ts';
import { TWILIO_ERRORS } from '../../contract/twilio.ts';

export interface TwilioError {
  readonly code: TwilioCode;
  /** For people, after the message that the code always has; never contains a value that the caller sent. */
  readonly detail?: string;
  readonly retryAfterSeconds?: number;
  /** What logs and metrics call it; absent for a refusal that only Twilio has. */
  readonly problem?: ProblemCode;
  /** The state machine refused, and has counted that. */
  readonly isCounted?: true;
  /** There is no execution whose end tells of this fault. */
  readonly uncounted?: FaultName | undefined;
}

export type Outcome<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly error: TwilioError };

export const done = <T>(value: T): Outcome<T> => ({ ok: true, value });

export const fail = (code: TwilioCode, more: Omit<TwilioError, 'code'> = {}): Outcome<never> =>
  failWith({ code, ...more });

export const failWith = (error: TwilioError): Outcome<never> => ({ ok: false, error });

/** A parameter, by Twilio's name, and the rule that it breaks. */
export const invalid = (parameter: string, rule: string): Outcome<never> =>
  fail(60200, { detail: `\`${parameter}\` ${rule}`, problem: 'invalid_request' });

/** There is no such verification that can still be checked. Twilio gives no reason either. */
export const notFound = (): Outcome<never> => fail(20404, { problem: 'not_found' });

export function errorBody({ code, detail }: TwilioError): TwilioErrorBody {
  const { status, message } = TWILIO_ERRORS[code];
  return {
    code,
    message: detail === undefined ? message : `${message}: ${detail}`,
    more_info: `https://www.twilio.com/docs/errors/${code}`,
    status,
  };
}
