/**
 * What a second request does while a token lives: sends it again, not too soon, and without giving it
 * more time or attempts (NIST SP 800-63B-4 section 3.1.3).
 */
import type { ResendMode } from '../contract/settings.ts';
import { digestKey } from './claim-key.ts';
import { accept, refuseUntil } from './decision.ts';
import type { Candidate, Rule } from './issue-rule.ts';
import { resendAfterMs } from './issued-answer.ts';
import type { TokenRecord, TokenStore } from './ports.ts';
import { latestExecution, withResend } from './token-executions.ts';
import { isLive, isOpen } from './token-state.ts';

/** A token with less than this part of its life left is replaced: its message would come too late. */
const LEFT_FOR_RESEND = 1 / 4;

export interface Resends {
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
export const findToken: Rule<Resends> = async (candidate, { tokens }) => {
  const existing = await tokens.get(candidate.request);
  return accept(existing === undefined ? candidate : { ...candidate, existing });
};

/** Decides between sending the living token again, giving it a new code, and making a new token. */
export const resendOrReplace: Rule<Resends> = async (candidate, { resend, resendAfterSeconds }) => {
  const { asked, request, existing } = candidate;
  if (existing === undefined) return accept(candidate);
  const { token_id, attempts } = existing;
  const replaced: Candidate = {
    ...candidate,
    request: { ...request, replaces: { token_id, attempts } },
  };
  if (!maySendAgain(existing, candidate)) return accept(replaced);

  // A retried step finds its own note of the resend.
  const isNoted = latestExecution(existing) === asked.executionArn;
  const waitMs = isNoted ? 0 : resendAfterMs(existing, resendAfterSeconds) - asked.nowMs;
  if (waitMs > 0) return refuseUntil('resend_too_soon', TOO_SOON, Math.ceil(waitMs / 1000));
  const { issued_at, expiry_time, sends, last_sent_at } = existing;
  return accept({
    ...replaced,
    request: {
      ...replaced.request,
      sends: isNoted ? sends : sends + 1,
      // After its own note, what was before it is not known any more.
      sent_before_at: isNoted ? '' : last_sent_at,
      sent_again_at: isNoted ? last_sent_at : new Date(asked.nowMs).toISOString(),
      ...(resend === 'new-code' ? { renewed: { issued_at, expiry_time } } : {}),
    },
  });
};

/** Notes the resend by one conditional write: of two at once, one sends. */
export const noteResend: Rule<Resends> = async (candidate, { tokens }) => {
  const { asked, request, nowSeconds, existing } = candidate;
  if (request.sends === 1 || existing === undefined) return accept(candidate);
  const write = await tokens.noteResend(
    request,
    {
      token_id: request.replaces.token_id,
      sends: request.sends,
      last_sent_at: request.sent_again_at,
      resent_by: withResend(existing, asked.executionArn, request.sent_again_at),
      client_id: asked.clientId,
      ...(asked.idempotencyKey === '' ? {} : { key_digest: digestKey(asked.idempotencyKey) }),
      ...(request.number_prefix === '' ? {} : { number_prefix: request.number_prefix }),
    },
    nowSeconds,
  );
  if (write.applied) return accept({ ...candidate, existing: write.token });
  if (write.existing && latestExecution(write.existing) === asked.executionArn) {
    return accept({ ...candidate, existing: write.existing });
  }
  return refuseUntil('resend_too_soon', TOO_SOON, 1);
};

/** Whether the same token is meant and still worth sending. */
function maySendAgain(token: TokenRecord, { asked, request }: Candidate): boolean {
  const { format, length } = asked.body;
  const lifeMs = token.expiry_time * 1000 - Date.parse(token.issued_at);
  return (
    isOpen(token) &&
    isLive(token, asked.nowMs) &&
    token.expiry_time * 1000 - asked.nowMs >= lifeMs * LEFT_FOR_RESEND &&
    (token.context_digest ?? '') === request.context_digest &&
    (token.test_digest ?? '') === request.test_digest &&
    (format === undefined || format === token.format) &&
    (length === undefined || length === token.length)
  );
}
