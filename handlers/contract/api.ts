/**
 * Bodies of the API's successful answers. Times are ISO 8601 UTC, durations seconds.
 * Requests are in requests.ts, as the schemas that check them.
 */
import type { Actor, AuditAction } from './audit.ts';
import type { Channel, DeliveryOutcome, ListedStatus, RefusalReason } from './vocabulary.ts';

/** 201 of POST /tokens, and 202 when the message may have been sent. The token itself is never in it. */
export interface IssuedTokenAnswer {
  readonly token_id: string;
  readonly user_id: string;
  readonly purpose: string;
  readonly channel: Channel;
  /** Masked. */
  readonly destination: string;
  /** `unknown` in a 202: the token is alive, and the message may have been sent. */
  readonly status: DeliveryOutcome;
  readonly issued_at: string;
  readonly expires_at: string;
  readonly expires_in: number;
  /** When the caller may sensibly ask for another token. */
  readonly resend_after: string;
}

/** 200 of POST /tokens/verify. */
export type VerificationAnswer =
  | {
      readonly verified: true;
      readonly token_id: string;
      readonly user_id: string;
      readonly purpose: string;
      readonly channel: Channel;
      /** Masked: where the token was sent. */
      readonly destination: string;
      readonly verified_at: string;
      /** A JWT; present when it was asked for. */
      readonly receipt?: string;
    }
  | {
      readonly verified: false;
      readonly reason: RefusalReason;
      readonly attempts_remaining: number;
    };

/** One row of GET /tokens. */
export interface ListedToken {
  readonly token_id: string;
  readonly user_id: string;
  readonly purpose: string;
  /** Who issued it: a client id, or `@` and the name of a configured group. */
  readonly client_group: string;
  /** `MASKED_TOKEN` unless revealed; null when the token was revoked and its value erased. */
  readonly token: string | null;
  readonly channel: Channel;
  /** Masked. */
  readonly destination: string;
  readonly status: ListedStatus;
  readonly attempts: number;
  readonly max_attempts: number;
  readonly issued_at: string;
  readonly expires_at: string;
  readonly expires_in: number;
}

/** 200 of GET /tokens. */
export interface TokenList {
  readonly tokens: readonly ListedToken[];
  /** Absent on the last page. */
  readonly next_cursor?: string;
}

/** 200 of GET and PUT /contacts/{user_id}. */
export interface ContactAnswer {
  readonly user_id: string;
  readonly phone_number?: string;
  readonly email?: string;
  /** Present when there is an email: whether its owner confirmed the subscription. */
  readonly email_confirmed?: boolean;
  readonly preferred_channel?: Channel;
  readonly locale?: string;
}

/** What texts may cost in a window, and what is reserved of it. */
export interface SpendStatus {
  readonly spent_usd: number;
  readonly limit_usd: number;
  readonly resets_at: string;
}

/** A counter in its present window. */
export interface LimitStatus {
  readonly count: number;
  readonly limit: number;
  readonly window_seconds: number;
  readonly resets_at: string;
}

/** A person's counters for one purpose. */
export interface PersonLimits {
  readonly user_id: string;
  /** What logs and traces call the person; `unavailable` when the secret for it could not be read. */
  readonly user_ref: string;
  readonly purpose: string;
  /** Whether too many wrong tokens were tried. */
  readonly locked: boolean;
  /** Present when locked. */
  readonly locked_until?: string;
  readonly sends: readonly LimitStatus[];
  readonly wrong_tokens: readonly LimitStatus[];
}

/** 200 of GET /limits. */
export interface LimitsAnswer {
  /** Present when there is a budget; by window, those that have a limit. */
  readonly budget?: { readonly hour?: SpendStatus; readonly month?: SpendStatus };
  /** Prefixes of numbers of which few new ones get texts for now; with a client, of those that it asks for. */
  readonly paused: readonly {
    readonly prefix: string;
    readonly until: string;
    readonly client_id?: string;
    /** What the prefix is called in the limits table. */
    readonly key: string;
  }[];
  /** Present when the query names one. */
  readonly person?: PersonLimits;
}

/** 200 of GET /metrics. Points of the series stand for 60 s of an hour and for 900 s of a day. */
export interface MetricsAnswer {
  readonly period: 'hour' | 'day';
  readonly from: string;
  readonly to: string;
  readonly bucket_seconds: number;
  readonly totals: MetricTotals;
  /** Arrays of equal length, oldest first. */
  readonly series: MetricSeries;
}

export interface MetricTotals {
  /** Requests that were delivered or tried: tokens made or sent again. */
  readonly issued: number;
  readonly delivered: Readonly<Record<Channel, number>>;
  /** Messages that may have been sent: SNS gave no answer that tells. */
  readonly unknown: Readonly<Record<Channel, number>>;
  readonly verified: number;
  /** verified / delivered, 0..1; null when nothing was delivered. */
  readonly conversion: number | null;
  /** By problem code, those above 0 only. */
  readonly refused: Readonly<Record<string, number>>;
  /**
   * By error name, those above 0 only. ExecutionsFailed and ExecutionsTimedOut are requests for tokens
   * that ended in a fault; every other name counts the tries that threw it, also those that were made good
   * by a retry or the other channel.
   */
  readonly failures: Readonly<Record<string, number>>;
  /** From POST to delivered, milliseconds; null without any delivery. */
  readonly delivery_ms: { readonly p50: number | null; readonly p95: number | null };
}

export interface MetricSeries {
  readonly times: readonly string[];
  readonly issued: readonly number[];
  readonly delivered_sms: readonly number[];
  readonly delivered_email: readonly number[];
  readonly verified: readonly number[];
  readonly refused: readonly number[];
  /** Requests that ended in a fault, each once, whatever was tried before. */
  readonly failures: readonly number[];
  readonly p50_ms: readonly (number | null)[];
  readonly p95_ms: readonly (number | null)[];
}

/**
 * 200 of GET /tokens/{user_id}/executions, newest first.
 *
 * The events come from the machine's log, which AWS delivers late at times and only as well as it can:
 * an execution without events, or RUNNING after it ended, is one whose log is not complete yet.
 * https://docs.aws.amazon.com/step-functions/latest/dg/cw-logs.html
 */
export interface ExecutionsAnswer {
  readonly user_id: string;
  readonly purpose: string;
  readonly token_id: string;
  readonly executions: readonly ExecutionPath[];
}

/** The way of one execution through the state machine. */
export interface ExecutionPath {
  readonly execution_arn: string;
  readonly status: 'RUNNING' | 'SUCCEEDED' | 'FAILED' | 'TIMED_OUT';
  readonly error?: string;
  readonly started_at: string;
  readonly stopped_at?: string;
  /** Oldest first. */
  readonly events: readonly ExecutionEvent[];
}

/** What happened in a state. A try that failed was retried, caught, or the end of the execution. */
export interface ExecutionEvent {
  readonly type: 'StateEntered' | 'StateExited' | 'StateRetried' | 'StateCaught' | 'StateFailed';
  readonly state: string;
  readonly at: string;
  readonly error?: string;
}

/** One entry of the audit log: who did what to whom. Never a code, nor a whole number or address. */
export interface AuditEntry {
  readonly at: string;
  readonly actor: Actor;
  readonly action: AuditAction;
  /** The person's user_id, or a masked destination. */
  readonly subject: string;
  readonly purpose?: string;
  /** Whose token it was about, where the request named one group. */
  readonly client_group?: string;
  readonly request_id: string;
  /** Who was connected to the API; with a request by the page, CloudFront. */
  readonly source_ip: string;
  /** Whom CloudFront was connected to. Proves nothing where `source_ip` is not CloudFront's. */
  readonly forwarded_for?: string;
}

/** 200 of GET /audit, newest first. */
export interface AuditAnswer {
  readonly entries: readonly AuditEntry[];
  /** Absent on the last page. */
  readonly next_cursor?: string;
}

/** workflow.json, written beside the page at deployment: the state machine without what it calls. */
export interface WorkflowDefinition {
  readonly comment: string;
  readonly start_at: string;
  /** In the order of the definition. */
  readonly states: readonly WorkflowState[];
}

export interface WorkflowState {
  readonly name: string;
  readonly type: 'Task' | 'Pass' | 'Choice' | 'Fail';
  readonly comment?: string;
  /** How often a failed try is repeated; present when it is. */
  readonly max_retries?: number;
  /** Of a Fail state: the error that it ends the execution with. */
  readonly error?: string;
  /** Empty where the execution ends. */
  readonly edges: readonly WorkflowEdge[];
}

export interface WorkflowEdge {
  readonly to: string;
  readonly kind: 'next' | 'choice' | 'default' | 'catch';
}

/** config.json, written beside the page at deployment. */
export interface PageConfig {
  readonly brand_name: string;
  readonly region: string;
  readonly api_base: string;
  readonly client_id: string;
  readonly issuer: string;
  readonly authorization_endpoint: string;
  readonly token_endpoint: string;
  readonly revocation_endpoint: string;
  readonly end_session_endpoint: string;
  /** Seconds that a token lives; the countdown's full length. */
  readonly token_lifetime: number;
  /** Seconds without a key or a click after which the page signs out. */
  readonly idle_timeout: number;
  /** Present on a developer's machine only: there are an inbox and faults to inject. */
  readonly local?: true;
  /** Operators who can sign in without a password, on a developer's machine only. */
  readonly local_operators?: readonly string[];
}
