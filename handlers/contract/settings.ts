/**
 * Settings that travel as JSON in one variable each (contract/env.ts says how): infra checks and writes
 * them, the runtime reads them.
 */
import type { TokenFormat } from './vocabulary.ts';

/** Which numbers may be texted. */
export interface DestinationPolicy {
  /** ISO 3166-1; empty: every country. */
  readonly allowedCountries: readonly string[];
  /** How refused numbers begin, in E.164. */
  readonly blockedPrefixes: readonly string[];
  /** Numbers that the policy does not judge, because nothing is ever sent to them. E.164. */
  readonly testNumbers: readonly string[];
}

/** A number that nothing is sent to, and the token that it always gets. */
export interface TestDestination {
  /** E.164. */
  readonly phoneNumber: string;
  readonly token: string;
}

/** Clients that share their tokens, by the name of their group: client ids, or names of the stack's own clients. */
export type ClientGroups = Readonly<Record<string, readonly string[]>>;

/** Characters that keep a token within the guess budget; a format that cannot be long enough is absent. */
export type ShortestLengths = Readonly<Partial<Record<TokenFormat, number | undefined>>>;

/** What the pumping guard judges a prefix of numbers by. A number is new until it verifies. */
export interface PumpingGuardSettings {
  /** First digits of the national number that make a prefix, beside the country calling code. */
  readonly prefixDigits: number;
  /** New numbers that may fail to verify, whatever else the prefix does. */
  readonly spareNumbers: number;
  /** How many more may fail for each that verifies. */
  readonly sparePerVerified: number;
  /** New numbers that are texted in ten minutes while the prefix is paused. */
  readonly trickleNumbers: number;
  /** How long a number that verified is texted whatever its prefix does. */
  readonly knownDays: number;
}

/** What SMS may cost. A limit that is absent is not kept, and not counted. */
export interface Budget {
  readonly hourlyUsd?: number | undefined;
  /** A calendar month, UTC, as AWS bills. */
  readonly monthlyUsd?: number | undefined;
}

/** US dollars a message part. */
export interface SmsPrices {
  /** For countries that are not named. */
  readonly default: number;
  /** By ISO 3166-1 code. */
  readonly countries: Readonly<Record<string, number>>;
}

/** At most `limit` in each window; windows begin at multiples of their length since 1970. */
export interface WindowLimit {
  readonly limit: number;
  readonly windowSeconds: number;
}

/** How many messages may be sent; an empty list is no limit, and counts nothing. */
export interface SendLimits {
  /** To a person for a purpose. */
  readonly person: readonly WindowLimit[];
  /**
   * To a phone number or an email address, whoever asks. A number has these windows three times: for people who
   * verified it, for those who are enrolled with it, and for anybody else.
   */
  readonly destination: readonly WindowLimit[];
  /** For an API client. */
  readonly client: readonly WindowLimit[];
  /** For everybody together. */
  readonly deployment: readonly WindowLimit[];
}

/** How many mails may ask an address to confirm; lists as in SendLimits. */
export interface ConfirmationLimits {
  /** For a person. */
  readonly person: readonly WindowLimit[];
  /** To an address, whoever is enrolled with it. */
  readonly address: readonly WindowLimit[];
  /** For an API client. */
  readonly client: readonly WindowLimit[];
}

/** Limits on messages by what callers know of who causes them, such as an address or a device; by name. */
export type LimitKeys = Readonly<Record<string, readonly WindowLimit[]>>;

export const RESEND_MODES = ['same-code', 'new-code'] as const;
/** What a second request sends while a token lives. */
export type ResendMode = (typeof RESEND_MODES)[number];
