/**
 * What SES publishes of mails on EventBridge: one event a mail and kind, whose `detail` is the record that its other
 * destinations get.
 * https://docs.aws.amazon.com/ses/latest/dg/monitoring-eventbridge.html
 * https://docs.aws.amazon.com/ses/latest/dg/event-publishing-retrieving-sns-contents.html
 *
 * Of an event only its kind and the mail's id are read: addresses and servers' words stay in it.
 */
import * as z from 'zod/mini';
import { NO_COUNTRY } from '../../contract/metrics.ts';
import type { DeliveryReport } from '../../domain/delivering/note-report.ts';

export interface EmailEvent {
  readonly source: 'aws.ses';
  readonly detail: unknown;
}

const DETAIL = z.object({
  eventType: z.string(),
  mail: z.object({ messageId: z.string().check(z.minLength(1)) }),
});

export const isEmailEvent = (event: object): event is EmailEvent =>
  'source' in event && event.source === 'aws.ses' && 'detail' in event;

/**
 * Undefined for a kind that says nothing of arrival, such as a delay, after which SES tries again, or a complaint,
 * before which the mail had arrived.
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
    default:
      return undefined;
  }
}
