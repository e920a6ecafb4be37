/** How addresses are enrolled, asked about and forgotten, by what sends emails. */
import { randomUUID } from 'node:crypto';
import type { EmailSenderKind } from '../contract/settings/emails.ts';
import { EMAIL_DESTINATIONS, isTopic } from '../domain/contacts/email-destination.ts';
import type { EmailTransport } from '../domain/contacts/email-transport.ts';
import { createSnsClient } from './sns/client.ts';
import type { TopicSettings } from './sns/email-transport.ts';
import { snsEmailConfirmations, snsEmailEnrolment, snsEmailRemoval } from './sns/email-transport.ts';

/** Follows an AWS client's calls in the trace. */
export type Traced = <T>(client: T) => T;

/**
 * SES mails to every address: nobody has to be subscribed. But an address that was enrolled by SNS has a topic, and who
 * left that wants no codes, whatever sends them now.
 */
export function emailConfirmations(traced: Traced): Pick<EmailTransport, 'isConfirmed'> {
  const topics = snsEmailConfirmations(traced(createSnsClient()));
  return { isConfirmed: async (handle) => (isTopic(handle) ? topics.isConfirmed(handle) : undefined) };
}

/** An address that was enrolled by SNS has a topic, whatever sends emails now. */
export function emailRemoval(traced: Traced): Pick<EmailTransport, 'forget'> {
  const topics = snsEmailRemoval(traced(createSnsClient()));
  return { forget: async (handle) => (isTopic(handle) ? topics.forget(handle) : undefined) };
}

const SES_ENROLMENT: Pick<EmailTransport, 'makeHandle' | 'enrol'> = {
  makeHandle: async () => `ses:${randomUUID()}`,
  enrol: async () => undefined,
};

/** All of a transport but its sending. */
export const emailEnrolmentBy = (
  kind: EmailSenderKind,
  topics: TopicSettings,
  traced: Traced,
): Omit<EmailTransport, 'send' | 'confirmByLink'> => ({
  asksByLink: kind === 'sns',
  destinationIn: EMAIL_DESTINATIONS[kind],
  ...emailConfirmations(traced),
  ...emailRemoval(traced),
  ...(kind === 'ses' ? SES_ENROLMENT : snsEmailEnrolment(traced(createSnsClient()), topics)),
});
