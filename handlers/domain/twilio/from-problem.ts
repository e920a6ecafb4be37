/**
 * Our problems as Twilio's errors. The meaning of each code: https://www.twilio.com/docs/verify/api/error-codes
 *
 * 60207 is missing on purpose: it is about creating too many rate limits for a service. A request beyond one of them
 * is 20429 there: https://www.twilio.com/docs/api/errors/60207, https://www.twilio.com/docs/api/errors/20429
 */
import type { DestinationRule, FieldError, Problem } from '../../contract/problem-document.ts';
import type { ProblemCode } from '../../contract/problems.ts';
import type { TwilioCode } from '../../contract/twilio.ts';
import type { TwilioError } from './outcome.ts';

/** The members of a problem that decide which error it is. */
type Told = Pick<Problem, 'code' | 'errors' | 'limit' | 'rule' | 'retry_after'> & {
  readonly detail?: string;
};

const BY_CODE: Partial<Record<ProblemCode, TwilioCode>> = {
  invalid_request: 60200,
  body_too_large: 60200,
  unsupported_media_type: 60200,
  unauthorized: 20003,
  not_found: 20404,
  superseded: 60212,
  contact_changed: 60212,
  request_in_progress: 60212,
  resend_too_soon: 60212,
  no_destination: 60223,
  rate_limited: 20429,
  throttled: 20429,
  budget_exhausted: 20429,
  locked: 60202,
  destination_paused: 60410,
  delivery_failed: 20503,
  store_unavailable: 20503,
  secret_unavailable: 20503,
  service_unavailable: 20503,
};

/** Limits that Twilio has too, on the person it sends to. */
const OF_THE_PERSON = ['person', 'destination'];

const BY_RULE: Readonly<Record<DestinationRule, TwilioCode>> = {
  country: 60605,
  prefix: 60605,
  number_type: 60205,
  opt_out: 60410,
  bounced: 60410,
  complained: 60410,
};

/** Parameters by the field that they become. */
const PARAMETERS: Readonly<Record<string, string>> = {
  phone_number: 'To',
  email: 'To',
  channel: 'Channel',
  locale: 'Locale',
  'context.amount': 'Amount',
  'context.payee': 'Payee',
  format: 'CustomCode',
  length: 'CustomCode',
  limit_keys: 'RateLimits',
  token: 'Code',
};

/** Problems whose detail says something that the caller of another API has to know. */
const TOLD: readonly ProblemCode[] = ['delivery_failed', 'service_unavailable'];

export function fromProblem({ code, detail, errors = [], limit, rule, retry_after }: Told): TwilioError {
  const wait = retry_after === undefined ? {} : { retryAfterSeconds: retry_after };
  const error = { problem: code, ...wait };
  if (rule !== undefined) {
    return { ...error, code: BY_RULE[rule], detail: `rule ${rule}` };
  }
  if (limit !== undefined && code === 'rate_limited' && OF_THE_PERSON.includes(limit.name)) {
    return { ...error, code: 60203 };
  }
  const [first] = errors;
  const why = first === undefined ? (TOLD.includes(code) ? detail : undefined) : broken(first);
  return { ...error, code: BY_CODE[code] ?? 20500, ...(why === undefined ? {} : { detail: why }) };
}

/** What the rules about the shape of a code mean for one that the caller brought. */
const ABOUT_CUSTOM_CODES: Readonly<Record<string, (rule: string) => string>> = {
  length: (rule) => `has the wrong length: it ${rule}`,
  format: () => 'must have other characters: codes of these are too short',
};

function broken({ field, rule }: FieldError): string {
  const [whole = field] = field.split('.');
  return `\`${PARAMETERS[field] ?? PARAMETERS[whole] ?? whole}\` ${ABOUT_CUSTOM_CODES[field]?.(rule) ?? rule}`;
}
