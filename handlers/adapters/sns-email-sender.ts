/** Mails to a person's own topic. */
import { PublishCommand, type SNSClient } from '@aws-sdk/client-sns';
import { DeliveryRefused } from '../domain/errors.ts';
import type { EmailSender } from '../domain/ports.ts';
import { isTopicConfirmed, onSns } from './sns-client.ts';

export const snsEmailSender = (client: SNSClient): EmailSender => ({
  async send(topicArn, subject, text) {
    // Publishing to a topic without a confirmed subscriber succeeds, and nobody receives anything.
    if (!(await isTopicConfirmed(client, topicArn))) throw new DeliveryRefused();
    const command = new PublishCommand({ TopicArn: topicArn, Subject: subject, Message: text });
    await onSns(() => client.send(command));
  },
});
