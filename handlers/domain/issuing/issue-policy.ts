/**
 * The issue policy, from top to bottom: the rules that a request for a token has to pass, in this order.
 *
 * Each rule is a function in its own file. If a rule refuses the request, everything counted so far is taken
 * back, so a refusal neither sends nor counts a message.
 */
import type { Admission, AdmittedRequest, Rejected, SealedToken } from '../../contract/workflow.ts';
import type { ContactStore } from '../contacts/contact-store.ts';
import type { Decision } from '../decision.ts';
import { accept } from '../decision.ts';
import { presumedDeliveries } from '../delivering/describe-delivery.ts';
import type { DestinationRulePorts } from '../destinations/destination-rule.ts';
import { destinationRule } from '../destinations/destination-rule.ts';
import { testDestination } from '../destinations/test-destination.ts';
import type { AskedToken, Candidate, Rule } from '../issue-rule.ts';
import type { CounterStore } from '../limits/counter-store.ts';
import { namedFallbackLimit } from '../limits/destination-limit.ts';
import type { FailedVerificationLimitPorts } from '../limits/failed-verification-limit.ts';
import { failedVerificationLimit } from '../limits/failed-verification-limit.ts';
import type { SendLimitPorts } from '../limits/send-limits.ts';
import { startUndoLog } from '../limits/undo-log.ts';
import { textLengthRule } from '../messages/text-length-rule.ts';
import type { OverridePorts } from '../overrides/block-rule.ts';
import { blockRule } from '../overrides/block-rule.ts';
import type { PumpingRulePorts } from '../pumping/pumping-rule.ts';
import { findNumber, keepNumber } from '../pumping/pumping-rule.ts';
import type { SmsBudgetRulePorts } from '../spending/sms-budget-rule.ts';
import type { TokenStore } from '../token/token-store.ts';
import { countSend } from './count-send.ts';
import type { FindRoutePorts } from './find-route.ts';
import { findRoute } from './find-route.ts';
import type { IdempotencyPorts } from './idempotency.ts';
import { claimIdempotencyKey, keepFirstAnswer } from './idempotency.ts';
import type { NewRequestPorts } from './new-request.ts';
import { newRequest } from './new-request.ts';
import { readAhead } from './read-ahead.ts';
import type { ResendTokenPorts } from './resend-token.ts';
import { findToken, noteResend, notTooSoon, resendOrReplace } from './resend-token.ts';
import { stillReached } from './still-reached.ts';

/** The ports of all rules together. */
export interface IssuePolicyPorts
  extends IdempotencyPorts,
    FindRoutePorts,
    NewRequestPorts,
    DestinationRulePorts,
    FailedVerificationLimitPorts,
    ResendTokenPorts,
    SendLimitPorts,
    PumpingRulePorts,
    OverridePorts,
    SmsBudgetRulePorts {
  readonly tokens: TokenStore;
  readonly contacts: ContactStore;
  readonly counters: CounterStore;
  /** Told what the request would send, and again when a rule changes it; a refusal says nothing of that. */
  readonly onRequest?: ((request: AdmittedRequest) => void) | undefined;
}

export type IssueDecision = Exclude<Admission, Rejected>;

/** For codes that are verified here. A delivery has no token before it, and nobody's guesses are about it. */
const ifVerifiedHere =
  (rule: Rule<IssuePolicyPorts>): Rule<IssuePolicyPorts> =>
  async (candidate, ports) =>
    candidate.asked.brought.delivery === undefined ? rule(candidate, ports) : accept(candidate);

/** Two independent reads, in parallel. */
const lookUp: Rule<IssuePolicyPorts> = async (candidate, ports) => {
  const [token, number] = await Promise.all([
    ifVerifiedHere(findToken)(candidate, ports),
    findNumber(candidate, ports),
  ]);
  return token.ok && number.ok ? accept({ ...number.value, ...token.value }) : token;
};

/** The Idempotency-Key is checked before these rules: a replayed request has passed them already. */
const RULES: readonly Rule<IssuePolicyPorts>[] = [
  destinationRule, // countries, prefixes and types of numbers, and opt-outs
  testDestination, // a test number gets its fixed token and no message
  stillReached, // asks about an address that the last code may not have reached, when somebody asks again
  blockRule, // no texts to prefixes that an operator blocked
  lookUp, // the person's token for the purpose, and what is known about the number
  textLengthRule, // no text of many parts, whatever the context
  ifVerifiedHere(failedVerificationLimit), // no new token after too many wrong ones
  namedFallbackLimit, // drops a fallback that the request names, if its destination's limit is reached
  notTooSoon, // no message to where a live token was sent a moment ago
  // The limits on messages per person, destination, client, limit key and deployment; texts to a prefix whose
  // codes are not verified; the SMS budgets per hour and month.
  countSend,
  notTooSoon, // again: countSend may have replaced the text with an email
  keepNumber, // keeps the guard's count of the number if another request made it and may still take it back
  resendOrReplace, // the same code again, a new code in its place, or a new token
  keepFirstAnswer, // before the token that the answer is derived from changes
  noteResend, // lets only one of two concurrent resends through
];

/** Admits, replays or refuses. @throws StoreUnavailable, SecretUnavailable, DeliveryUnavailable */
export async function applyIssuePolicy(
  asked: AskedToken,
  ports: IssuePolicyPorts,
): Promise<Decision<IssueDecision>> {
  const nowSeconds = Math.floor(asked.nowMs / 1000);
  const undoLog = startUndoLog(ports.counters, asked.executionArn, nowSeconds);
  const ahead = readAhead(asked, ports);
  let passed = false;
  try {
    // Its reads have to come after its write, so it does not get the reads ahead.
    const first = await claimIdempotencyKey(asked, undoLog, ports);
    if (!first.ok) {
      return first;
    }
    if (first.value !== undefined) {
      return accept({ decision: 'replayed', response: first.value });
    }

    const found = await findRoute(asked, ahead.policy);
    if (!found.ok) {
      return found;
    }
    const request = await newRequest(asked, found.value, ports);
    ports.onRequest?.(request);
    ahead.follow(request);
    let candidate: Candidate = { asked, request, nowSeconds, undoLog, contact: found.value.contact };
    for (const rule of RULES) {
      const decision = await rule(candidate, ahead.policy);
      if (!decision.ok) {
        return decision;
      }
      candidate = decision.value;
      ports.onRequest?.(candidate.request);
    }
    passed = true;
    return accept(admissionOf({ ...candidate.request, counted: undoLog.counted() }, candidate, ports));
  } finally {
    await Promise.all([ahead.settled(), passed ? undefined : undoLog.takeBack()]);
  }
}

function admissionOf(
  request: AdmittedRequest,
  { existing, asked }: Candidate,
  { resendAfterSeconds }: IssuePolicyPorts,
): IssueDecision {
  const sendsSameCode = request.sends > 1 && request.renewed.issued_at === '';
  if (!sendsSameCode || existing === undefined) {
    return { decision: 'admitted', request };
  }
  const { sealed_token = '', token_digest = '', token_id, secret_version, issued_at, expiry_time } = existing;
  const token: SealedToken = { token_id, sealed_token, token_digest, secret_version, issued_at, expiry_time };
  const presumed = presumedDeliveries({ request, token }, asked.nowMs, resendAfterSeconds);
  return { decision: 'resend', request, token, persistence: { decision: 'persisted', presumed } };
}
