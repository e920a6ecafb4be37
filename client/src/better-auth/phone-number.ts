/**
 * For better-auth's phone-number plugin: codes that Token Courier makes, sends and verifies.
 *
 * With `verifyOTP`, verification is the provider's alone, and its documentation asks for one that "atomically
 * consumes accepted codes": of parallel attempts with the same code, one succeeds.
 * https://better-auth.com/docs/plugins/phone-number
 */
import { APIError } from 'better-auth/api';
import type { PhoneNumberOptions } from 'better-auth/plugins/phone-number';
import { checkCode } from '../check-code.ts';
import type { CodesClient } from '../client.ts';
import type { IssueTokenBody } from '../contract.ts';
import { isProblem } from '../errors.ts';

/** What better-auth hands to its callbacks: the endpoint's context. */
type Context = Parameters<PhoneNumberOptions['sendOTP']>[1];

/** Members of the request that the caller may add, such as `locale` and `limit_keys`. */
export type ExtraMembers = Omit<Partial<IssueTokenBody>, 'user_id' | 'purpose' | 'phone_number' | 'context'>;

export interface PhoneNumberCodesOptions {
  /** Adds to each request for a code. Send the client's IP address as a limit key, if the deployment has one. */
  readonly request?: (phoneNumber: string, ctx: Context) => ExtraMembers | Promise<ExtraMembers>;
}

/** A code for one does nothing for the other. */
const SIGN_IN = 'phone-number';
const PASSWORD_RESET = 'password-reset';
const RESET_PATH = '/phone-number/reset-password';

/** Spread it into the options of `phoneNumber()`. Refusals reach the person as better-auth's own API errors. */
export function phoneNumberCodes(
  courier: CodesClient,
  { request }: PhoneNumberCodesOptions = {},
): Required<Pick<PhoneNumberOptions, 'sendOTP' | 'verifyOTP' | 'sendPasswordResetOTP'>> {
  const send = async (phoneNumber: string, purpose: string, ctx: Context): Promise<void> => {
    await courier.issueToken({
      ...(await request?.(phoneNumber, ctx)),
      user_id: await courier.userIdFor(phoneNumber),
      purpose,
      phone_number: phoneNumber,
    });
  };
  return {
    sendOTP: ({ phoneNumber }, ctx) => send(phoneNumber, SIGN_IN, ctx).catch(rethrow),
    /** Sent only to people with an account, so an error would tell who has one. It is logged instead. */
    sendPasswordResetOTP: ({ phoneNumber }, ctx) =>
      send(phoneNumber, PASSWORD_RESET, ctx).catch((error: unknown) =>
        (ctx?.context.logger ?? console).error('No code was sent for a password reset', error),
      ),
    verifyOTP: async ({ phoneNumber, code }, ctx) =>
      checkCode(courier, {
        user_id: await courier.userIdFor(phoneNumber),
        purpose: ctx?.path === RESET_PATH ? PASSWORD_RESET : SIGN_IN,
        phone_number: phoneNumber,
        token: code,
      }).catch(rethrow),
  };
}

const STATUSES: Readonly<Record<number, ConstructorParameters<typeof APIError>[0]>> = {
  400: 'BAD_REQUEST',
  409: 'CONFLICT',
  422: 'UNPROCESSABLE_ENTITY',
  429: 'TOO_MANY_REQUESTS',
  502: 'BAD_GATEWAY',
  503: 'SERVICE_UNAVAILABLE',
};

/** The person's app sees what it can act on; anything else stays an internal error of better-auth. */
function rethrow(error: unknown): never {
  const status = isProblem(error) ? STATUSES[error.status] : undefined;
  if (!isProblem(error) || status === undefined) {
    throw error;
  }
  const { code, problem, retryAfterSeconds } = error;
  throw new APIError(
    status,
    { code: code.toUpperCase(), message: problem.title },
    retryAfterSeconds === undefined ? {} : { 'Retry-After': String(retryAfterSeconds) },
  );
}
