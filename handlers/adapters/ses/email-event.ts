/**
 * What SES publishes about emails on EventBridge: one event for each email and kind, whose `detail` is the record
 * that its other event destinations get.
 * https://docs.aws.amazon.com/ses/latest/dg/monitoring-eventbridge.html
 * https://docs.aws.amazon.com/ses/latest/dg/event-publishing-retrieving-sns-contents.html
 *
 * Only the event's kind and the email's id are read; addresses and the servers' own words are not.
 */
import * as z from 'zod/mini';
import { NO_COUNTRY } from '../../contract/metrics.ts';
import type { DeliveryReport } from '../../domain/delivering/note-report.ts';
import { SUPPRESSED } from '../../domain/destinations/email-feedback.ts';

export interface EmailEvent {
  readonly source: 'aws.ses';
  readonly detail: unknown;
}

const DETAIL = z.object({
  eventType: z.string(),
  mail: z.object({ messageId: z.string().check(z.minLength(1)) }),
  complaint: z.optional(z.object({ complaintSubType: z.nullish(z.string()) })),
});

export const isEmailEvent = (event: object): event is EmailEvent =>
  'source' in event && event.source === 'aws.ses' && 'detail' in event;

/**
 * Undefined for a kind that says nothing about arrival, such as a delay, after which SES retries, or a complaint
 * that follows a delivery. Which kinds of complaint are held against an address is email-feedback.ts's matter.
 */
export function readEmailEvent({ detail }: EmailEvent): DeliveryReport | undefined {
  const { success, data } = DETAIL.safeParse(detail);
  if (!success) {
    return undefined;
  }
  const common = { messageId: data.mail.messageId, country: NO_COUNTRY };
  switch (data.eventType) {
    case 'Delivery':
      return { ...common, arrival: 'delivered' };
    case 'Bounce':
      return { ...common, arrival: 'undelivered', reason: 'bounced' };
    case 'Reject':
      return { ...common, arrival: 'undelivered', reason: 'rejected' };
    case 'Complaint':
      return data.complaint?.complaintSubType === SUPPRESSED
        ? { ...common, arrival: 'undelivered', reason: 'blocked_destination' }
        : undefined;
    default:
      return undefined;
  }
}
