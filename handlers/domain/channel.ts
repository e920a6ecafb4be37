/**
 * What the rules need from a channel. A module in handlers/channels/ implements each one; the rules receive
 * the modules and never check which channel they have. Plain data about a channel is in
 * contract/vocabulary.ts.
 */
import type { DestinationRule, FieldError } from '../contract/problem-document.ts';
import type { DestinationPolicy } from '../contract/settings/destinations.ts';
import type { Channel } from '../contract/vocabulary.ts';
import type { Leg } from '../contract/workflow.ts';
import type { ContactRecord } from './contacts/contact-store.ts';
import type { OptOutPorts } from './destinations/opt-outs.ts';
import type { AskedToken } from './issue-rule.ts';
import type { TokenKeys } from './token/token-keys.ts';

/** The addresses that a channel sends to. */
export interface ChannelAddresses {
  /** The address that a leg to this person gets; undefined when the channel does not reach them. */
  addressIn(contact: ContactRecord): string | undefined;
  /** Whether a leg that was found in the contact would be found in it again, as it is now. */
  stillHas(contact: ContactRecord, leg: Leg): boolean;
  /** The name that messages to an address are counted by; equal for all spellings of one destination. */
  countedBy(address: string): string;
  /** Whether strangers can name the address as well, and so use up its limit. */
  readonly strangersCanName: boolean;
}

/** A destination that a request can name itself. */
interface InRequest {
  /** Undefined when this request names none. */
  address(asked: AskedToken): string | undefined;
  /** The error for a request that names the destination but asks for other channels. */
  readonly unasked: FieldError;
  /**
   * The error for one that names the destination for a fallback. Absent where it may: only what is tried first is judged
   * by the pumping guard.
   */
  readonly notFirst?: FieldError;
}

/** What is needed to decide whether a destination may get messages at all. */
export interface DestinationJudge extends OptOutPorts {
  readonly destinations: DestinationPolicy;
}

/** A leg, or the reason why the channel has none. */
export type FoundLeg = Leg | { readonly missing: FieldError };

export interface ChannelRules extends ChannelAddresses {
  /** Absent when the channel's addresses come from contacts alone. */
  readonly inRequest?: InRequest;
  /** @throws StoreUnavailable; DeliveryUnavailable when it is unknown whether the address is confirmed */
  find(asked: AskedToken, contact: ContactRecord | undefined, keys: TokenKeys): Promise<FoundLeg>;
  /** The rule that forbids messages to the leg, if any. @throws StoreUnavailable, SecretUnavailable */
  judge(
    leg: Leg,
    contact: ContactRecord | undefined,
    judge: DestinationJudge,
  ): Promise<DestinationRule | undefined>;
  /**
   * Why messages to a contact that seemed fine do not arrive, for one who asks again; undefined when nothing is known.
   * Absent where nobody can be asked. @throws StoreUnavailable
   */
  whyUnreached?(contact: ContactRecord): Promise<FieldError | undefined>;
}

export type OfChannels<Part> = Readonly<Record<Channel, Part>>;
export type Channels = OfChannels<ChannelRules>;
