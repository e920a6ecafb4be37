/**
 * By what a repeated delivery is recognised. Systems that send no key try again within seconds: with a new id, as
 * Supabase and Cognito do, or with none, as Ory Kratos does.
 *
 * Codes are so few that a plain digest could be reversed by trying them all, so everything here is keyed.
 */
import { lineOf } from '../../contract/phone-lines.ts';
import { CHANNEL_FACTS } from '../../contract/vocabulary.ts';
import { canonicalJson } from '../token/canonical-json.ts';
import { digestBody } from '../token/subject-digests.ts';
import type { TokenKeys } from '../token/token-keys.ts';
import { plainText } from '../typed-text.ts';
import type { DeliveryCaller, DeliveryRequest } from './delivery-request.ts';

/** How long the same client, destination, code and purpose are one message. */
export const REPEATS_SECONDS = 60;

/** The digest of the code, by which two requests with one Idempotency-Key are compared. */
export const codeDigest = ({ code }: Pick<DeliveryRequest, 'code'>, keys: TokenKeys): string =>
  digestBody(canonicalJson(['delivered-code', code]), keys);

/**
 * The key that the machine claims: of the caller's own, or of the message. No caller can make one, so a delivery
 * never has the key of a request for a token.
 */
export const repeatKey = (
  { channel, destination, code, purpose }: DeliveryRequest,
  { clientId, idempotencyKey }: DeliveryCaller,
  keys: TokenKeys,
): string =>
  digestBody(
    canonicalJson(
      idempotencyKey === ''
        ? ['delivery', clientId, plain(CHANNEL_FACTS[channel].field, destination), code, purpose]
        : ['delivery-key', clientId, idempotencyKey],
    ),
    keys,
  );

/**
 * However the number is typed, in digits of any script; spellings of one line are one. It is not parsed, which would take
 * the numbering plans. So with and without its country code it is two, and whether a match is one is compared once more,
 * by the parsed number, in issuing/idempotency.ts. An address is taken as it is: the part before its @ belongs to its host.
 */
const plain = (field: 'phone_number' | 'email', destination: string): string =>
  field === 'phone_number' ? lineOf(plainText(destination).replace(/[^\d+]/g, '')) : destination;
