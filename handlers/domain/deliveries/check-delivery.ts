/**
 * What a delivery must be like, whoever translated it. What a request for a token has as well, the machine checks:
 * person, purpose, number, language, limit keys.
 */
import * as z from 'zod/mini';
import { broughtCode, channel, email, phoneNumber, validSeconds } from '../../contract/fields.ts';
import type { FieldError } from '../../contract/problem-document.ts';
import type { Channel } from '../../contract/vocabulary.ts';
import { CHANNEL_FACTS } from '../../contract/vocabulary.ts';
import type { Decision } from '../decision.ts';
import { accept, refuseFields } from '../decision.ts';
import { parseFields } from '../parse-request.ts';
import type { DeliveryRequest } from './delivery-request.ts';

const ADDRESSES = { phone_number: phoneNumber, email };

/** Refuses by the names that the API has for the fields. Addresses are returned as they are sent to. */
export function checkDelivery(request: DeliveryRequest): Decision<DeliveryRequest> {
  const { code, validSeconds: valid_seconds, fallback } = request;
  const told = parseFields(
    z.object({ channel, code: broughtCode, valid_seconds: z.optional(validSeconds) }),
    { channel: request.channel, code, valid_seconds },
  );
  if (!told.ok) {
    return told;
  }
  const errors: FieldError[] = [];
  const addressOf = (by: Channel, address: string): string => {
    const { field } = CHANNEL_FACTS[by];
    const parsed = parseFields(ADDRESSES[field], address, field);
    errors.push(...(parsed.ok ? [] : (parsed.refusal.errors ?? [])));
    return parsed.ok ? parsed.value : address;
  };
  const destination = addressOf(request.channel, request.destination);
  const second = fallback && { ...fallback, destination: addressOf(fallback.channel, fallback.destination) };
  if (errors.length > 0) {
    return refuseFields(errors);
  }
  return accept({ ...request, destination, ...(second && { fallback: second }) });
}
