/**
 * What the functions of infra/cognito need from the service's API, which they call like any other client.
 *
 * No call throws for an API error: every outcome is a value, a missing answer included.
 */
import type { Channel } from '../../contract/vocabulary.ts';

/** The API did not answer in time, or not conclusively: the request may have been carried out. */
export interface NoAnswer {
  readonly kind: 'no answer';
}

/**
 * The API refused or failed. Nothing was sent, except perhaps with `request_in_progress`, `service_unavailable` and
 * `internal_error`.
 */
export interface Refused {
  readonly kind: 'refused';
  /** The problem's code, as in docs/problems.md; `http_` and a status where the answer was no problem. */
  readonly code: string;
  readonly retryAfterSeconds?: number | undefined;
}

export interface CodeRequest {
  /** The user's `sub`. */
  readonly userId: string;
  readonly purpose: string;
  readonly phoneNumber?: string | undefined;
  readonly channels?: readonly Channel[] | undefined;
  readonly locale?: string | undefined;
}

interface SentCode {
  readonly kind: 'sent';
  readonly tokenId: string;
  /** `unknown`: the message may have been sent. */
  readonly status: 'sent' | 'unknown';
  readonly channel: string;
  /** Masked. */
  readonly destination: string;
  /** ISO 8601. */
  readonly expiresAt: string;
  readonly resendAfter: string;
}

export type IssueOutcome = SentCode | Refused | NoAnswer;

export interface PresentedCode {
  readonly userId: string;
  readonly purpose: string;
  readonly code: string;
  /** Undefined: the person's live code, whichever it is. */
  readonly tokenId?: string | undefined;
  /** The number that the code must have been sent to. */
  readonly phoneNumber?: string | undefined;
}

export type VerifyOutcome =
  | { readonly kind: 'verified' }
  | { readonly kind: 'not verified'; readonly reason: string }
  | Refused
  | NoAnswer;

/** Sends codes and checks them. `untilMs` is when to stop waiting, in milliseconds since 1970. */
export interface CodeIssuer {
  /** A repeat with the same key is answered like the first, and sends nothing. */
  issue(request: CodeRequest, key: string, untilMs: number): Promise<IssueOutcome>;
  verify(presented: PresentedCode, key: string, untilMs: number): Promise<VerifyOutcome>;
}

/** A code that somebody else made, to be delivered as it is. */
export interface BroughtCode {
  readonly channel: Channel;
  /** A phone number or an email address, by the channel. */
  readonly destination: string;
  readonly code: string;
  readonly purpose: string;
  readonly locale?: string | undefined;
  /** Who the code is for, for limits per person: the user's `sub`. */
  readonly userReference: string;
}

export type DeliveryOutcome = { readonly kind: 'sent' | 'unknown' } | Refused | NoAnswer;

export interface CodeDelivery {
  /** A repeat with the same key is answered like the first, and sends nothing. */
  deliver(brought: BroughtCode, key: string, untilMs: number): Promise<DeliveryOutcome>;
}
