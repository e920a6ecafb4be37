/**
 * What an event of SES says of the addresses in it. EventBridge delivers them at best effort; SES's own suppression
 * list holds what does not arrive here, and the next message to such an address is reported again.
 *
 * https://docs.aws.amazon.com/ses/latest/dg/event-publishing-retrieving-sns-contents.html
 * https://docs.aws.amazon.com/ses/latest/dg/monitoring-eventbridge.html
 */
import * as z from 'zod/mini';
import type { FeedbackReason } from '../../contract/vocabulary.ts';

export interface EmailFeedback {
  /** Undefined for what will pass: a full mailbox, a host that is down. */
  readonly reason: FeedbackReason | undefined;
  readonly addresses: readonly string[];
}

const recipients = z.array(z.object({ emailAddress: z.string() }));

const feedbackEvent = z.object({
  detail: z.object({
    bounce: z.optional(z.object({ bounceType: z.string(), bouncedRecipients: recipients })),
    complaint: z.optional(z.object({ complainedRecipients: recipients })),
  }),
});

/** @throws an error that quotes nothing, for an event of another shape */
export function readFeedback(event: unknown): EmailFeedback {
  const read = feedbackEvent.safeParse(event);
  if (!read.success) {
    throw new TypeError('The event is not one of SES about bounces or complaints');
  }
  const { bounce, complaint } = read.data.detail;
  if (complaint !== undefined) {
    return { reason: 'complained', addresses: addressesOf(complaint.complainedRecipients) };
  }
  return {
    reason: bounce?.bounceType === 'Permanent' ? 'bounced' : undefined,
    addresses: addressesOf(bounce?.bouncedRecipients ?? []),
  };
}

/** As headers write them: `Ada <ada@example.com>` too. */
const addressesOf = (list: z.infer<typeof recipients>): readonly string[] =>
  list.map(({ emailAddress }) => /<([^<>]+)>\s*$/.exec(emailAddress)?.[1] ?? emailAddress.trim());
