/**
 * What the rules ask of a channel. A module in handlers/channels/ answers for each; the rules are given the modules and
 * never ask which channel it is. What is data about a channel stands in contract/vocabulary.ts.
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
  /** What a leg to this person has for its address; undefined when the channel does not reach them. */
  addressIn(contact: ContactRecord): string | undefined;
  /** What the messages to an address are counted by: the same for every spelling that reaches one line. */
  countedBy(address: string): string;
  /** Whether strangers can name the address too, and so use up its limit. */
  readonly isAnybodys: boolean;
}

/** A destination that a request can name by itself. */
interface InRequest {
  /** Undefined when this one does not. */
  address(asked: AskedToken): string | undefined;
  /** The refusal of one that names it and asks for other channels. */
  readonly unasked: FieldError;
}

/** What decides whether a destination gets messages at all. */
export interface DestinationJudge extends OptOutPorts {
  readonly destinations: DestinationPolicy;
}

/** A leg, or what keeps the channel from being one. */
export type FoundLeg = Leg | { readonly missing: FieldError };

export interface ChannelRules extends ChannelAddresses {
  /** Absent when only a contact has the channel's addresses. */
  readonly inRequest?: InRequest;
  /** @throws StoreUnavailable; DeliveryUnavailable when nobody can say whether the person has the address */
  find(asked: AskedToken, contact: ContactRecord | undefined, keys: TokenKeys): Promise<FoundLeg>;
  /** The rule by which the leg gets no messages; undefined for none. @throws StoreUnavailable, SecretUnavailable */
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
