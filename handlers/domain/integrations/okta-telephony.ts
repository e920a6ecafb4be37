/**
 * Okta's telephony inline hook: delivers the code that Okta made, by text.
 *
 * On a timeout, an error or an answer in any other form, Okta sends the code by its own provider. So a refusal that
 * has to hold, such as an opt-out or a budget, is told as PENDING: nothing is sent, by anybody.
 * https://github.com/okta/okta-developer-docs/blob/468de9c/packages/@okta/vuepress-site/docs/guides/telephony-inline-hook/main/index.md
 * https://developer.okta.com/docs/api/openapi/okta-management/management/tag/InlineHook/#tag/InlineHook/operation/createTelephonyInlineHook
 *
 * Numbers begin with a plus. The example in Okta's reference, which its preview may send, is 9876543210 without any
 * country: with a plus put before it, the code would go to a stranger in another country. So it is an error, and Okta
 * sends. https://developer.okta.com/docs/reference/telephony-hook/#sample-json-payload-of-a-request
 */
import * as z from 'zod/mini';
import { kind, MOST_VALID_SECONDS, text, userId } from '../../contract/fields.ts';
import { PROBLEMS } from '../../contract/problems.ts';
import type { Refusal } from '../decision.ts';
import { explainRefusal } from './explain-refusal.ts';
import { doubtAboutSecret, hasSecret } from './fixed-header.ts';
import type { HookAnswer, HookCall, HookModule, Translated } from './hook.ts';
import { compact, isE164, looseLocale, loosePurpose } from './loose-values.ts';
import { readJson } from './read-json.ts';

export interface OktaOptions {
  /** `pending`: Okta sends nothing either. `error`: Okta sends the code by itself. */
  readonly refusals: 'pending' | 'error';
}

const PROVIDER = 'TOKEN_COURIER';
const REQUEST_TYPES = 'com.okta.user.telephony.';

const eventId = z.object({ eventId: text(256) });

const request = z.object(
  {
    requestType: z.optional(z.unknown()),
    data: z.object(
      {
        userProfile: z.object({ userId }, kind('an object')),
        messageProfile: z.object(
          {
            phoneNumber: text(40),
            otpCode: text(64),
            otpExpires: z.optional(z.unknown()),
            deliveryChannel: text(40),
            locale: z.optional(z.unknown()),
          },
          kind('an object'),
        ),
      },
      kind('an object'),
    ),
  },
  kind('an object'),
);

export const oktaTelephony = ({ refusals }: OktaOptions): HookModule => ({
  authenticate: hasSecret,
  doubt: doubtAboutSecret,
  translate({ rawBody, nowMs }): Translated {
    const read = readJson(rawBody, request);
    if (!read.ok) {
      return { kind: 'invalid', errors: read.refusal.errors ?? [] };
    }
    const { userProfile, messageProfile } = read.value.data;
    const { deliveryChannel, phoneNumber, otpCode, otpExpires } = messageProfile;
    if (deliveryChannel.toUpperCase() !== 'SMS') {
      return invalid('deliveryChannel', 'must be SMS: codes are not spoken');
    }
    const destination = compact(phoneNumber);
    if (!isE164(destination)) {
      return invalid('phoneNumber', 'must be a number in E.164, with + and the country code');
    }
    const validSeconds = secondsUntil(otpExpires, nowMs);
    const locale = looseLocale(messageProfile.locale);
    return {
      kind: 'deliver',
      requests: [
        {
          user_id: userProfile.userId,
          purpose: purposeOf(read.value.requestType),
          channel: 'sms',
          destination,
          code: otpCode,
          ...(validSeconds === undefined ? {} : { validSeconds }),
          ...(locale === undefined ? {} : { locale }),
        },
      ],
    };
  },
  answer(outcome, call): HookAnswer {
    switch (outcome.kind) {
      case 'delivered': {
        const { delivery_id, status } = outcome.delivery;
        return command(status === 'sent' ? 'SUCCESSFUL' : 'PENDING', delivery_id || eventIdIn(call));
      }
      case 'nothing':
        return command('PENDING', eventIdIn(call));
      case 'unauthenticated':
        return { ...error('The Authorization header is not valid.', 'UNAUTHORIZED'), status: 401 };
      case 'refused':
        return isFinal(outcome.refusal) && refusals === 'pending'
          ? command('PENDING', eventIdIn(call))
          : error(explainRefusal(outcome.refusal), outcome.refusal.code.toUpperCase());
    }
  },
});

/**
 * A policy, which Okta must not get round. After a fault nothing was sent, and Okta may. Neither is a call that cannot
 * be read a policy: if Okta changed its calls, PENDING would lock everybody out, and nobody would hear of it. A number
 * that was read, and that no country has, is a destination like any that is not allowed.
 */
const isFinal = (refusal: Refusal): boolean =>
  isNoNumber(refusal) ||
  (PROBLEMS[refusal.code].status < 500 &&
    refusal.code !== 'invalid_request' &&
    refusal.code !== 'body_too_large');

/** The field is the machine's; what could not be read here is under `data`. */
const isNoNumber = ({ errors = [] }: Refusal): boolean =>
  errors.some(({ field }) => field === 'phone_number');

const invalid = (member: string, rule: string): Translated => ({
  kind: 'invalid',
  errors: [{ field: `data.messageProfile.${member}`, rule }],
});

/** `com.okta.user.telephony.mfa-verification` is `mfa-verification`. */
const purposeOf = (requestType: unknown): string =>
  loosePurpose(
    typeof requestType === 'string' && requestType.startsWith(REQUEST_TYPES)
      ? requestType.slice(REQUEST_TYPES.length)
      : undefined,
  );

/** To ten seconds, because texts say full minutes, and the call took a moment. */
function secondsUntil(expires: unknown, nowMs: number): number | undefined {
  const seconds = Math.round((Date.parse(String(expires)) - nowMs) / 10_000) * 10;
  return seconds > 0 ? Math.min(seconds, MOST_VALID_SECONDS) : undefined;
}

/** Okta notes it beside its own event; the call may be one that could not be read. */
function eventIdIn({ rawBody }: HookCall): string {
  const read = readJson(rawBody, eventId);
  return read.ok ? read.value.eventId : '';
}

const command = (status: 'SUCCESSFUL' | 'PENDING', transactionId: string): HookAnswer => ({
  status: 200,
  body: {
    commands: [{ type: 'com.okta.telephony.action', value: [{ status, provider: PROVIDER, transactionId }] }],
  },
});

/** With 200, because HTTP errors are for what could not be read: concepts/inline-hooks, "HTTP status code". */
const error = (errorSummary: string, reason: string): HookAnswer => ({
  status: 200,
  body: {
    error: {
      errorSummary,
      errorCauses: [{ errorSummary, reason, locationType: 'body', domain: 'external-service' }],
    },
  },
});
