/** Mails to a person's own topic, confirmed before: publishing to an unconfirmed one succeeds and reaches nobody. */
import { PublishCommand, type SNSClient } from '@aws-sdk/client-sns';
import type { EmailSender } from '../../domain/delivering/senders.ts';
import { onSns } from './client.ts';

export const snsEmailSender = (client: SNSClient): EmailSender => ({
  async send(topicArn, subject, text) {
    const command = new PublishCommand({ TopicArn: topicArn, Subject: subject, Message: text });
    await onSns(() => client.send(command));
  },
});
