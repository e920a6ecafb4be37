/** The API, a method for each route that a backend calls, under the route's name. */
import { Caller } from './caller.ts';
import type {
  ConfirmContactBody,
  ContactAnswer,
  DeliverCodeBody,
  DeliveredAnswer,
  HealthAnswer,
  IssuedTokenAnswer,
  IssueTokenBody,
  LimitsAnswer,
  ListedToken,
  ListTokensParameters,
  PutContactBody,
  PutOptOutBody,
  ReadLimitsParameters,
  ReportDeliveryBody,
  RevokeTokenParameters,
  TokenList,
  VerificationAnswer,
  VerifyTokenBody,
} from './contract.ts';
import { hmac } from './digests.ts';
import type { Host } from './host.ts';
import { THIS_HOST } from './host.ts';
import type { CallOptions, KeyedCallOptions, TokenCourierClientOptions } from './options.ts';

/**
 * Make one and keep it: it holds the access token, which all calls share.
 *
 * Every method throws a `TokenCourierError`, the reason of the `AbortSignal` that ended the call, or a `TypeError` for an
 * argument that no request can carry.
 */
export class TokenCourierClient {
  readonly #caller: Caller;
  readonly #secret: string;

  /** @throws {TypeError} naming the option that is missing or wrong */
  constructor(options: TokenCourierClientOptions);
  /** @internal Tests hand in a clock, randomness and waits. */
  constructor(options: TokenCourierClientOptions, host: Host);
  constructor(options: TokenCourierClientOptions, host: Host = THIS_HOST) {
    this.#caller = new Caller(options, host);
    this.#secret = options.clientSecret;
  }

  /**
   * Issues a token and has it delivered. `status: 'unknown'` says that the message may have been sent: the code
   * is valid, so ask for it, and offer to send again from `resend_after`.
   */
  issueToken(body: IssueTokenBody, options: KeyedCallOptions = {}): Promise<IssuedTokenAnswer> {
    return this.#caller.call('issueToken', { body }, options);
  }

  /**
   * Verifies a code, once. A wrong code is an answer, `verified: false`, and no error. Of all parallel attempts
   * with a correct code, one is verified.
   */
  verifyToken(body: VerifyTokenBody, options: KeyedCallOptions = {}): Promise<VerificationAnswer> {
    return this.#caller.call('verifyToken', { body }, options);
  }

  /** One page of live tokens, newest first; `next_cursor` leads to the next. */
  listTokens(parameters: ListTokensParameters = {}, options: CallOptions = {}): Promise<TokenList> {
    return this.#caller.call('listTokens', { parameters }, options);
  }

  /** Every token of the list, page by page. */
  async *eachToken(
    parameters: Omit<ListTokensParameters, 'cursor'> = {},
    options: CallOptions = {},
  ): AsyncGenerator<ListedToken, void, undefined> {
    let cursor: string | undefined;
    do {
      const page = await this.listTokens(
        cursor === undefined ? parameters : { ...parameters, cursor },
        options,
      );
      yield* page.tokens;
      cursor = page.next_cursor;
    } while (cursor !== undefined);
  }

  /** Revokes a person's token, if it can still be used. */
  revokeToken(parameters: RevokeTokenParameters, options: CallOptions = {}): Promise<void> {
    return this.#caller.call('revokeToken', { parameters }, options);
  }

  /**
   * Delivers a code that you made, and that you verify. `status: 'unknown'` says that the message may have been sent.
   */
  deliverCode(body: DeliverCodeBody, options: KeyedCallOptions = {}): Promise<DeliveredAnswer> {
    return this.#caller.call('deliverCode', { body }, options);
  }

  /** Tells the pumping guard that a delivered code came back. Repeated, it changes nothing. */
  reportDelivery(delivery_id: string, body: ReportDeliveryBody, options: CallOptions = {}): Promise<void> {
    return this.#caller.call('reportDelivery', { parameters: { delivery_id }, body }, options);
  }

  /** Replaces the whole contact. A new email address is asked to confirm itself. */
  putContact(user_id: string, body: PutContactBody, options: CallOptions = {}): Promise<ContactAnswer> {
    return this.#caller.call('putContact', { parameters: { user_id }, body }, options);
  }

  /** @throws {ProblemError} `not_found` when the person has no contact */
  getContact(user_id: string, options: CallOptions = {}): Promise<ContactAnswer> {
    return this.#caller.call('getContact', { parameters: { user_id } }, options);
  }

  /** Confirms an email address by the code that its owner read there. Every try counts, so none is repeated. */
  confirmContact(
    user_id: string,
    body: ConfirmContactBody,
    options: CallOptions = {},
  ): Promise<ContactAnswer> {
    return this.#caller.call('confirmContact', { parameters: { user_id }, body }, options);
  }

  /** Also revokes the person's tokens. */
  deleteContact(user_id: string, options: CallOptions = {}): Promise<void> {
    return this.#caller.call('deleteContact', { parameters: { user_id } }, options);
  }

  /** SMS spend, paused prefixes and, with `user_id`, that person's remaining allowance. */
  readLimits(parameters: ReadLimitsParameters = {}, options: CallOptions = {}): Promise<LimitsAnswer> {
    return this.#caller.call('readLimits', { parameters }, options);
  }

  /** Clears a person's wrong tokens, for every purpose. */
  unlockPerson(user_id: string, options: CallOptions = {}): Promise<void> {
    return this.#caller.call('unlockPerson', { parameters: { user_id } }, options);
  }

  /** Opts a number or an address out of messages, or back in. */
  putOptOut(body: PutOptOutBody, options: CallOptions = {}): Promise<void> {
    return this.#caller.call('putOptOut', { body }, options);
  }

  /**
   * An id for a person of whom only a phone number or an address is known, so that it appears in no log: an HMAC
   * under the client secret. Another secret makes another person, whose limits begin anew.
   */
  async userIdFor(destination: string): Promise<string> {
    return `destination-${await hmac(this.#secret, destination)}`;
  }

  /** Whether the API answers; needs no access token. */
  readHealth(options: CallOptions = {}): Promise<HealthAnswer> {
    return this.#caller.call('readHealth', {}, options);
  }
}

/**
 * What the helpers for auth libraries need. By its methods, because a CommonJS program that uses a helper that is an
 * ES module has two copies of the class, and TypeScript holds them apart.
 */
export type CodesClient = Pick<TokenCourierClient, 'issueToken' | 'verifyToken' | 'userIdFor'>;
