/** The public keys of an issuer, by `kid`, fetched when they are needed and kept for a while. */
import { successOf } from './answer.ts';
import type { KeySet } from './contract.ts';
import { NoAnswerError, UnexpectedAnswerError } from './errors.ts';
import { exchange } from './exchange.ts';
import type { Host } from './host.ts';
import { repeat } from './repeat.ts';

/** As the API's Cache-Control allows. */
const FRESH_MS = 300_000;
/** An unknown `kid` asks for the keys again, but not more often than this: anybody can make one up. */
const COOLDOWN_MS = 30_000;
const MAX_RETRIES = 2;

/** A CryptoKey, by whichever name the host's types have it. */
type PublicKey = Awaited<ReturnType<typeof crypto.subtle.importKey>>;

interface Keys {
  readonly byId: ReadonlyMap<string, PublicKey>;
  readonly fetchedAtMs: number;
}

export class KeySource {
  readonly #url: URL;
  readonly #timeoutMs: number;
  readonly #host: Host;
  readonly #fetch: typeof fetch | undefined;
  #keys: Keys | undefined;

  constructor(url: URL, timeoutSeconds: number, host: Host, send: typeof fetch | undefined) {
    this.#url = url;
    this.#timeoutMs = timeoutSeconds * 1000;
    this.#host = host;
    this.#fetch = send;
  }

  /**
   * The key; undefined if the issuer has none with this id.
   * @throws {NoAnswerError} {UnexpectedAnswerError} {ProblemError}, or the signal's reason
   */
  async find(kid: string, signal?: AbortSignal): Promise<PublicKey | undefined> {
    const ageMs =
      this.#keys === undefined ? Number.POSITIVE_INFINITY : this.#host.nowMs() - this.#keys.fetchedAtMs;
    const known = this.#keys?.byId.get(kid);
    if (ageMs < (known === undefined ? COOLDOWN_MS : FRESH_MS)) {
      return known;
    }
    this.#keys = await this.#read(signal);
    return this.#keys.byId.get(kid);
  }

  async #read(signal: AbortSignal | undefined): Promise<Keys> {
    const fetchedAtMs = this.#host.nowMs();
    const limits = {
      maxRetries: MAX_RETRIES,
      endsAtMs: fetchedAtMs + this.#timeoutMs,
      signal,
      isRepeatable: true,
    };
    const keySet = await repeat(() => this.#ask(limits.endsAtMs, signal), limits, this.#host);
    const keys = keySet.keys
      .filter(isUnderstood)
      .map(async (key) => [key.kid, await publicKey(key)] as const);
    return { byId: new Map(await Promise.all(keys)), fetchedAtMs };
  }

  async #ask(endsAtMs: number, signal: AbortSignal | undefined): Promise<KeySet> {
    const facts = { isOutcomeUnknown: false };
    const tooLate = this.#host.after(Math.max(1, endsAtMs - this.#host.nowMs()));
    const answer = await exchange(this.#url, {}, { signal, tooLate }, this.#fetch);
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

const publicKey = ({ kty, crv, x, y }: KeySet['keys'][number]): Promise<PublicKey> =>
  crypto.subtle.importKey('jwk', { kty, crv, x, y }, { name: 'ECDSA', namedCurve: 'P-256' }, false, [
    'verify',
  ]);
