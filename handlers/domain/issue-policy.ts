/**
 * The policy of the service, top to bottom: what a request for a token has to pass, in this order.
 *
 * Each rule is a function in a file of its own. What a request counted is taken back when a later rule
 * refuses it, so a refusal costs no message and counts nothing.
 */
import type { Admission, AdmittedRequest, Rejected, SealedToken } from '../contract/workflow.ts';
import { allowedDestination, type DestinationGuard } from './allowed-destination.ts';
import { contextHash, shownContext } from './bind-context.ts';
import { claimKey, type KeyClaims, keepFirstAnswer } from './claim-key.ts';
import { accept, type Decision } from './decision.ts';
import { findRoute, type RouteFinder } from './find-route.ts';
import { type GuessLock, guessLock } from './guess-lock.ts';
import type { AskedToken, Candidate, Rule } from './issue-rule.ts';
import type { CounterStore, TokenStore } from './ports.ts';
import { type PumpingPause, pumpingPause } from './pumping-pause.ts';
import { findToken, noteResend, notTooSoon, type Resends, resendOrReplace } from './resend-token.ts';
import { type SendLimiter, sendLimits } from './send-limits.ts';
import { type SpendBudget, spendBudget } from './spend-budget.ts';
import { startTally } from './tally.ts';
import { testDestination } from './test-destination.ts';

/** What all rules together need. */
export interface IssuePolicy
  extends KeyClaims,
    RouteFinder,
    DestinationGuard,
    GuessLock,
    Resends,
    SendLimiter,
    PumpingPause,
    SpendBudget {
  readonly tokens: TokenStore;
  readonly counters: CounterStore;
  /** Fields of the context that messages show, in this order. */
  readonly contextInMessage: readonly string[];
}

export type IssueDecision = Exclude<Admission, Rejected>;

/** An Idempotency-Key comes before all of them: what it replays has passed them already. */
const RULES: readonly Rule<IssuePolicy>[] = [
  allowedDestination, // countries, prefixes and kinds of numbers, and who opted out
  testDestination, // a test number gets its token, and no message
  findToken, // what the person has for the purpose
  guessLock, // no new token while too many wrong ones were tried
  notTooSoon, // to where a living token was sent a moment ago
  sendLimits, // messages to a person, to a destination, for a client, for all
  pumpingPause, // texts to a prefix whose codes do not come back
  spendBudget, // what texts may cost in an hour and in a month
  notTooSoon, // again: the two above may have chosen an email instead of the text
  resendOrReplace, // the same code again, a new one in its place, or a new token
  keepFirstAnswer, // before the token that it is read from changes
  noteResend, // of two resends of a code at once, one
];

/** Admits, replays or refuses. @throws StoreUnavailable, SecretUnavailable, DeliveryUnavailable */
export async function applyIssuePolicy(
  asked: AskedToken,
  policy: IssuePolicy,
): Promise<Decision<IssueDecision>> {
  const nowSeconds = Math.floor(asked.nowMs / 1000);
  const tally = startTally(policy.counters, nowSeconds);
  let passed = false;
  try {
    const first = await claimKey(asked, tally, policy);
    if (!first.ok) return first;
    if (first.value !== undefined) return accept({ decision: 'replayed', response: first.value });

    const route = await findRoute(asked, policy);
    if (!route.ok) return route;
    const request = { ...newRequest(asked, policy), ...route.value };
    let candidate: Candidate = { asked, request, nowSeconds, tally };
    for (const rule of RULES) {
      const decision = await rule(candidate, policy);
      if (!decision.ok) return decision;
      candidate = decision.value;
    }
    passed = true;
    return accept(admissionOf({ ...candidate.request, counted: tally.counted() }, candidate));
  } finally {
    if (!passed) await tally.takeBack();
  }
}

/** The first send of a new token. */
const newRequest = ({ body, shape, clientGroup }: AskedToken, policy: IssuePolicy) => ({
  user_id: body.user_id,
  purpose: body.purpose,
  client_group: clientGroup,
  ...shape,
  test_number: '',
  number_prefix: '',
  sms_price: 0,
  context_hash: contextHash(body.context),
  context_shown: shownContext(body.context, policy.contextInMessage),
  max_attempts: policy.maxAttempts,
  sends: 1,
  sent_again_at: '',
  handed_to: [],
  resent_by: '',
  earlier_destinations: '',
  replaces: { token_id: '', attempts: 0, sends: 0 },
  renewed: { issued_at: '', expiry_time: 0 },
  counted: [],
});

function admissionOf(request: AdmittedRequest, { existing }: Candidate): IssueDecision {
  const sendsSameCode = request.sends > 1 && request.renewed.issued_at === '';
  if (!sendsSameCode || existing === undefined) return { decision: 'admitted', request };
  const { sealed_token = '', token_digest = '', token_id, secret_version, issued_at, expiry_time } = existing;
  const token: SealedToken = { token_id, sealed_token, token_digest, secret_version, issued_at, expiry_time };
  return { decision: 'resend', request, token };
}
