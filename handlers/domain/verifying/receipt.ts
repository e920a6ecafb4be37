/**
 * The receipt of a verification: a short-lived JWT (RFC 7519) that says who verified what, how and when,
 * for a service behind the caller to check by the published key, without calling this one.
 */
import { CHANNEL_FACTS } from '../../contract/vocabulary.ts';
import type { Decision } from '../decision.ts';
import { accept, refuseFields } from '../decision.ts';
import type { TokenRecord } from '../token/token-store.ts';
import { weakestChannel } from '../token/weakest-channel.ts';
import type { Signer } from './signer.ts';

/** What this deployment signs receipts with and as. */
export interface ReceiptPorts {
  /** An origin; the keys are published at its `/.well-known/jwks.json`. */
  readonly issuer: string;
  readonly lifetimeSeconds: number;
  readonly signer: Signer;
}

/** Names of OpenID Connect Core 1.0 section 5.1; present where the caller presented the destination. */
export type DestinationClaims =
  | { readonly phone_number: string; readonly phone_number_verified: true }
  | { readonly email: string; readonly email_verified: true };

/** Writes the receipt of a token that was found right. @throws SigningUnavailable */
export type WriteReceipt = (
  token: TokenRecord,
  /** The hash of the context that was presented and found right; empty without one. */
  contextHash: string,
  verifiedAtSeconds: number,
  destination?: DestinationClaims,
) => Promise<string>;

/** Explicit typing (RFC 8725 section 3.11): no access token or ID token passes for a receipt, nor the other way round. */
const RECEIPT_TYPE = 'receipt+jwt';

/** How the asked receipt is written; undefined when none is asked for, a refusal when none can be had. */
export function chooseReceipt(
  asked: boolean | undefined,
  audience: string,
  ports: ReceiptPorts | undefined,
): Decision<WriteReceipt | undefined> {
  if (asked !== true) {
    return accept(undefined);
  }
  if (ports === undefined) {
    return refuseFields([{ field: 'receipt', rule: 'must not be true: this deployment signs no receipts' }]);
  }
  return accept((token, contextHash, verifiedAtSeconds, destination) =>
    writeReceipt(token, contextHash, verifiedAtSeconds, destination, audience, ports),
  );
}

async function writeReceipt(
  token: TokenRecord,
  context_hash: string,
  verifiedAtSeconds: number,
  destination: DestinationClaims | undefined,
  audience: string,
  { issuer, lifetimeSeconds, signer }: ReceiptPorts,
): Promise<string> {
  const header = { alg: 'ES256', kid: signer.keyId, typ: RECEIPT_TYPE };
  const isTest = token.test_digest !== undefined;
  const claims = {
    iss: issuer,
    sub: token.user_id,
    aud: audience,
    iat: verifiedAtSeconds,
    exp: verifiedAtSeconds + lifetimeSeconds,
    jti: token.token_id,
    auth_time: verifiedAtSeconds,
    // RFC 8176. A test token was not sent.
    amr: isTest ? ['otp'] : ['otp', CHANNEL_FACTS[weakestChannel(token)].amr],
    ...(isTest ? { test: true } : {}),
    purpose: token.purpose,
    channel: weakestChannel(token),
    ...(context_hash === '' ? {} : { context_hash }),
    ...destination,
    // Nobody read a test token on that phone: its code is known without one.
    ...(isTest && destination !== undefined && 'phone_number' in destination
      ? { phone_number_verified: false }
      : {}),
  };
  const signed = `${encode(JSON.stringify(header))}.${encode(JSON.stringify(claims))}`;
  return `${signed}.${encode(await signer.sign(signed))}`;
}

/** The parts of a JWS in its compact form (RFC 7515 section 7.1). */
const encode = (part: string | Uint8Array): string => Buffer.from(part).toString('base64url');
