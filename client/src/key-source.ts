/**
 * The public keys of an issuer, by `kid`, fetched when they are needed and kept for a while. Concurrent calls share one
 * read.
 */
import { successOf } from './answer.ts';
import type { KeySet } from './contract.ts';
import { NoAnswerError, UnexpectedAnswerError } from './errors.ts';
import { exchange } from './exchange.ts';
import type { Host } from './host.ts';
import { repeat } from './repeat.ts';
import { until } from './until.ts';

/** As the API's Cache-Control allows. */
const FRESH_MS = 300_000;
/**
 * An unknown `kid` asks for the keys again, and so does a read that failed, but not more often than this: anybody can
 * make an id up, and an issuer that is down must not be asked for each.
 */
const COOLDOWN_MS = 30_000;
const MAX_RETRIES = 2;

/** A CryptoKey, by whichever name the host's types have it. */
type PublicKey = Awaited<ReturnType<typeof crypto.subtle.importKey>>;

interface Keys {
  readonly byId: ReadonlyMap<string, PublicKey>;
  readonly fetchedAtMs: number;
}

/** What kept the keys from being read. */
interface Failure {
  readonly error: unknown;
}

export class KeySource {
  readonly #url: URL;
  readonly #timeoutMs: number;
  readonly #host: Host;
  readonly #fetch: typeof fetch | undefined;
  #keys: Keys | undefined;
  /** Of the last read; undefined if it succeeded. */
  #failure: Failure | undefined;
  #next: Promise<Keys | Failure> | undefined;
  #askedAtMs = Number.NEGATIVE_INFINITY;

  constructor(url: URL, timeoutMs: number, host: Host, send: typeof fetch | undefined) {
    this.#url = url;
    this.#timeoutMs = timeoutMs;
    this.#host = host;
    this.#fetch = send;
  }

  /**
   * The key; undefined if the issuer has none with this id.
   * @throws {NoAnswerError} {UnexpectedAnswerError} {ProblemError}, or the signal's reason
   */
  async find(kid: string, signal?: AbortSignal): Promise<PublicKey | undefined> {
    const nowMs = this.#host.nowMs();
    const known = this.#keys?.byId.get(kid);
    if (this.#keys !== undefined && known !== undefined && nowMs < this.#keys.fetchedAtMs + FRESH_MS) {
      return known;
    }
    if (this.#next === undefined && nowMs < this.#askedAtMs + COOLDOWN_MS) {
      if (this.#failure !== undefined) {
        throw this.#failure.error;
      }
      return known;
    }
    const result = await until(this.#read(nowMs), signal, this.#host.after(this.#timeoutMs));
    signal?.throwIfAborted();
    if (result === undefined) {
      throw new NoAnswerError({ silence: 'timeout' }, this.#url.host, { isOutcomeUnknown: false });
    }
    if ('error' in result) {
      throw result.error;
    }
    return result.byId.get(kid);
  }

  /** One that should have ended is given up, for the reason that AccessTokens gives. */
  #read(nowMs: number): Promise<Keys | Failure> {
    if (this.#next !== undefined && nowMs < this.#askedAtMs + this.#timeoutMs) {
      return this.#next;
    }
    const next = this.#ask(nowMs)
      .catch((error: unknown): Failure => ({ error }))
      .then((result) => {
        if (this.#next === next) {
          this.#next = undefined;
          this.#failure = 'error' in result ? result : undefined;
        }
        if (!('error' in result)) {
          this.#keys = result;
        }
        return result;
      });
    this.#next = next;
    this.#askedAtMs = nowMs;
    return next;
  }

  async #ask(fetchedAtMs: number): Promise<Keys> {
    const endsAtMs = fetchedAtMs + this.#timeoutMs;
    const limits = { maxRetries: MAX_RETRIES, endsAtMs, signal: undefined, isRepeatable: true };
    const keySet = await repeat(() => this.#askOnce(endsAtMs), limits, this.#host);
    const keys = keySet.keys
      .filter(isUnderstood)
      .map(async (key) => [key.kid, await publicKey(key)] as const);
    const usable = (await Promise.all(keys)).filter((entry): entry is [string, PublicKey] => !!entry[1]);
    return { byId: new Map(usable), fetchedAtMs };
  }

  async #askOnce(endsAtMs: number): Promise<KeySet> {
    const facts = { isOutcomeUnknown: false };
    const tooLate = this.#host.after(Math.max(1, endsAtMs - this.#host.nowMs()));
    const answer = await exchange(this.#url, {}, { tooLate }, this.#fetch);
    if ('silence' in answer) {
      throw new NoAnswerError(answer, this.#url.host, facts);
    }
    const keySet = successOf(answer, this.#url.host, facts) as Partial<KeySet>;
    if (!Array.isArray(keySet.keys)) {
      throw new UnexpectedAnswerError(answer.status, this.#url.host, facts);
    }
    return keySet as KeySet;
  }
}

/** Keys of other kinds are not looked at (RFC 7517 section 5). */
const isUnderstood = ({ kty, crv }: KeySet['keys'][number]): boolean => kty === 'EC' && crv === 'P-256';

/** Undefined for one that is malformed: receipts of the other keys are verified all the same. */
const publicKey = ({ kty, crv, x, y }: KeySet['keys'][number]): Promise<PublicKey | undefined> =>
  crypto.subtle
    .importKey('jwk', { kty, crv, x, y }, { name: 'ECDSA', namedCurve: 'P-256' }, false, ['verify'])
    .catch(() => undefined);
