/**
 * Supabase Auth's Send SMS hook: delivers the code that Supabase made, for a sign-up, a sign-in, a change of number, a
 * reauthentication or a challenge of a phone factor.
 *
 * https://github.com/supabase/auth/blob/bc32168/internal/hooks/v0hooks/v0hooks.go (SendSMSInput),
 * internal/api/phone.go (sendPhoneConfirmation) and internal/api/mfa.go (challengePhoneFactor) beside it.
 */
import * as z from 'zod/mini';
import { kind, text, userId } from '../../contract/fields.ts';
import type { HookModule, Translated } from './hook.ts';
import { isE164, looseLocale, loosePurpose, withPlus } from './loose-values.ts';
import { readJson } from './read-json.ts';
import { doubtAboutSignature, isSigned } from './standard-webhooks.ts';
import { supabaseAnswer } from './supabase-answer.ts';

/** Where an app keeps a person's language is its own choice; these are the names in use. */
const LANGUAGE_MEMBERS = ['locale', 'language', 'lang'] as const;

const NEEDED_RULE =
  'is missing, so this code may be for another number: Supabase Auth 2.180 or later says it';

const optionalNumber = z._default(z.nullable(z.string(kind('a string'))), '');

const input = z.object(
  {
    user: z.object(
      {
        id: userId,
        phone: optionalNumber,
        new_phone: optionalNumber,
        user_metadata: z.optional(z.unknown()),
      },
      kind('an object'),
    ),
    sms: z.object(
      { otp: text(64), phone: optionalNumber, sms_type: z.optional(z.unknown()) },
      kind('an object'),
    ),
  },
  kind('an object'),
);

/**
 * `validSeconds`: how long Supabase accepts a code, which no request says. Challenges of factors last longer, so their
 * messages say nothing of it.
 * https://github.com/supabase/auth/blob/bc32168/internal/conf/configuration.go (MFA.ChallengeExpiryDuration)
 */
export const supabaseSms = ({ validSeconds }: { readonly validSeconds?: number }): HookModule => ({
  authenticate: isSigned,
  doubt: doubtAboutSignature,
  translate({ rawBody }): Translated {
    const read = readJson(rawBody, input);
    if (!read.ok) {
      return { kind: 'invalid', errors: read.refusal.errors ?? [] };
    }
    const { user, sms } = read.value;
    if (!sms.phone && isAmbiguous(user, sms.sms_type)) {
      return { kind: 'invalid', errors: [{ field: 'sms.phone', rule: NEEDED_RULE }] };
    }
    const destination = withPlus(sms.phone || user.phone || user.new_phone || '');
    if (!isE164(destination)) {
      return { kind: 'invalid', errors: [{ field: 'sms.phone', rule: 'must be a number in E.164' }] };
    }
    const locale = languageOf(user.user_metadata);
    return {
      kind: 'deliver',
      requests: [
        {
          user_id: user.id,
          purpose: loosePurpose(sms.sms_type),
          channel: 'sms',
          destination,
          code: sms.otp,
          ...(validSeconds === undefined || sms.sms_type ? {} : { validSeconds }),
          ...(locale === undefined ? {} : { locale }),
        },
      ],
    };
  },
  answer: supabaseAnswer,
});

/**
 * Releases before September 2025 do not say which number a code is for. Of a user with a number and a new one it may
 * be either, and a factor's number is nowhere in its call. A code that is texted to any other number than its own
 * would have that one confirmed by somebody who does not own it, so there is no guess.
 * https://github.com/supabase/auth/pull/2160 (first in 2.180.0)
 * https://github.com/supabase/auth/pull/1668 (`sms_type`, of factors alone)
 */
const isAmbiguous = (
  { phone, new_phone }: { readonly phone: string | null; readonly new_phone: string | null },
  smsType: unknown,
): boolean => Boolean(smsType) || Boolean(phone && new_phone);

/** In the part of the user that the app fills, which may hold anything. */
export function languageOf(metadata: unknown): string | undefined {
  if (typeof metadata !== 'object' || metadata === null) {
    return undefined;
  }
  return LANGUAGE_MEMBERS.map((name) => looseLocale((metadata as Record<string, unknown>)[name])).find(
    (locale) => locale !== undefined,
  );
}
