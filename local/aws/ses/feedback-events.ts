/**
 * What SES publishes of a message that did not arrive, or that its reader reported.
 * https://docs.aws.amazon.com/ses/latest/dg/event-publishing-retrieving-sns-contents.html
 */
import { randomUUID } from 'node:crypto';
import type { ServiceEvent } from '../eventbridge/eventbridge.ts';
import type { Email } from './email-request.ts';

export interface Outcome {
  readonly kind: 'bounce' | 'complaint' | 'delivery';
  readonly subType: string | null;
}

const NAMES = {
  bounce: 'Email Bounced',
  complaint: 'Email Complaint Received',
  delivery: 'Email Delivered',
} as const;

export const DELIVERED: Outcome = { kind: 'delivery', subType: null };

/** Addresses of Amazon's mailbox simulator, which it can be sent to from the sandbox, too. */
export const isSimulator = (address: string): boolean => /@simulator\.amazonses\.com$/i.test(address);

/** What becomes of a message to the simulator; undefined when it arrives. */
export function simulated(address: string): Outcome | undefined {
  if (!isSimulator(address)) {
    return undefined;
  }
  const [name = ''] = address.toLowerCase().split(/[+@]/);
  const outcomes: Readonly<Record<string, Outcome>> = {
    bounce: { kind: 'bounce', subType: 'General' },
    complaint: { kind: 'complaint', subType: null },
    suppressionlist: { kind: 'bounce', subType: 'Suppressed' },
  };
  return Object.hasOwn(outcomes, name) ? outcomes[name] : undefined;
}

/** From SendEmail's answer to the event, which is never there first. */
export const REPORTED_AFTER_MS = 200;

export interface Sent {
  readonly email: Email;
  readonly messageId: string;
  readonly identityArn: string;
  readonly accountId: string;
  readonly at: string;
}

export function feedbackEvent({ kind, subType }: Outcome, address: string, sent: Sent): ServiceEvent {
  const { email, messageId, identityArn, accountId, at } = sent;
  const detail = detailOf({ kind, subType }, address, at);
  const mail = {
    timestamp: at,
    messageId,
    source: email.from,
    sourceArn: identityArn,
    sendingAccountId: accountId,
    destination: email.to,
    headersTruncated: false,
    tags: {
      'ses:configuration-set': email.configurationSet === undefined ? [] : [email.configurationSet],
      'ses:from-domain': [email.fromAddress.split('@')[1] ?? ''],
      'ses:operation': ['SendEmail'],
      ...Object.fromEntries(Object.entries(email.tags).map(([name, value]) => [name, [value]])),
    },
  };
  return {
    source: 'aws.ses',
    detailType: NAMES[kind],
    resources: [identityArn],
    detail: { ...detail, mail },
  };
}

function detailOf(
  { kind, subType }: Outcome,
  address: string,
  at: string,
): Readonly<Record<string, unknown>> {
  const recipients = [{ emailAddress: address }];
  const common = { feedbackId: randomUUID(), timestamp: at };
  switch (kind) {
    case 'bounce':
      return {
        eventType: 'Bounce',
        bounce: {
          ...common,
          bounceType: 'Permanent',
          bounceSubType: subType,
          bouncedRecipients: recipients.map((each) => ({ ...each, action: 'failed', status: '5.1.1' })),
        },
      };
    case 'complaint':
      return {
        eventType: 'Complaint',
        complaint: { ...common, complaintSubType: subType, complainedRecipients: recipients },
      };
    case 'delivery':
      return {
        eventType: 'Delivery',
        delivery: {
          timestamp: at,
          processingTimeMillis: REPORTED_AFTER_MS,
          recipients: [address],
          smtpResponse: '250 2.6.0 Message received',
          reportingMTA: 'mta.example.com',
        },
      };
  }
}
