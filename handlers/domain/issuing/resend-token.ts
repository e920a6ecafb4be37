/**
 * What a second request does while a token is live. The same code is sent again only for the same request:
 * same destination, client group, context, format and length. Any other request gets a new code, and the old
 * one becomes invalid. Neither adds time or attempts (NIST SP 800-63B-4 section 3.1.3), and neither may come
 * too soon.
 */
import type { ResendMode } from '../../contract/settings/codes.ts';
import type { AdmittedRequest } from '../../contract/workflow.ts';
import { accept, refuseUntil } from '../decision.ts';
import { numberPrefixOf } from '../delivery-route.ts';
import type { Candidate, Rule } from '../issue-rule.ts';
import { isCounted } from '../pumping/traffic-reference.ts';
import { leaveDestination, sendableAtMs } from '../token/earlier-destinations.ts';
import { latestExecution, withResend } from '../token/token-executions.ts';
import { isLive, isOpen } from '../token/token-state.ts';
import type { TokenRecord, TokenStore } from '../token/token-store.ts';
import { digestKey } from './idempotency.ts';

/** A token with less than this fraction of its life left is replaced: a resend would come too late. */
const LEFT_FOR_RESEND = 1 / 4;

export interface ResendTokenPorts {
  readonly tokens: Pick<TokenStore, 'get' | 'noteResend'>;
  readonly resend: ResendMode;
  /** The wait after the first send. */
  readonly resendAfterSeconds: number;
}

const TOO_SOON = 'The token was sent a moment ago; wait before requesting it again.';

/**
 * Looks up the person's token for the purpose. Runs before the guesses are read: a guess made after this
 * lookup keeps the token from being replaced.
 */
export const findToken: Rule<ResendTokenPorts> = async (candidate, { tokens }) => {
  const existing = await tokens.get(candidate.request);
  return accept(existing === undefined ? candidate : { ...candidate, existing });
};

/** Refuses a message to where the live token was sent a moment ago, whatever else differs. */
export const notTooSoon: Rule<ResendTokenPorts> = async (candidate, { resendAfterSeconds }) => {
  const { asked, request, existing } = candidate;
  if (existing === undefined || !isContinued(existing, asked.nowMs)) {
    return accept(candidate);
  }
  if (isNotedBy(existing, candidate)) {
    return accept(candidate);
  }
  const sendableAt = sendableAtMs(existing, digestOf(request), resendAfterSeconds);
  const waitMs = sendableAt - asked.nowMs;
  return waitMs > 0 ? refuseUntil('resend_too_soon', TOO_SOON, Math.ceil(waitMs / 1000)) : accept(candidate);
};

/** Decides whether to send the live code again, give the token a new code, or make a new token. */
export const resendOrReplace: Rule<ResendTokenPorts> = async (candidate, { resend, resendAfterSeconds }) => {
  const { asked, request, existing } = candidate;
  if (existing === undefined) {
    return accept(candidate);
  }
  const { token_id, attempts, sends, last_sent_at, issued_at, expiry_time } = existing;
  const replaced = { ...request, replaces: { token_id, attempts, sends } };
  if (!isContinued(existing, asked.nowMs)) {
    return accept({ ...candidate, request: replaced });
  }

  // A retried step finds that it has already noted this resend.
  const isNoted = isNotedBy(existing, candidate);
  const sent_again_at = isNoted ? last_sent_at : new Date(asked.nowMs).toISOString();
  const again = {
    ...replaced,
    sends: isNoted ? sends : sends + 1,
    // The note has overwritten the time of the send before it.
    sent_before_at: isNoted ? '' : last_sent_at,
    number_prefix_before: existing.number_prefix ?? '',
    sent_again_at,
    resent_by: isNoted ? (existing.resent_by ?? '') : withResend(existing, asked.executionArn, sent_again_at),
    earlier_destinations: leaveDestination(existing, digestOf(request), resendAfterSeconds, asked.nowMs),
  };
  const sameCode = resend === 'same-code' && isSameRequest(existing, candidate);
  return accept({
    ...candidate,
    request: sameCode
      ? { ...again, handed_to: existing.channels ?? [existing.channel], ...shownAs(existing) }
      : { ...again, renewed: { issued_at, expiry_time } },
  });
};

/**
 * Notes that the same code is sent again, by one conditional write: of two concurrent requests, only one
 * sends. So does only one of this and an email instead of a text that its carrier refused. The send of a new code is
 * noted when the code is stored.
 */
export const noteResend: Rule<ResendTokenPorts> = async (candidate, { tokens }) => {
  const { asked, request, nowSeconds, existing } = candidate;
  if (request.sends === 1 || request.renewed.issued_at !== '' || existing === undefined) {
    return accept(candidate);
  }
  const number_prefix = numberPrefixOf(request);
  const write = await tokens.noteResend(
    request,
    {
      token_id: request.replaces.token_id,
      sends: request.sends,
      channel: existing.channel,
      last_sent_at: request.sent_again_at,
      resent_by: request.resent_by,
      locale: request.locale,
      client_id: asked.clientId,
      ...(asked.idempotencyKey === '' ? {} : { key_digest: digestKey(asked.idempotencyKey) }),
      // Otherwise the reference of an earlier count stays, for when the code is verified.
      ...(isCounted(number_prefix) ? { number_prefix } : {}),
    },
    nowSeconds,
  );
  if (write.applied) {
    return accept({ ...candidate, existing: write.token });
  }
  if (write.existing && isNotedBy(write.existing, candidate)) {
    return accept({ ...candidate, existing: write.existing });
  }
  return refuseUntil('resend_too_soon', TOO_SOON, 1);
};

/** The same code is shown as before, whether this request brings it or not. */
const shownAs = ({ verbatim }: TokenRecord) => (verbatim === undefined ? {} : { verbatim });

const digestOf = ({ route: [first] }: AdmittedRequest): string => first.digest;

const isNotedBy = (token: TokenRecord, { asked }: Candidate): boolean =>
  latestExecution(token) === asked.executionArn;

/** Whether this send continues the existing token: it can still be used, and for long enough. */
function isContinued(token: TokenRecord, nowMs: number): boolean {
  const lifeMs = token.expiry_time * 1000 - Date.parse(token.issued_at);
  return (
    isOpen(token) && isLive(token, nowMs) && token.expiry_time * 1000 - nowMs >= lifeMs * LEFT_FOR_RESEND
  );
}

/**
 * Whether the existing code fits this request. The destination digest covers the channel, and the token's key
 * covers the client group, whose clients count as one.
 */
function isSameRequest(token: TokenRecord, { asked, request }: Candidate): boolean {
  const { format, length } = asked.body;
  return (
    // What a brought code is can be told only where it is unsealed.
    asked.brought.code === undefined &&
    token.destination_digest === digestOf(request) &&
    (token.context_digest ?? '') === request.context_digest &&
    (token.test_digest ?? '') === request.test_digest &&
    (format === undefined || format === token.format) &&
    (length === undefined || length === token.length)
  );
}
