/**
 * What a second request does while a token lives. The same code goes out again only for the same request: to the
 * same destination, for the same client, context, format and length. Any other gets a new code, and the old one is
 * void. Neither gives more time or attempts (NIST SP 800-63B-4 section 3.1.3), and neither comes too soon.
 */
import type { ResendMode } from '../../contract/settings/codes.ts';
import type { AdmittedRequest } from '../../contract/workflow.ts';
import { accept, refuseUntil } from '../decision.ts';
import type { Candidate, Rule } from '../issue-rule.ts';
import { isCounted } from '../pumping/traffic-reference.ts';
import { numberPrefixOf } from '../route.ts';
import { leaveDestination, sendableAtMs } from '../token/earlier-destinations.ts';
import { latestExecution, withResend } from '../token/token-executions.ts';
import { isLive, isOpen } from '../token/token-state.ts';
import type { TokenRecord, TokenStore } from '../token/token-store.ts';
import { digestKey } from './idempotency.ts';

/** A token with less than this part of its life left is replaced: its message would come too late. */
const LEFT_FOR_RESEND = 1 / 4;

export interface ResendTokenPorts {
  readonly tokens: Pick<TokenStore, 'get' | 'noteResend'>;
  readonly resend: ResendMode;
  /** The wait after the first send. */
  readonly resendAfterSeconds: number;
}

const TOO_SOON = 'The token was sent a moment ago; wait before having it sent again.';

/**
 * Looks up what the person has for the purpose. Before the guesses are read: one that comes after this
 * keeps the token from being replaced.
 */
export const findToken: Rule<ResendTokenPorts> = async (candidate, { tokens }) => {
  const existing = await tokens.get(candidate.request);
  return accept(existing === undefined ? candidate : { ...candidate, existing });
};

/** Refuses a message to a destination that the living token was sent to a moment ago, whatever else differs. */
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

/** Decides between sending the living code again, giving the token a new one, and making a new token. */
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

  // A retried step finds its own note of the resend.
  const isNoted = isNotedBy(existing, candidate);
  const sent_again_at = isNoted ? last_sent_at : new Date(asked.nowMs).toISOString();
  const again = {
    ...replaced,
    sends: isNoted ? sends : sends + 1,
    // After its own note, what was before it is not known any more.
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
      ? { ...again, handed_to: existing.channels ?? [existing.channel] }
      : { ...again, renewed: { issued_at, expiry_time } },
  });
};

/**
 * Notes that the same code is sent again, by one conditional write: of two at once, one sends. A new code is noted
 * together with itself, when it is stored.
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
      last_sent_at: request.sent_again_at,
      resent_by: request.resent_by,
      locale: request.locale,
      client_id: asked.clientId,
      ...(asked.idempotencyKey === '' ? {} : { key_digest: digestKey(asked.idempotencyKey) }),
      // What was counted before stays to be told of the return.
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

const digestOf = ({ route: [first] }: AdmittedRequest): string => first.digest;

const isNotedBy = (token: TokenRecord, { asked }: Candidate): boolean =>
  latestExecution(token) === asked.executionArn;

/** Whether what is sent now continues the life of this token: it can be used, and for long enough. */
function isContinued(token: TokenRecord, nowMs: number): boolean {
  const lifeMs = token.expiry_time * 1000 - Date.parse(token.issued_at);
  return (
    isOpen(token) && isLive(token, nowMs) && token.expiry_time * 1000 - nowMs >= lifeMs * LEFT_FOR_RESEND
  );
}

/**
 * Whether the code that exists is the one that is asked for. The digest tells the channel, too, and the key of the
 * token the client: the clients of a group are one.
 */
function isSameRequest(token: TokenRecord, { asked, request }: Candidate): boolean {
  const { format, length } = asked.body;
  return (
    token.destination_digest === digestOf(request) &&
    (token.context_digest ?? '') === request.context_digest &&
    (token.test_digest ?? '') === request.test_digest &&
    (format === undefined || format === token.format) &&
    (length === undefined || length === token.length)
  );
}
