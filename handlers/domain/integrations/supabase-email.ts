/**
 * Supabase Auth's Send Email hook: delivers its codes. It replaces all of Supabase's emails, also those that only
 * notify; links are not sent, because a code is typed where it was asked for, and a link works for whoever opens it.
 *
 * https://github.com/supabase/auth/blob/bc32168/internal/api/mail.go (sendEmail, sendEmailChange)
 * https://github.com/supabase/auth/blob/bc32168/internal/mailer/mailer.go (EmailData)
 */
import * as z from 'zod/mini';
import { email, kind, text, userId } from '../../contract/fields.ts';
import type { FieldError } from '../../contract/problem-document.ts';
import type { DeliveryRequest } from '../deliveries/delivery-request.ts';
import type { HookModule, Translated } from './hook.ts';
import { loosePurpose } from './loose-values.ts';
import { readJson } from './read-json.ts';
import { doubtAboutSignature, isSigned } from './standard-webhooks.ts';
import { supabaseAnswer } from './supabase-answer.ts';
import { languageOf } from './supabase-sms.ts';

const EMAIL_CHANGE = 'email_change';

const optionalText = z._default(z.nullable(z.string(kind('a string'))), '');

const input = z.object(
  {
    user: z.object(
      {
        id: userId,
        email: optionalText,
        new_email: optionalText,
        user_metadata: z.optional(z.unknown()),
      },
      kind('an object'),
    ),
    email_data: z.object(
      { token: optionalText, token_new: optionalText, email_action_type: text(64) },
      kind('an object'),
    ),
  },
  kind('an object'),
);
type Input = z.output<typeof input>;

/** A code, and the member of the user that has the address it is for. */
interface Addressed {
  readonly code: string;
  readonly field: 'email' | 'new_email';
}

/** `validSeconds`: how long Supabase accepts a code, which no request says. */
export const supabaseEmail = ({ validSeconds }: { readonly validSeconds?: number }): HookModule => ({
  authenticate: isSigned,
  doubt: doubtAboutSignature,
  translate({ rawBody }): Translated {
    const read = readJson(rawBody, input);
    if (!read.ok) {
      return { kind: 'invalid', errors: read.refusal.errors ?? [] };
    }
    const { user, email_data: data } = read.value;
    const errors: FieldError[] = [];
    const locale = languageOf(user.user_metadata);
    const requests = codesIn(data).flatMap(({ code, field }): DeliveryRequest[] => {
      const address = email.safeParse(user[field]);
      if (!address.success) {
        errors.push({ field: `user.${field}`, rule: 'must be an email address' });
        return [];
      }
      return [
        {
          user_id: user.id,
          purpose: loosePurpose(data.email_action_type),
          channel: 'email',
          destination: address.data,
          code,
          ...(validSeconds === undefined ? {} : { validSeconds }),
          ...(locale === undefined ? {} : { locale }),
        },
      ];
    });
    if (errors.length > 0) {
      return { kind: 'invalid', errors };
    }
    // A notification has no code.
    return requests.length === 0 ? { kind: 'nothing' } : { kind: 'deliver', requests };
  },
  answer: supabaseAnswer,
});

/**
 * Where both addresses have to confirm a change, `token` is for the present one and `token_new` for the new one.
 * (The hashes are the other way round, but no link is sent.) Otherwise `token` is for the new one.
 */
function codesIn({ email_action_type, token, token_new }: Input['email_data']): Addressed[] {
  const isChange = email_action_type === EMAIL_CHANGE;
  const codes: { readonly code: string | null; readonly field: Addressed['field'] }[] =
    isChange && token_new
      ? [
          { code: token, field: 'email' },
          { code: token_new, field: 'new_email' },
        ]
      : [{ code: token, field: isChange ? 'new_email' : 'email' }];
  return codes.flatMap(({ code, field }) => (code ? [{ code, field }] : []));
}
