/**
 * For better-auth's twoFactor plugin: codes that Token Courier makes, sends and verifies.
 *
 * The plugin makes and compares codes itself, and has callbacks for sending (`sendOTP`) and for how its code is
 * stored (`storeOTP`). Here, what it makes is a handle: 32 digits that name the person whose challenge it is and
 * that nobody is sent. When it reads the handle back, to compare it with what was typed, Token Courier says
 * whether that is the person's code. Its attempts and its lock of the account stay in force.
 * https://better-auth.com/docs/plugins/2fa
 */
import { getCurrentAuthEndpointContext } from '@better-auth/core/context';
import type { TwoFactorOptions, UserWithTwoFactor } from 'better-auth/plugins/two-factor';
import { checkCode } from '../check-code.ts';
import type { CodesClient } from '../client.ts';
import type { IssueTokenBody } from '../contract.ts';
import { isProblem } from '../errors.ts';

type OtpOptions = NonNullable<TwoFactorOptions['otpOptions']>;
type Context = Parameters<NonNullable<OtpOptions['sendOTP']>>[1];
type Extra = Omit<Partial<IssueTokenBody>, 'user_id' | 'purpose' | 'context'>;

export interface TwoFactorCodesOptions {
  /**
   * Adds to each request for a code: `phone_number`, for instance. Without one, the code goes to the contact that
   * Token Courier has for the user's id.
   */
  readonly request?: (user: UserWithTwoFactor, ctx: Context) => Extra | Promise<Extra>;
  /** How long better-auth accepts a code. Default: 5, which is Token Courier's default too. */
  readonly periodMinutes?: number;
}

const PURPOSE = 'two-factor';
/** Nobody guesses 32 digits, and nothing but their owner is found by them. */
const HANDLE_DIGITS = 32;

/** The `otpOptions` of `twoFactor()`. */
export function twoFactorCodes(
  courier: CodesClient,
  { request, periodMinutes = 5 }: TwoFactorCodesOptions = {},
): OtpOptions {
  return {
    digits: HANDLE_DIGITS,
    period: periodMinutes,
    /** better-auth logs what this throws, and answers as if the code had been sent. */
    sendOTP: async ({ user, otp: handle }, ctx) => {
      if (ctx === undefined) {
        throw new Error('better-auth did not hand over its context');
      }
      // First, because a code that was sent a moment ago stays valid when it is too soon for another.
      await ctx.context.internalAdapter.createVerificationValue({
        identifier: identifierOf(handle),
        value: user.id,
        expiresAt: new Date(Date.now() + periodMinutes * 60_000),
      });
      try {
        await courier.issueToken({ ...(await request?.(user, ctx)), user_id: user.id, purpose: PURPOSE });
      } catch (error) {
        if (!isProblem(error, 'resend_too_soon')) {
          throw error;
        }
      }
    },
    storeOTP: {
      encrypt: async (handle) => handle,
      decrypt: async (handle) => {
        const { body, context } = getCurrentAuthEndpointContext();
        const typed = String(body?.code ?? '');
        const owner = await context.internalAdapter.findVerificationValue(identifierOf(handle));
        const isRight =
          owner !== null &&
          (await checkCode(courier, { user_id: owner.value, purpose: PURPOSE, token: typed }));
        // What is returned is compared with what was typed.
        return isRight ? typed : `not ${typed}`;
      },
    },
  };
}

const identifierOf = (handle: string): string => `token-courier-${handle}`;
