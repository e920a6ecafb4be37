/**
 * Bodies of the API's successful answers. Times are ISO 8601 UTC, durations seconds.
 * Requests are in requests.ts, as the schemas that check them.
 */
import type { Channel, ListedStatus, RefusalReason, StoredStatus } from './vocabulary.ts';

/** 201 of POST /tokens. The token itself is never in it. */
export interface IssuedTokenAnswer {
  readonly token_id: string;
  readonly user_id: string;
  readonly purpose: string;
  readonly channel: Channel;
  /** Masked. */
  readonly destination: string;
  readonly status: StoredStatus;
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
  /** Prefixes of numbers that get no texts for now. */
  readonly paused: readonly { readonly prefix: string; readonly until: string }[];
  /** Present when the query names one. */
  readonly person?: PersonLimits;
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
  readonly end_session_endpoint: string;
  readonly state_machine_arn: string;
  /** Seconds that a token lives; the countdown's full length. */
  readonly token_lifetime: number;
  /** Present on a developer's machine only: there are an inbox and faults to inject. */
  readonly local?: true;
}
