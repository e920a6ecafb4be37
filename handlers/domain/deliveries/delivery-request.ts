/**
 * A code that another system made and wants delivered. Nothing here is verified: that system compares what the person
 * types.
 */
import type { Channel } from '../../contract/vocabulary.ts';
import type { Decision } from '../decision.ts';
import type { MayBegin } from '../issuing/start-issue.ts';

export interface DeliveryRequest {
  /** Whose code it is, as the other system names the person; a reference to the destination where it names none. */
  readonly user_id: string;
  readonly purpose: string;
  readonly channel: Channel;
  /** E.164 number or address, as `channel` needs. */
  readonly destination: string;
  /** Sent exactly as it is. */
  readonly code: string;
  /** How long the other system takes the code, which the message then says. Absent: the message says nothing of it. */
  readonly validSeconds?: number;
  /** BCP 47 tag. */
  readonly locale?: string;
  /** Where to mail the code if no text was sent, for certain. Never a text: the guard judges those in first place alone. */
  readonly fallback?: { readonly channel: 'email'; readonly destination: string };
  /** What the caller knows of the source, as `limit_keys` of POST /tokens. */
  readonly limitKeys?: Readonly<Record<string, string>>;
}

/** Who asks, and by which request. */
export interface DeliveryCaller {
  readonly clientId: string;
  readonly requestId: string;
  /** Empty where the other system sends none: then a repeat is recognised by what it asks for. */
  readonly idempotencyKey: string;
  /** For a caller with a deadline; see MayBegin. */
  readonly mayBegin?: MayBegin;
}

/** `unknown`: the message may have been sent. A repeat has the first one's outcome. */
export interface CodeDelivered {
  readonly delivery_id: string;
  readonly status: 'sent' | 'unknown';
  readonly channel: Channel;
  /** Masked. */
  readonly destination: string;
  /** The language of the message, BCP 47. */
  readonly locale?: string;
  /** ISO 8601 UTC: when the code ends, or its entry in the list where the caller did not say. */
  readonly expires_at: string;
  /** Seconds. */
  readonly expires_in: number;
  /** Present for the outcome of an earlier request. */
  readonly replayed?: true;
}

/** Applies the policy of POST /tokens, and sends. Never throws: a fault is a refusal by its problem's code. */
export type StartDelivery = (
  request: DeliveryRequest,
  caller: DeliveryCaller,
) => Promise<Decision<CodeDelivered>>;
