/**
 * Verifies receipts: JWTs (RFC 7519) signed with ES256, which say that a person has just given the correct code.
 * Needs no credentials, so a service behind the one that verified the code can use it alone.
 */
import type { Channel } from './contract.ts';
import { sha256 } from './digests.ts';
import { InvalidReceiptError } from './errors.ts';
import type { Host } from './host.ts';
import { THIS_HOST } from './host.ts';
import { KeySource } from './key-source.ts';
import { secondsOf, toleranceOf, urlOf } from './options.ts';

export interface ReceiptVerifierOptions {
  /** The `iss` of receipts: the page's origin, or the configuration's `receiptIssuer`. */
  readonly issuer: string;
  /** The `aud` of receipts: the client id of the system that verifies codes. */
  readonly audience: string;
  /** Where the public keys are. Default: `/.well-known/jwks.json` at the issuer. */
  readonly keysUrl?: string;
  /** How far the clocks of the signer and of this machine may differ: from 0 to 300. Default: 5. */
  readonly clockToleranceSeconds?: number;
  /** How long to wait for the keys, retries included. Default: 10. */
  readonly timeoutSeconds?: number;
  /** Replaces the global `fetch`. */
  readonly fetch?: typeof fetch;
}

export interface ReceiptExpectations {
  /** What the code must have been for. */
  readonly purpose: string;
  /** The person that it must name. Without this member, read `sub`; undefined, as of a lost session, is nobody. */
  readonly user_id?: string | undefined;
  /** What the code must have been bound to. Without it, a receipt for a bound code is refused. */
  readonly context?: Readonly<Record<string, string>>;
  /** Accepts a test destination, whose code was sent to nobody. Default: false. */
  readonly allowTest?: boolean;
  readonly signal?: AbortSignal;
}

/** The claims of a receipt. Times are seconds since 1970. */
export interface Receipt {
  readonly iss: string;
  /** The person's `user_id`. */
  readonly sub: string;
  readonly aud: string;
  readonly iat: number;
  readonly exp: number;
  /** When the code was verified. */
  readonly auth_time: number;
  /** The `token_id`. Refuse a receipt whose `jti` you have seen before. */
  readonly jti: string;
  readonly purpose: string;
  readonly channel: Channel;
  /** RFC 8176. */
  readonly amr: readonly string[];
  readonly context_hash?: string;
  /** Present where the verification presented the number. */
  readonly phone_number?: string;
  readonly phone_number_verified?: boolean;
  /** Present where the verification presented the address, in that spelling; compare it without case. */
  readonly email?: string;
  readonly email_verified?: boolean;
  readonly test?: true;
}

/** Make one and keep it: it caches the keys. */
export class ReceiptVerifier {
  readonly #issuer: string;
  readonly #audience: string;
  readonly #toleranceSeconds: number;
  readonly #keys: KeySource;
  readonly #host: Host;

  /** @throws {TypeError} naming the option that is missing or wrong */
  constructor(options: ReceiptVerifierOptions);
  /** @internal */
  constructor(options: ReceiptVerifierOptions, host: Host);
  constructor(options: ReceiptVerifierOptions, host: Host = THIS_HOST) {
    const { issuer, audience, clockToleranceSeconds = 5, timeoutSeconds = 10 } = options;
    if (!issuer || !audience) {
      throw new TypeError(`${issuer ? 'audience' : 'issuer'} must not be empty`);
    }
    const { keysUrl = `${issuer.replace(/\/$/, '')}/.well-known/jwks.json` } = options;
    const timeoutMs = secondsOf({ timeoutSeconds }, 'timeoutSeconds') * 1000;
    this.#keys = new KeySource(urlOf({ keysUrl }, 'keysUrl'), timeoutMs, host, options.fetch);
    this.#issuer = issuer;
    this.#audience = audience;
    this.#toleranceSeconds = toleranceOf(clockToleranceSeconds);
    this.#host = host;
  }

  /**
   * Returns the receipt's claims. It can be presented again until it expires: see `jti`.
   * @throws {InvalidReceiptError} when it must not be accepted
   * @throws {NoAnswerError} {UnexpectedAnswerError} {ProblemError} when its key cannot be had
   */
  async verify(receipt: string, expected: ReceiptExpectations): Promise<Receipt> {
    const [head = '', body = '', signature = '', ...more] = receipt.split('.');
    const header = decodedObject(head);
    // Explicit typing and one algorithm (RFC 8725 sections 3.1 and 3.11). No critical extension is known here.
    const isReceipt = header?.alg === 'ES256' && header.typ === 'receipt+jwt' && header.crit === undefined;
    if (!isReceipt || typeof header.kid !== 'string' || more.length > 0) {
      throw new InvalidReceiptError('is not a JWT of the type receipt+jwt, signed with ES256');
    }
    const key = await this.#keys.find(header.kid, expected.signal);
    const signed = new TextEncoder().encode(`${head}.${body}`);
    const bytes = decoded(signature);
    if (
      key === undefined ||
      bytes === undefined ||
      !(await crypto.subtle.verify(ES256, key, bytes, signed))
    ) {
      throw new InvalidReceiptError('is not signed with a key of the issuer');
    }
    const claims = decodedObject(body) as unknown as Receipt | undefined;
    const rule = claims === undefined ? 'has no claims' : await this.#brokenRule(claims, expected);
    if (claims === undefined || rule !== undefined) {
      throw new InvalidReceiptError(rule ?? '');
    }
    return claims;
  }

  async #brokenRule(claims: Receipt, expected: ReceiptExpectations): Promise<string | undefined> {
    const nowSeconds = this.#host.nowMs() / 1000;
    const { context = {} } = expected;
    const user_id = 'user_id' in expected ? expected.user_id : claims.sub;
    const contextHash = await hashOf(context);
    const rules: readonly [boolean, string][] = [
      [claims.iss === this.#issuer, 'is from another issuer'],
      [claims.aud === this.#audience, 'is for another audience'],
      [nowSeconds < claims.exp + this.#toleranceSeconds, 'has expired'],
      [claims.iat <= nowSeconds + this.#toleranceSeconds, 'is from the future'],
      [claims.purpose === expected.purpose, 'is for another purpose'],
      [claims.sub === user_id, 'names another person'],
      [claims.context_hash === contextHash, 'is bound to something else'],
      [claims.test === undefined || expected.allowTest === true, 'is from a test destination'],
    ];
    return rules.find(([holds]) => !holds)?.[1];
  }
}

const ES256 = { name: 'ECDSA', hash: 'SHA-256' } as const;

/** SHA-256, base64url, of the context as JSON with sorted keys and no spaces; an empty one binds nothing. */
async function hashOf(context: Readonly<Record<string, string>>): Promise<string | undefined> {
  const members = Object.entries(context).sort(([one], [other]) => (one < other ? -1 : 1));
  if (members.length === 0) {
    return undefined;
  }
  // Not an object again, which would put names that are numbers first.
  const json = `{${members.map(([name, value]) => `${JSON.stringify(name)}:${JSON.stringify(value)}`).join(',')}}`;
  return sha256(json);
}

/** Bytes of base64url (RFC 7515 section 2); undefined when it is something else. */
function decoded(text: string): Uint8Array<ArrayBuffer> | undefined {
  if (!/^[\w-]+$/.test(text)) {
    return undefined;
  }
  try {
    const binary = atob(text.replaceAll('-', '+').replaceAll('_', '/'));
    return Uint8Array.from(binary, (character) => character.charCodeAt(0));
  } catch {
    return undefined;
  }
}

function decodedObject(text: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(new TextDecoder().decode(decoded(text)));
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}
