/**
 * The issue policy, from top to bottom: the rules that a request for a token has to pass, in this order.
 *
 * Each rule is a function in its own file. If a rule refuses the request, everything counted so far is taken
 * back, so a refusal neither sends nor counts a message.
 */
import type { TokenContext } from '../../contract/fields.ts';
import type {
  Admission,
  AdmittedRequest,
  BroughtCode,
  Rejected,
  SealedToken,
} from '../../contract/workflow.ts';
import type { ContactStore } from '../contacts/contact-store.ts';
import type { Decision } from '../decision.ts';
import { accept } from '../decision.ts';
import { presumedDeliveries } from '../delivering/describe-delivery.ts';
import type { DestinationRulePorts } from '../destinations/destination-rule.ts';
import { destinationRule } from '../destinations/destination-rule.ts';
import { testDestination } from '../destinations/test-destination.ts';
import type { AskedToken, Candidate, Rule } from '../issue-rule.ts';
import type { CounterStore } from '../limits/counter-store.ts';
import type { FailedVerificationLimitPorts } from '../limits/failed-verification-limit.ts';
import { failedVerificationLimit } from '../limits/failed-verification-limit.ts';
import type { SendLimitPorts } from '../limits/send-limits.ts';
import { startUndoLog } from '../limits/undo-log.ts';
import { shownContext } from '../messages/shown-context.ts';
import { textLengthRule } from '../messages/text-length-rule.ts';
import type { PumpingRulePorts } from '../pumping/pumping-rule.ts';
import { findNumber, keepNumber } from '../pumping/pumping-rule.ts';
import type { SmsBudgetRulePorts } from '../spending/sms-budget-rule.ts';
import { contextHash } from '../token/bind-context.ts';
import { digestContext } from '../token/subject-digests.ts';
import type { KeySource } from '../token/token-keys.ts';
import type { TokenStore } from '../token/token-store.ts';
import { countSend } from './count-send.ts';
import type { FindRoutePorts } from './find-route.ts';
import { findRoute } from './find-route.ts';
import type { IdempotencyPorts } from './idempotency.ts';
import { claimIdempotencyKey, keepFirstAnswer } from './idempotency.ts';
import { readAhead } from './read-ahead.ts';
import type { ResendTokenPorts } from './resend-token.ts';
import { findToken, noteResend, notTooSoon, resendOrReplace } from './resend-token.ts';
import { stillReached } from './still-reached.ts';

/** The ports of all rules together. */
export interface IssuePolicyPorts
  extends IdempotencyPorts,
    FindRoutePorts,
    DestinationRulePorts,
    FailedVerificationLimitPorts,
    ResendTokenPorts,
    SendLimitPorts,
    PumpingRulePorts,
    SmsBudgetRulePorts {
  readonly tokens: TokenStore;
  readonly contacts: ContactStore;
  readonly counters: CounterStore;
  /** The context fields that messages show, in this order. */
  readonly contextInMessage: readonly string[];
}

export type IssueDecision = Exclude<Admission, Rejected>;

/** Two independent reads, in parallel. */
const lookUp: Rule<IssuePolicyPorts> = async (candidate, ports) => {
  const [token, number] = await Promise.all([findToken(candidate, ports), findNumber(candidate, ports)]);
  return token.ok && number.ok ? accept({ ...number.value, ...token.value }) : token;
};

/** The Idempotency-Key is checked before these rules: a replayed request has passed them already. */
const RULES: readonly Rule<IssuePolicyPorts>[] = [
  destinationRule, // countries, prefixes and types of numbers, and opt-outs
  testDestination, // a test number gets its fixed token and no message
  stillReached, // asks about an address that the last code may not have reached, when somebody asks again
  lookUp, // the person's token for the purpose, and what is known about the number
  textLengthRule, // no text of many parts, whatever the context
  failedVerificationLimit, // no new token after too many wrong ones
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
    const { route, locale, contact } = found.value;
    const request = { ...(await newRequest(asked, ports)), route, locale };
    ahead.follow(request);
    let candidate: Candidate = { asked, request, nowSeconds, undoLog, contact };
    for (const rule of RULES) {
      const decision = await rule(candidate, ahead.policy);
      if (!decision.ok) {
        return decision;
      }
      candidate = decision.value;
    }
    passed = true;
    return accept(admissionOf({ ...candidate.request, counted: undoLog.counted() }, candidate, ports));
  } finally {
    await Promise.all([ahead.settled(), passed ? undefined : undoLog.takeBack()]);
  }
}

/** The machine passes the member on, so it must be there. */
const NO_CODE: BroughtCode = { sealed: '', secret_version: '' };

/** The first send of a new token. */
const newRequest = async ({ body, brought, shape, clientGroup }: AskedToken, ports: IssuePolicyPorts) => ({
  user_id: body.user_id,
  // Only logs and traces need it, so the step sets it.
  user_ref: '',
  purpose: body.purpose,
  client_group: clientGroup,
  ...shape,
  brought_code: brought.code ?? NO_CODE,
  test_number: '',
  test_digest: '',
  guard_counted: '',
  context_hash: contextHash(body.context),
  context_digest: await contextDigest(body.context, ports.subjectKeys),
  context_shown: shownContext(body.context, ports.contextInMessage),
  max_attempts: ports.maxAttempts,
  sends: 1,
  sent_again_at: '',
  sent_before_at: '',
  number_prefix_before: '',
  handed_to: [],
  resent_by: '',
  earlier_destinations: '',
  replaces: { token_id: '', attempts: 0, sends: 0 },
  renewed: { issued_at: '', expiry_time: 0 },
  counted: [],
});

async function contextDigest(context: TokenContext | undefined, subjectKeys: KeySource): Promise<string> {
  const hash = contextHash(context);
  return hash === '' ? '' : digestContext(hash, await subjectKeys.current());
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
