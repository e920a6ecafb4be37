/**
 * Every problem that the API answers with: what programs need in PROBLEMS, and what people need in
 * PROBLEM_ADVICE.
 *
 * `code`, the name of the row, is stable and meant for programs. Answers, the gateway's templates,
 * docs/openapi.yaml, docs/problems.md and the page's list of problems are built from these two tables; the
 * document that carries a problem is in problem-document.ts.
 */

interface ProblemFacts {
  readonly status: number;
  /** Fixed for a code. */
  readonly title: string;
  /**
   * Seconds after which the same request may succeed, for the Retry-After header; `told` where the refusing
   * rule knows them. Absent where waiting does not help.
   */
  readonly retryAfterSeconds?: number | 'told';
}

export const PROBLEMS = {
  invalid_request: { status: 400, title: 'The request is not valid' },
  unauthorized: { status: 401, title: 'A valid access token is required' },
  forbidden: { status: 403, title: 'The access token does not allow this' },
  blocked: { status: 403, title: 'The request was blocked' },
  not_found: { status: 404, title: 'Not found' },
  superseded: { status: 409, title: 'A newer token was issued in the meantime' },
  contact_changed: { status: 409, title: 'The contact was changed in the meantime' },
  request_in_progress: {
    status: 409,
    title: 'The first request with this key is still running',
    retryAfterSeconds: 'told',
  },
  body_too_large: { status: 413, title: 'The body is too large' },
  unsupported_media_type: { status: 415, title: 'The body is not application/json' },
  no_destination: { status: 422, title: 'There is no destination to send to' },
  confirmation_mismatch: { status: 422, title: 'The code does not confirm this address' },
  confirmation_expired: { status: 422, title: 'There is no valid code for this address' },
  destination_not_allowed: { status: 422, title: 'Nothing is sent to this destination' },
  idempotency_key_reused: { status: 422, title: 'The key was used with another request' },
  throttled: { status: 429, title: 'Too many requests', retryAfterSeconds: 1 },
  rate_limited: { status: 429, title: 'A send limit has been reached', retryAfterSeconds: 'told' },
  resend_too_soon: { status: 429, title: 'It is too soon to send again', retryAfterSeconds: 'told' },
  locked: { status: 429, title: 'Too many wrong tokens were tried', retryAfterSeconds: 'told' },
  destination_paused: {
    status: 429,
    title: 'Texts to numbers like this one are paused',
    retryAfterSeconds: 'told',
  },
  budget_exhausted: { status: 429, title: 'The budget for texts is used up', retryAfterSeconds: 'told' },
  internal_error: { status: 500, title: 'Something went wrong' },
  delivery_failed: { status: 502, title: 'The token could not be delivered' },
  store_unavailable: { status: 503, title: 'The token store is unavailable', retryAfterSeconds: 1 },
  secret_unavailable: { status: 503, title: 'The token secret is unavailable', retryAfterSeconds: 1 },
  signing_unavailable: { status: 503, title: 'The receipt could not be signed', retryAfterSeconds: 1 },
  metrics_unavailable: { status: 503, title: 'The metrics could not be read', retryAfterSeconds: 1 },
  executions_unavailable: {
    status: 503,
    title: 'The execution log is unavailable',
    retryAfterSeconds: 1,
  },
  audit_unavailable: { status: 503, title: 'The audit log is unavailable', retryAfterSeconds: 1 },
  service_unavailable: { status: 503, title: 'The service is unavailable', retryAfterSeconds: 5 },
} as const satisfies Record<string, ProblemFacts>;

type Problems = typeof PROBLEMS;
export type ProblemCode = keyof Problems;

/** Problems that the firewall returns by itself. */
export const FIREWALL_PROBLEMS = ['throttled', 'body_too_large', 'blocked'] as const satisfies ProblemCode[];

/** Problems whose rule says how long to wait. */
export type ToldProblemCode = {
  [Code in ProblemCode]: Problems[Code] extends { readonly retryAfterSeconds: 'told' } ? Code : never;
}[ProblemCode];

/** The wait that is the same for every answer with this code. */
export function fixedRetryAfterSeconds(code: ProblemCode): number | undefined {
  const { retryAfterSeconds }: ProblemFacts = PROBLEMS[code];
  return retryAfterSeconds === 'told' ? undefined : retryAfterSeconds;
}

/** For callers of the API, in Markdown that uses only backticks: for names of fields and headers. */
interface ProblemAdvice {
  readonly meaning: string;
  readonly remedy: string;
  /** The section of docs/runbook.md that tells operators more. */
  readonly runbook?: string;
}

/** Separate from PROBLEMS, which functions need: bundles leave this out. */
export const PROBLEM_ADVICE: Readonly<Record<ProblemCode, ProblemAdvice>> = {
  invalid_request: {
    meaning:
      'A field of the body, a parameter or a header breaks a rule. A member that occurs twice in one object and a body that is not UTF-8 are refused too.',
    remedy:
      'Read `errors`: each entry names one field and the rule it broke. Correct them and send the request again.',
  },
  unauthorized: {
    meaning:
      'There is no access token, or one that is malformed, has expired or is not from the configured issuer, such as one from a local server before it was restarted. API Gateway cannot distinguish these.',
    remedy: 'Get a new access token and send it as `Authorization: Bearer`.',
  },
  forbidden: {
    meaning:
      "The access token lacks the scope of the route, or `tokens/reveal` for `reveal=true`; or revealing is switched off. An operator's access token has the scopes of the operator's groups.",
    remedy:
      'Request the scope, or ask to be added to the group. If the issuer does not grant it, ask its administrator.',
  },
  blocked: {
    meaning: 'A firewall rule took the request for an attack.',
    remedy:
      "If ordinary requests are blocked, tell an operator when it happened: the firewall's log names the rule.",
    runbook: 'blocked',
  },
  not_found: {
    meaning: 'There is no such route or method, or nothing is stored under that name.',
    remedy: 'Check the path and the `user_id`. Expired tokens count as absent.',
  },
  superseded: {
    meaning:
      'Another request for the same person and purpose changed the token first. Nothing was sent or counted for this one.',
    remedy: 'The newer token is the one that counts: use the answer to that request, or ask again.',
  },
  contact_changed: {
    meaning:
      'Another change to this contact came first, or the contact changed while a token was being issued. Nothing was sent.',
    remedy: 'Read the contact and decide again, or ask for the token again.',
  },
  request_in_progress: {
    meaning: 'The first request with this `Idempotency-Key`, or for this delivery, has no answer yet.',
    remedy: 'Send the request again after `Retry-After`, with the same key.',
  },
  body_too_large: {
    meaning: 'The body has more than 10,240 bytes.',
    remedy: 'Send less. Every valid request fits easily, so look for a field that was filled by mistake.',
  },
  unsupported_media_type: {
    meaning:
      '`Content-Type` names a type other than `application/json`. Its parameters are ignored, and a body without the header is treated as JSON.',
    remedy: 'Send JSON, with `Content-Type: application/json`.',
  },
  no_destination: {
    meaning:
      'There is no phone number or confirmed email address for the requested channel; `errors` says which is missing.',
    remedy:
      'Send `phone_number`, enrol a contact, or have the person confirm the address: `POST /contacts/{user_id}/confirm`. An address whose subscription ended has to be enrolled again.',
  },
  confirmation_mismatch: {
    meaning:
      'The code that was typed is not the one that the address was last sent. Only the newest code counts.',
    remedy:
      'Have the person type it again. Wrong tries count: five make the code invalid, and too many answer `locked`.',
  },
  confirmation_expired: {
    meaning:
      'The code that the address was sent has expired, was mistyped five times, or none was sent. By SNS, a code is sent only after the person has followed the link in the first email.',
    remedy: 'Send the same contact again with `PUT /contacts/{user_id}`, which sends a new code.',
  },
  destination_not_allowed: {
    meaning:
      'The destination policy refuses the phone number, or the owner of the number or address opted out. `rule` says which of its rules: `country`, `prefix`, `number_type` or `opt_out`; the lists behind them are not disclosed. It is `bounced` or `complained` for an address that SES could not reach, or whose owner reported a message as unwanted.',
    remedy:
      'Use another number or address. An operator can change the policy, and remove an opt-out, a bounce or a complaint.',
    runbook: 'opt-outs',
  },
  idempotency_key_reused: {
    meaning:
      'The `Idempotency-Key` was sent before, with another body. Nothing was sent or verified for this one. Or it is of a delivery whose `valid_seconds` are over, and whose answer is gone: it is not sent again.',
    remedy: 'Use a new key for every new request. Repeat a key only with the same request.',
  },
  throttled: {
    meaning:
      'Requests exceed the configured rate, either of all callers together or of one caller or address.',
    remedy: 'Wait for `Retry-After`, then try again.',
    runbook: 'throttled',
  },
  rate_limited: {
    meaning:
      'A limit on messages has been reached; messages that may have been sent count too. The member `limit` has its `name`, `limit` and `window_seconds`. The name is `person`, `destination`, `client`, `deployment` or `limit_keys.<key>` for codes, and `confirmations.person`, `.address`, `.client` or `.pending` for confirmation emails. Nothing was sent, and nothing changed.',
    remedy: 'Wait for `Retry-After`.',
  },
  resend_too_soon: {
    meaning: 'The token was sent a moment ago; the wait doubles with every send. Nothing was sent.',
    remedy: 'Wait for `Retry-After`; the message may still be on its way.',
  },
  locked: {
    meaning:
      "Too many wrong tokens were tried for this person and purpose, or too many codes to confirm an address. `limit` says which: `confirmations.guesses` is the person's, `confirmations.mailbox_guesses` the mailbox's.",
    remedy:
      'Wait for `Retry-After`, or ask an operator to unlock the person: `DELETE /limits/{user_id}`. A mailbox has to wait.',
  },
  destination_paused: {
    meaning:
      'Many new numbers with the same prefix were sent a code, and few of the codes were entered. That is what SMS pumping looks like, so only a few new numbers get texts for now. Or an operator has blocked the prefix for a time.',
    remedy:
      'Wait for `Retry-After`, or use email: with `channel` `auto`, a person with a confirmed email gets one instead. Other prefixes in the same country are not affected, unless an operator blocked the whole country.',
    runbook: 'destination_paused',
  },
  budget_exhausted: {
    meaning: 'The SMS budget that the operator set for this hour or month is used up. Nothing was sent.',
    remedy:
      'Wait for `Retry-After`, ask an operator for more budget, or use email: with `channel` `auto`, a person with a confirmed email gets one instead.',
    runbook: 'budget_exhausted',
  },
  internal_error: {
    meaning: 'The service failed unexpectedly.',
    remedy:
      'Try again once. If it fails again, give the `request_id` to an operator, who finds it in the logs.',
    runbook: 'internal_error',
  },
  delivery_failed: {
    meaning: 'Every channel refused the message. The token was revoked, so nothing undelivered stays valid.',
    remedy: 'Check the phone number and the email address, then ask for a new token.',
    runbook: 'delivery_failed',
  },
  store_unavailable: {
    meaning: 'DynamoDB could not be reached, even after several attempts. Nothing was sent.',
    remedy: 'Try again after `Retry-After`. If it fails again, give the `request_id` to an operator.',
    runbook: 'store_unavailable',
  },
  secret_unavailable: {
    meaning:
      'Secrets Manager or KMS could not be reached, so the token secret could not be read. Nothing was sent.',
    remedy:
      'Try again after `Retry-After`. If it fails again, an operator should look at the secret and its key.',
    runbook: 'secret_unavailable',
  },
  signing_unavailable: {
    meaning:
      'KMS could not be reached or refused to use the signing key. The code was correct; neither it nor an attempt was used up.',
    remedy: 'Send the same request again after `Retry-After`, or verify without `receipt`.',
    runbook: 'signing_unavailable',
  },
  metrics_unavailable: {
    meaning: 'CloudWatch could not be reached. Issuing and verifying tokens is not affected.',
    remedy: 'Try again after `Retry-After`. If it fails again, an operator should look at CloudWatch itself.',
    runbook: 'metrics_unavailable',
  },
  executions_unavailable: {
    meaning:
      'CloudWatch Logs could not be reached, so the execution history cannot be read. The token itself is not affected.',
    remedy:
      'Try again after `Retry-After`. Meanwhile, an operator can look the execution up in the AWS console.',
    runbook: 'executions_unavailable',
  },
  audit_unavailable: {
    meaning:
      'CloudWatch Logs could not be reached, so the audit log cannot be read or written. What cannot be recorded is not done: nothing was revealed or changed.',
    remedy: 'Try again after `Retry-After`. If it fails again, an operator should look at CloudWatch Logs.',
    runbook: 'audit_unavailable',
  },
  service_unavailable: {
    meaning:
      'Part of the service is busy, starting or unreachable: a step before the delivery could not run or took too long, or Step Functions refused to start the execution. If the whole request ran out of time, a message may have been sent; its code is then valid.',
    remedy: 'Try again after `Retry-After`.',
    runbook: 'service_unavailable',
  },
};
