/**
 * The data that passes between the states of the issue-token machine.
 *
 * Whoever can read executions may see all of it, so a token appears only as `sealed_token` and
 * `token_digest`. Times: `issued_at` and `sent_at` are ISO 8601 UTC with milliseconds; `expiry_time` is epoch
 * seconds, as DynamoDB's TTL requires.
 */
import type { BudgetWindow, Channel, DeliveryOutcome, TokenFormat } from './vocabulary.ts';

/**
 * The name of a request's execution, so that who has the id of an answer finds its execution, and the reverse: an
 * execution's ARN ends with `:<name>:<a UUID of Step Functions>`. Base64 becomes base64url without padding, because
 * Step Functions takes no slash, and logs a name only if it consists of letters, digits, hyphens and underscores. It
 * does not compare names: express executions may share one.
 * https://docs.aws.amazon.com/step-functions/latest/apireference/API_StartExecution.html#API_StartExecution_RequestSyntax
 */
export const executionName = (requestId: string): string =>
  requestId.replaceAll('/', '_').replaceAll('+', '-').replaceAll('=', '');

/** How many executions one request may start: a hook has a code for each of two addresses. */
export const MOST_EXECUTIONS = 2;

/**
 * The id under which one of a request's executions runs, which names it and its entry of the activity log. The first has
 * the request's own.
 */
export const idOfPart = (requestId: string, index: number): string =>
  index === 0 ? requestId : `${requestId}-${index + 1}`;

/** The name in the ARN of an execution; undefined for another text. */
export const executionNameIn = (executionArn: string): string | undefined =>
  /^arn:[^:]+:states:[^:]+:\d{12}:express:[^:]+:([^:]+):[^:]+$/.exec(executionArn)?.[1];

/** The execution's input, as the request mapping template or a function of the service writes it. */
export interface IssueTokenInput {
  readonly request_id: string;
  readonly client_id: string;
  /** Empty when the header is absent: VTL has no optional members. */
  readonly idempotency_key: string;
  /** The request body, unparsed: a string cannot smuggle members into this input. */
  readonly body: string;
  /** Absent from the template: POST /tokens brings nothing. */
  readonly brought?: Brought;
}

/**
 * What a request may say beyond the body of POST /tokens. Only functions of the service write it, each after its
 * own checks; a caller of the API cannot.
 */
export interface Brought {
  /** The code to send, instead of a generated one. */
  readonly code?: BroughtCode;
  /** The address to mail to, instead of the contact's; where SES sends. */
  readonly email?: string;
  /** Present when the code is only delivered, and never verified here. */
  readonly delivery?: BroughtDelivery;
}

/** A code that the caller made, sealed by domain/token/brought-code.ts; empty strings for none. */
export interface BroughtCode {
  readonly sealed: string;
  /** VersionId of the token secret. */
  readonly secret_version: string;
  /** Present for a delivery. */
  readonly delivery?: Pick<BroughtDelivery, 'delivery_id' | 'valid_seconds'>;
}

/** The delivery of a code that somebody else verifies. */
interface BroughtDelivery {
  /** UUID: the token_id of its entry in the tokens table, which is kept apart by it (token/delivery-slot.ts). */
  readonly delivery_id: string;
  /**
   * Keyed digest of the code: a repeated Idempotency-Key with another code is another request. Absent for a request
   * without one.
   */
  readonly code_digest?: string;
  /** How long the caller takes the code; absent when it did not say. */
  readonly valid_seconds?: number;
  /** Seconds in which a repeat is the same message; absent for a request with an Idempotency-Key. */
  readonly repeats_seconds?: number;
}

/** How a message shows a code exactly as the caller brought it: with or without how long it is valid. */
export type Verbatim = 'timed' | 'untimed';

/** The input of Admit request: the execution's input, and which execution it is. */
export interface AdmitRequestInput extends Omit<IssueTokenInput, 'brought'> {
  readonly execution_arn: string;
  /** The execution's input again, for its optional members; a state can name no member that may be absent. */
  readonly given?: Pick<IssueTokenInput, 'brought'>;
}

/** The execution's output, which the response mapping template prints. */
export interface HttpAnswer {
  readonly http_status: number;
  /** Seconds, for the Retry-After header. */
  readonly retry_after?: number;
  /** For the Idempotency-Replayed header: this is the answer to an earlier request with the same key. */
  readonly replayed?: true;
  /** A JSON document, as a string. */
  readonly body: string;
}

export interface Rejected {
  readonly decision: 'rejected';
  readonly response: HttpAnswer;
}

/** By channel: the name of its error. */
export type ChannelFailures = Partial<Record<Channel, { readonly Error: string }>>;

/** One leg of a route: a channel and its destination. */
export interface Leg {
  readonly channel: Channel;
  /** What the channel sends to: an E.164 number, an email address, or the handle of an enrolled one. */
  readonly address: string;
  /** The handle of an enrolled address that is sent to by itself: another enrolment has another. */
  readonly handle?: string;
  /** As it may be shown. */
  readonly masked: string;
  /** Keyed digest of the destination. */
  readonly digest: string;
  /** Whether the address comes from the contact; otherwise it comes from the request. */
  readonly of_contact: boolean;
  /** What the list of opt-outs names an email address by, for whoever sends to it later without its contact. */
  readonly opt_outs?: readonly string[];
  /** Present when the message is a text, which costs money. */
  readonly text?: TextFacts;
}

export interface TextFacts {
  /**
   * The reference that the pumping guard counts the text by, which does not disclose the prefix; empty when
   * the guard does not count it.
   */
  readonly number_prefix: string;
  /** Millionths of a US dollar that the text may cost; 0 where nothing is priced, without a budget or `metricsBy`. */
  readonly price: number;
  /** Of the number: ISO 3166-1; absent where it is unknown. */
  readonly country?: string;
  /** By which amounts operators have raised the budgets, millionths of a US dollar; absent while they have not. */
  readonly raised?: RaisedBudgets;
}

export type RaisedBudgets = { readonly [Window in BudgetWindow]?: number };

/**
 * The most legs that a route has. One more could cost 5 s of the 28 s that the machine has; see
 * test/workflows/time-budget.test.ts.
 */
export const MOST_LEGS = 2;

/**
 * Legs in the order in which they are tried: the next one only when the previous one certainly sent nothing.
 */
export type DeliveryRoute = readonly [Leg, ...Leg[]];

export interface AdmittedRequest {
  readonly user_id: string;
  /** The person in logs and traces; every step after the first takes it from here. */
  readonly user_ref: string;
  readonly purpose: string;
  /** The group of the requesting client. */
  readonly client_group: string;
  readonly format: TokenFormat;
  readonly length: number;
  readonly brought_code: BroughtCode;
  /** Present for a code that a caller brought, also when it is sent again. */
  readonly verbatim?: Verbatim;
  /** BCP 47 tag; empty when neither request nor contact names one. */
  readonly locale: string;
  readonly route: DeliveryRoute;
  /** The phone number if it is a test destination, to which nothing is sent; otherwise empty. */
  readonly test_number: string;
  /** Present for the canary's own requests to its test destination, which no limit or metric counts. */
  readonly canary?: true;
  /** Keyed digest of the test number; empty without one. */
  readonly test_digest: string;
  /** What the guard counted for this request alone, in case it is taken back; empty for nothing. */
  readonly guard_counted: string;
  /** SHA-256 of the canonical context, base64url, which the code is bound to; empty without a context. */
  readonly context_hash: string;
  /** Keyed digest of the context, stored with the token; empty without a context. */
  readonly context_digest: string;
  /** The fields of the context that the message shows, as our texts show them; empty for none. */
  readonly context_shown: string;
  /** The same by field, for own words; absent for none. */
  readonly context_fields?: Readonly<Record<string, string>>;
  /** Attempts that a new token allows. */
  readonly max_attempts: number;
  /** Which send of the token this is, the first being 1. */
  readonly sends: number;
  /** When a send after the first was admitted; empty for the first. */
  readonly sent_again_at: string;
  /** When the previous send was admitted, in case this one is taken back; empty for the first. */
  readonly sent_before_at: string;
  /** The reference that the guard counted the previous send by; empty for none. */
  readonly number_prefix_before: string;
  /** Channels that earlier sends handed this very code to. */
  readonly handed_to: readonly Channel[];
  /** The executions that sent the token after the first, this one included; empty for the first send. */
  readonly resent_by: string;
  /**
   * Other destinations of the token, to which it must not be sent yet; see
   * domain/token/earlier-destinations.ts. Empty for none.
   */
  readonly earlier_destinations: string;
  /** The token that a new one may replace, and its attempts and sends when it was read. */
  readonly replaces: { readonly token_id: string; readonly attempts: number; readonly sends: number };
  /** The times that a new code takes over from the one it replaces; empty and 0 for a new token. */
  readonly renewed: { readonly issued_at: string; readonly expiry_time: number };
  /** How the channels that were tried have failed, as the machine writes it; absent while none has. */
  readonly failures?: ChannelFailures;
  /** What was counted for this request, to be taken back if it sends nothing after all. */
  readonly counted: readonly Counted[];
}

/** What a count added, so that it can be taken back; see domain/limits/counter-entry.ts. */
export interface Counted {
  readonly subject: string;
  /** Which item of the subject. */
  readonly item: string;
  readonly windows: readonly string[];
  readonly amount: number;
  /** The owner, as its mark names it. */
  readonly owner: string;
  /** The name of the mark. */
  readonly mark: string;
}

export type Admission =
  | { readonly decision: 'admitted'; readonly request: AdmittedRequest }
  /** The live token is sent again. */
  | {
      readonly decision: 'resend';
      readonly request: AdmittedRequest;
      readonly token: SealedToken;
      readonly persistence: Persisted;
    }
  | { readonly decision: 'replayed'; readonly response: HttpAnswer }
  | Rejected;

export interface GenerateTokenInput
  extends Pick<
    AdmittedRequest,
    'user_id' | 'user_ref' | 'purpose' | 'format' | 'length' | 'test_number' | 'context_hash' | 'renewed'
  > {
  readonly request_id: string;
  /** Absent where the previous release of the machine calls. */
  readonly brought_code?: BroughtCode;
}

export interface SealedToken {
  readonly token_id: string;
  /** AES-256-GCM, base64url; additional data binds it to user_id, purpose and token_id. */
  readonly sealed_token: string;
  /** HMAC-SHA-256 over user_id, purpose, token_id and the token, base64url; empty for a delivery. */
  readonly token_digest: string;
  /** VersionId of the secret that both keys were derived from. */
  readonly secret_version: string;
  readonly issued_at: string;
  readonly expiry_time: number;
}

export interface PersistTokenInput {
  readonly request_id: string;
  readonly client_id: string;
  readonly idempotency_key: string;
  readonly execution_arn: string;
  readonly request: AdmittedRequest;
  readonly token: SealedToken;
}

/** A stored token, with what is recorded and answered if the outcome of its delivery never becomes known. */
interface Persisted {
  readonly decision: 'persisted';
  readonly presumed: PresumedDeliveries;
}

/** By channel; absent for a channel that the request does not use. */
export type PresumedDeliveries = Partial<Record<Channel, Delivery>>;

export type Persistence = Persisted | Rejected;

/** Input of Take back the send: the part of the machine's data that it needs. */
export interface TakeBackInput {
  readonly request_id: string;
  readonly admission: { readonly request: AdmittedRequest };
}

/** Input of Note the failure and Note the doubt: everything that the machine knows by then. */
export interface NoteOutcomeInput {
  readonly request_id: string;
  readonly execution_arn: string;
  readonly state: Pick<IssueTokenInput, 'client_id' | 'body' | 'brought'> & {
    /** Absent where Admit request failed. */
    readonly admission?: { readonly request?: AdmittedRequest };
    /** Absent where Generate token failed. */
    readonly token?: Pick<SealedToken, 'token_id'>;
    /** Present where a message is presumed to be sent. */
    readonly delivery?: Pick<Delivery, 'channel' | 'outcome'>;
    /** What was caught; absent where channels have failed, or none was found. */
    readonly failure?: { readonly Error: string };
  };
}

/** Input of both delivery steps. */
export interface DeliverTokenInput {
  readonly request_id: string;
  /** This and the next are absent where the previous release of the machine calls. */
  readonly client_id?: string;
  readonly execution_arn?: string;
  /** When the execution started, which is when the request arrived; ISO 8601 UTC. */
  readonly asked_at: string;
  readonly request: AdmittedRequest;
  readonly token: SealedToken;
}

export interface Delivery {
  readonly channel: Channel;
  readonly destination_masked: string;
  readonly sent_at: string;
  readonly outcome: DeliveryOutcome;
  /** The message service's id of the message; empty when it is unknown. */
  readonly message_id: string;
  /** The answer, ready to print: 201, or 202 when the outcome is unknown. */
  readonly response: HttpAnswer;
}

/**
 * Lambda's errors for a function that it did not run. The other errors in AWS's list can occur after the function
 * has done its work.
 */
export const NEVER_RUN_ERRORS: readonly string[] = [
  'Lambda.AWSLambdaException',
  'Lambda.ServiceException',
  'Lambda.TooManyRequestsException',
];
