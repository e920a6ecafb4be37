/**
 * By what a repeated delivery is recognised. Systems that send no key try again within seconds: with a new id, as
 * Supabase and Cognito do, or with none, as Ory Kratos does.
 *
 * Codes are so few that a plain digest could be reversed by trying them all, so everything here is keyed.
 */
import type { CountryCode } from 'libphonenumber-js/min';
import type { DestinationField } from '../../contract/vocabulary.ts';
import { CHANNEL_FACTS } from '../../contract/vocabulary.ts';
import { lineAsTyped } from '../destinations/phone-number.ts';
import { canonicalJson } from '../token/canonical-json.ts';
import { digestBody } from '../token/subject-digests.ts';
import type { TokenKeys } from '../token/token-keys.ts';
import type { DeliveryCaller, DeliveryRequest } from './delivery-request.ts';

/** How long the same client, destination, code and purpose are one message. */
export const REPEATS_SECONDS = 60;

/**
 * The digest of the code, by which two requests with one Idempotency-Key are compared. It is of this client's code for
 * this person and purpose alone: executions show it, so nobody may look up in it what a code of their own has.
 */
export const codeDigest = (
  { user_id, purpose, code }: Pick<DeliveryRequest, 'user_id' | 'purpose' | 'code'>,
  { clientId }: Pick<DeliveryCaller, 'clientId'>,
  keys: TokenKeys,
): string => digestBody(canonicalJson(['delivered-code', clientId, user_id, purpose, code]), keys);

/**
 * The key that the machine claims: of the caller's own, or of the message. No caller can make one, so a delivery
 * never has the key of a request for a token.
 */
export const repeatKey = (
  { channel, destination, code, purpose }: DeliveryRequest,
  { clientId, idempotencyKey }: DeliveryCaller,
  defaultCountry: CountryCode | '',
  keys: TokenKeys,
): string =>
  digestBody(
    canonicalJson(
      idempotencyKey === ''
        ? [
            'delivery',
            clientId,
            plain(CHANNEL_FACTS[channel].field, destination, defaultCountry),
            code,
            purpose,
          ]
        : ['delivery-key', clientId, idempotencyKey],
    ),
    keys,
  );

/**
 * However the number is typed, with and without its country code; spellings of one line are one. An address is taken as
 * it is: the part before its @ belongs to its host.
 */
const plain = (field: DestinationField, destination: string, defaultCountry: CountryCode | ''): string =>
  field === 'phone_number' ? lineAsTyped(destination, defaultCountry) : destination;
