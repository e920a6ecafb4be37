/**
 * Emails by SES, to the address itself: a text and an HTML part, in any script, from an address of the owner's.
 * https://docs.aws.amazon.com/ses/latest/APIReference-V2/API_SendEmail.html
 *
 * SES accepts a message to an address on the account's suppression list, sends nothing and reports a bounce:
 * https://docs.aws.amazon.com/ses/latest/dg/sending-email-suppression-list.html
 */
import type { SESv2Client } from '@aws-sdk/client-sesv2';
import { SendEmailCommand } from '@aws-sdk/client-sesv2';
import { EMAIL_TAG } from '../../contract/settings/emails.ts';
import type { EmailTransport } from '../../domain/contacts/email-transport.ts';
import { onMessageService } from '../message-service.ts';

const CHARSET = 'UTF-8';

export interface SesSettings {
  /** Permissions are granted on it, so it is sent as it is written. */
  readonly from: string;
  /** Letters, digits, spaces and . & - : nothing that would end the quotation. */
  readonly displayName: string;
  readonly configurationSet: string;
  /** By it the stack knows its own emails among those sent with the set. */
  readonly emailTag: string;
}

export const sesEmailSender = (
  client: SESv2Client,
  { from, displayName, configurationSet, emailTag }: SesSettings,
): Pick<EmailTransport, 'send'> => ({
  async send(address, { subject, text, html }) {
    const command = new SendEmailCommand({
      FromEmailAddress: `"${displayName}" <${from}>`,
      Destination: { ToAddresses: [address] },
      ...(configurationSet === '' ? {} : { ConfigurationSetName: configurationSet }),
      ...(emailTag === '' ? {} : { EmailTags: [{ Name: EMAIL_TAG, Value: emailTag }] }),
      Content: {
        Simple: {
          Subject: { Data: subject, Charset: CHARSET },
          Body: { Text: { Data: text, Charset: CHARSET }, Html: { Data: html, Charset: CHARSET } },
        },
      },
    });
    const { MessageId } = await onMessageService(() => client.send(command));
    return { messageId: MessageId ?? '' };
  },
});
