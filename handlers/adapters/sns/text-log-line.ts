/**
 * The lines of SNS's delivery log for texts:
 * https://docs.aws.amazon.com/sns/latest/dg/sms_stats_cloudwatch.html ("Viewing CloudWatch Logs").
 *
 * A line contains the number. Its country is derived from it; nothing else of the number leaves this file.
 */
import { parsePhoneNumberFromString } from 'libphonenumber-js/min';
import * as z from 'zod/mini';
import { NO_COUNTRY } from '../../contract/metrics.ts';
import type { UndeliveredReason } from '../../contract/vocabulary.ts';
import type { DeliveryReport } from '../../domain/delivering/note-report.ts';

const LINE = z.object({
  notification: z.object({ messageId: z.string().check(z.minLength(1)) }),
  delivery: z.object({ destination: z.string(), providerResponse: z.optional(z.string()) }),
  status: z.enum(['SUCCESS', 'FAILURE']),
});

/** "SMS delivery failure reasons" of the same page, by `providerResponse`; two have had other names. */
const REASONS: ReadonlyMap<string, UndeliveredReason> = new Map([
  ['Blocked as spam by phone carrier', 'blocked_as_spam'],
  ['Destination is on a blocked list', 'blocked_destination'],
  ['Destination is blacklisted', 'blocked_destination'],
  ['Invalid phone number', 'invalid_number'],
  ['Message body is invalid', 'invalid_message'],
  ['Phone carrier has blocked this message', 'blocked_by_carrier'],
  ['Phone carrier is currently unreachable/unavailable', 'carrier_unreachable'],
  ['Phone has blocked SMS', 'blocked_by_phone'],
  ['Phone is on a blocked list', 'blocked_destination'],
  ['Phone is blacklisted', 'blocked_destination'],
  ['Phone is currently unreachable/unavailable', 'phone_unreachable'],
  ['Phone number is opted out', 'opted_out'],
  ['This delivery would exceed max price', 'price_too_high'],
]);

/**
 * Undefined for anything else than such a line. SUCCESS is often the carrier's acceptance ("Message has been accepted
 * by phone carrier"), so `delivered` claims no more than that.
 */
export function readTextLogLine(line: string): DeliveryReport | undefined {
  const { success, data } = LINE.safeParse(jsonOf(line));
  if (!success) {
    return undefined;
  }
  const { notification, delivery, status } = data;
  const { messageId } = notification;
  const country = parsePhoneNumberFromString(delivery.destination)?.country ?? NO_COUNTRY;
  return status === 'SUCCESS'
    ? { messageId, country, arrival: 'delivered' }
    : {
        messageId,
        country,
        arrival: 'undelivered',
        reason: REASONS.get(delivery.providerResponse ?? '') ?? 'unknown',
      };
}

function jsonOf(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}
