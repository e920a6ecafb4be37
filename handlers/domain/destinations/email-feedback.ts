/**
 * What an event of SES says of the address that the email was sent to.
 *
 * The recipients that a report names may be the words of whoever runs the receiving host: of a bounce they are the
 * Final-Recipient fields of its delivery status notification. SES itself writes down where an email was sent
 * (`mail.destination`), so a report can only speak of that address. Every email here has one recipient.
 *
 * https://docs.aws.amazon.com/ses/latest/dg/event-publishing-retrieving-sns-contents.html
 * https://docs.aws.amazon.com/ses/latest/dg/notification-contents.html#bounced-recipients
 */
import * as z from 'zod/mini';
import type { FeedbackReason } from '../../contract/vocabulary.ts';
import { isSameAddress } from './email-address.ts';

export interface EmailFeedback {
  /** Undefined for what will pass, such as a full mailbox, and for what says nothing against the address. */
  readonly reason: FeedbackReason | undefined;
  /** Undefined where the report is of an address that the email was not sent to, or of an email to several. */
  readonly address: string | undefined;
}

/** Of a complaint or a bounce: the address is on the account's suppression list, and SES sent nothing. */
export const SUPPRESSED = 'OnAccountSuppressionList';

/**
 * What makes a complaint one of the owner's: https://www.iana.org/assignments/marf-parameters. The other types are
 * about viruses or failed authentication, or take a complaint back (`not-spam`).
 */
const COMPLAINTS: readonly string[] = ['abuse', 'fraud'];

const recipients = z.array(z.object({ emailAddress: z.string() }));

const feedbackEvent = z.object({
  detail: z.object({
    bounce: z.optional(z.object({ bounceType: z.string(), bouncedRecipients: recipients })),
    complaint: z.optional(
      z.object({
        complainedRecipients: recipients,
        complaintFeedbackType: z.nullish(z.string()),
        complaintSubType: z.nullish(z.string()),
      }),
    ),
    mail: z.object({ destination: z.array(z.string()) }),
  }),
});

type Detail = z.infer<typeof feedbackEvent>['detail'];

/** @throws an error that quotes nothing, for an event of another shape */
export function readFeedback(event: unknown): EmailFeedback {
  const read = feedbackEvent.safeParse(event);
  if (!read.success) {
    throw new TypeError('The event is not one of SES about bounces or complaints');
  }
  const { bounce, complaint, mail } = read.data.detail;
  const reported = complaint?.complainedRecipients ?? bounce?.bouncedRecipients ?? [];
  return {
    reason: reasonOf(read.data.detail),
    address: recipientOf(
      mail.destination,
      reported.map(({ emailAddress }) => emailAddress),
    ),
  };
}

function reasonOf({ bounce, complaint }: Detail): FeedbackReason | undefined {
  if (complaint !== undefined) {
    return isOwners(complaint) ? 'complained' : undefined;
  }
  return bounce?.bounceType === 'Permanent' ? 'bounced' : undefined;
}

/** Many providers do not say the type of a complaint; then it is one. */
const isOwners = ({ complaintFeedbackType, complaintSubType }: NonNullable<Detail['complaint']>): boolean =>
  complaintSubType === SUPPRESSED ||
  complaintFeedbackType == null ||
  COMPLAINTS.includes(complaintFeedbackType.toLowerCase());

/** A report may name nobody, because many providers leave out who complained. */
function recipientOf(sentTo: readonly string[], reported: readonly string[]): string | undefined {
  const [address, ...others] = sentTo.map(bare);
  if (address === undefined || others.length > 0) {
    return undefined;
  }
  const isNamed = reported.some((each) => isSameAddress(bare(each), address));
  return isNamed || reported.length === 0 ? address : undefined;
}

/** Of `Ada <ada@example.com>`, as headers write it, too. */
const bare = (written: string): string => /<([^<>]+)>\s*$/.exec(written)?.[1] ?? written.trim();
