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
}
