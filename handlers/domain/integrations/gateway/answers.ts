/**
 * What gateways' callers are answered. Most of them only look whether the status is 2xx.
 *
 * Where the outcome is unknown, all is well: the message may arrive, and most systems keep the code only if it is.
 */
import type { ProblemCode } from '../../../contract/problems.ts';
import { PROBLEMS } from '../../../contract/problems.ts';
import type { Refusal } from '../../decision.ts';
import type { HookAnswer, HookOutcome } from '../hook.ts';
import { DESTINATION_REFUSED, NOT_SENT, tryAgainIn, waitFor } from '../told-people.ts';

/** Not 202: Kratos took that for a failure once. https://github.com/ory/kratos/issues/3399 */
const DONE: HookAnswer = { status: 200, body: {} };
const UNAUTHENTICATED: HookAnswer = { status: 401, text: 'The credentials are not valid.' };

/**
 * For systems in whose sign-in the person waits. The text is for them: authentik shows it under the field, Logto makes
 * it the message of its error.
 * https://github.com/goauthentik/authentik/blob/048be7d/authentik/stages/authenticator_sms/models.py (send_generic)
 * https://github.com/logto-io/logto/blob/1c9712f/packages/connectors/connector-http-sms/src/index.ts
 */
export function answerPerson(outcome: HookOutcome): HookAnswer {
  switch (outcome.kind) {
    case 'delivered':
    case 'nothing':
      return DONE;
    case 'unauthenticated':
      return UNAUTHENTICATED;
    case 'refused': {
      const { refusal } = outcome;
      const seconds = waitFor(refusal);
      return {
        status: statusFor(refusal),
        text: textFor(refusal),
        ...(seconds === undefined ? {} : { headers: { 'Retry-After': String(seconds) } }),
      };
    }
  }
}

/**
 * For systems that send from a queue, and send whatever is not 2xx again: nothing that waiting does not cure may be an
 * error. What only the owner can mend is one all the same, because the owner has to see it: a call that cannot be read,
 * and emails without a sender. What one person typed for a number is not.
 * https://github.com/ory/kratos/blob/042e3f6/courier/http_channel.go (Dispatch)
 * https://github.com/zitadel/zitadel/blob/090adb0/internal/notification/channels/webhook/channel.go
 */
export function answerQueue(outcome: HookOutcome): HookAnswer {
  if (outcome.kind === 'unauthenticated') {
    return UNAUTHENTICATED;
  }
  if (outcome.kind !== 'refused') {
    return DONE;
  }
  const { refusal, isNoDestination } = outcome;
  if (isNoDestination) {
    return DONE;
  }
  const status = statusFor(refusal);
  if (isUnreadable(refusal.code) || refusal.code === 'no_destination') {
    return { status, text: textFor(refusal) };
  }
  return status < 500 && waitFor(refusal) === undefined ? DONE : { status: 503, text: textFor(refusal) };
}

const isUnreadable = (code: ProblemCode): boolean => code === 'invalid_request' || code === 'body_too_large';

/** Whatever waiting cures is 429 to them, and every fault but a carrier's is one of ours. */
function statusFor(refusal: Refusal): number {
  const { status } = PROBLEMS[refusal.code];
  if (status < 500) {
    return waitFor(refusal) === undefined ? status : 429;
  }
  return status === 502 ? 502 : 503;
}

/** One sentence or two for whoever sees it. Which rule refused is nobody's business but the operator's. */
function textFor(refusal: Refusal): string {
  const { code, errors = [] } = refusal;
  if (isUnreadable(code)) {
    const rules = errors.map(({ field, rule }) => `${field} ${rule}.`);
    return rules.length === 0 ? 'The request is not valid.' : rules.join(' ');
  }
  if (PROBLEMS[code].status >= 500) {
    return NOT_SENT;
  }
  const seconds = waitFor(refusal);
  if (seconds !== undefined) {
    return `No code can be sent yet. ${tryAgainIn(seconds)}`;
  }
  // A newer code is on its way, for instance.
  return PROBLEMS[code].status === 422 ? DESTINATION_REFUSED : 'The code was not sent.';
}
