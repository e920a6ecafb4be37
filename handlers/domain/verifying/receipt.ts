/**
 * The receipt of a verification: a short-lived JWT (RFC 7519) that says who verified what, how and when. A
 * service behind the caller checks it with the published key, without calling this service.
 */
import { CHANNEL_FACTS } from '../../contract/vocabulary.ts';
import type { Decision } from '../decision.ts';
import { accept, refuseFields } from '../decision.ts';
import type { TokenRecord } from '../token/token-store.ts';
import { weakestChannel } from '../token/weakest-channel.ts';
import type { Signer } from './signer.ts';

/** How this deployment signs receipts, and as which issuer. */
export interface ReceiptPorts {
  /** An origin; the keys are published at its `/.well-known/jwks.json`. */
  readonly issuer: string;
  readonly lifetimeSeconds: number;
  readonly signer: Signer;
}

/** Claim names of OpenID Connect Core 1.0 section 5.1; present if the caller presented the destination. */
export type DestinationClaims =
  | { readonly phone_number: string; readonly phone_number_verified: true }
  | { readonly email: string; readonly email_verified: true };

/** Writes the receipt for a token that matched. @throws SigningUnavailable */
export type WriteReceipt = (
  token: TokenRecord,
  /** The hash of the context that was presented and matched; empty without one. */
  contextHash: string,
  verifiedAtSeconds: number,
  destination?: DestinationClaims,
) => Promise<string>;

/** Explicit typing (RFC 8725 section 3.11): access and ID tokens do not pass for receipts, or vice versa. */
const RECEIPT_TYPE = 'receipt+jwt';

/** The function that writes the receipt; undefined if none is requested, a refusal if none can be signed. */
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
    // RFC 8176. A test token was not sent by any channel.
    amr: isTest ? ['otp'] : ['otp', CHANNEL_FACTS[weakestChannel(token)].amr],
    ...(isTest ? { test: true } : {}),
    purpose: token.purpose,
    channel: weakestChannel(token),
    ...(context_hash === '' ? {} : { context_hash }),
    ...destination,
    // A test token proves nothing about the phone: its code is known without it.
    ...(isTest && destination !== undefined && 'phone_number' in destination
      ? { phone_number_verified: false }
      : {}),
  };
  const signed = `${encode(JSON.stringify(header))}.${encode(JSON.stringify(claims))}`;
  return `${signed}.${encode(await signer.sign(signed))}`;
}

/** The parts of a JWS in its compact form (RFC 7515 section 7.1). */
const encode = (part: string | Uint8Array): string => Buffer.from(part).toString('base64url');
