/**
 * The part of Twilio Verify v2 that the API speaks: its paths, the shapes of its ids, and its errors.
 *
 * Twilio's own reference describes these routes, so they are in neither the table of routes nor
 * docs/openapi.yaml: https://www.twilio.com/docs/verify/api/verification
 * https://www.twilio.com/docs/verify/api/verification-check
 */
import type { RouteKey } from './route.ts';

/** The client that requests by these routes count for, and whose codes they reach; an id that Cognito never assigns. */
export const TWILIO_CLIENT = 'twilio-verify';
/** The purpose of their codes. */
export const TWILIO_PURPOSE = 'twilio-verify';

const SERVICE = '/twilio/v2/Services/{service_sid}';

interface TwilioRoute extends RouteKey {
  /** The name of an entry in handlers/twilio. */
  readonly answeredBy: string;
}

export const TWILIO_ROUTES = {
  start: { method: 'POST', path: `${SERVICE}/Verifications`, answeredBy: 'start-verification' },
  check: { method: 'POST', path: `${SERVICE}/VerificationCheck`, answeredBy: 'check-verification' },
  fetch: { method: 'GET', path: `${SERVICE}/Verifications/{sid}`, answeredBy: 'fetch-verification' },
  update: { method: 'POST', path: `${SERVICE}/Verifications/{sid}`, answeredBy: 'update-verification' },
} as const satisfies Readonly<Record<string, TwilioRoute>>;

/** How ids of each kind begin; 32 hexadecimal digits follow. */
export const SIDS = { account: 'AC', service: 'VA', verification: 'VE', attempt: 'VL' } as const;

/**
 * By Twilio's code: the status and the message that the code has there.
 * https://www.twilio.com/docs/verify/api/error-codes, https://www.twilio.com/docs/api/errors
 */
export const TWILIO_ERRORS = {
  20003: { status: 401, message: 'Authenticate' },
  20404: { status: 404, message: 'The requested resource was not found' },
  20429: { status: 429, message: 'Too many requests' },
  20500: { status: 500, message: 'An internal server error has occurred' },
  20503: { status: 503, message: 'Service unavailable' },
  60200: { status: 400, message: 'Invalid parameter' },
  60202: { status: 429, message: 'Max check attempts reached' },
  60203: { status: 429, message: 'Max send attempts reached' },
  60204: { status: 403, message: 'Service does not support this feature' },
  60205: { status: 403, message: 'SMS is not supported by landline phone number' },
  60206: { status: 400, message: "'Amount' & 'Payee' params are required" },
  60212: { status: 429, message: 'Too many concurrent requests for phone number' },
  60223: { status: 400, message: 'Delivery channel disabled' },
  60410: { status: 403, message: 'Verification delivery attempt blocked' },
  60605: { status: 403, message: 'Verification delivery attempt blocked' },
} as const satisfies Readonly<Record<number, { readonly status: number; readonly message: string }>>;

export type TwilioCode = keyof typeof TWILIO_ERRORS;

/** The body of an error, as Twilio's libraries read it. */
export interface TwilioErrorBody {
  readonly code: TwilioCode;
  readonly message: string;
  readonly more_info: string;
  readonly status: number;
}

/** `approved`: the code was right. `canceled`: it no longer counts. */
type VerificationStatus = 'pending' | 'approved' | 'canceled';

interface VerificationFacts {
  readonly sid: string;
  readonly service_sid: string;
  readonly account_sid: string;
  /** As the request has it; masked where it names the verification by its SID. */
  readonly to: string;
  readonly channel: string;
  readonly status: VerificationStatus;
  readonly valid: boolean;
  /** As the request has them; null otherwise, because only their digest is stored. */
  readonly amount: string | null;
  readonly payee: string | null;
  /** ISO 8601 UTC, whole seconds. */
  readonly date_created: string;
  readonly date_updated: string;
}

/** The answer of start, fetch and update. */
export interface Verification extends VerificationFacts {
  readonly lookup: Record<never, never>;
  /** The latest send only. */
  readonly send_code_attempts: readonly {
    readonly time: string;
    readonly channel: string;
    readonly attempt_sid: string;
  }[];
  readonly sna: null;
  readonly url: string;
}

export interface VerificationCheck extends VerificationFacts {
  readonly sna_attempts_error_codes: readonly never[];
}
