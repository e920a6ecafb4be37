/**
 * Email by SNS: an address has a topic of its own with one subscription, which its owner confirms, and the handle is
 * the topic's ARN. The parts are apart, so that a function has the one that it may use.
 */
import { randomUUID } from 'node:crypto';
import type { SNSClient } from '@aws-sdk/client-sns';
import {
  CreateTopicCommand,
  DeleteTopicCommand,
  ListSubscriptionsByTopicCommand,
  NotFoundException,
  PublishCommand,
  SubscribeCommand,
} from '@aws-sdk/client-sns';
import type { EmailTransport } from '../../domain/contacts/email-transport.ts';
import { DeliveryRefused } from '../../domain/errors.ts';
import { onSns } from './client.ts';

/** https://docs.aws.amazon.com/sns/latest/api/API_CreateTopic.html */
const DISPLAY_NAME_MAX_LENGTH = 100;

export interface TopicSettings {
  /** Begins every topic's name; permissions are granted on it. */
  readonly prefix: string;
  /** Encrypts what rests in the topic; empty for no encryption. */
  readonly keyId: string;
  /** Shown as the sender of mails. */
  readonly displayName: string;
}

export const snsEmailEnrolment = (
  client: SNSClient,
  settings: TopicSettings,
): Omit<EmailTransport, 'send'> => ({
  ...snsEmailConfirmations(client),
  ...snsEmailRemoval(client),

  async enrol({ address, handle, onLeft }) {
    if (handle !== undefined) {
      await subscribe(client, handle, address);
      return handle;
    }
    const created = await createTopic(client, settings);
    try {
      await subscribe(client, created, address);
    } catch (error) {
      // The address is not enrolled either way, and the caller could do nothing about the topic.
      await deleteTopic(client, created).catch(onLeft);
      throw error;
    }
    return created;
  },
});

/**
 * Whether the topic has a confirmed subscription. Until its owner confirms, a subscription is listed
 * as `PendingConfirmation`, and later maybe as `Deleted`, in place of its ARN:
 * https://docs.aws.amazon.com/sns/latest/api/API_ListSubscriptionsByTopic.html
 * The first page is enough: a topic has one subscriber.
 */
export const snsEmailConfirmations = (client: SNSClient): Pick<EmailTransport, 'isConfirmed'> => ({
  async isConfirmed(topicArn) {
    const command = new ListSubscriptionsByTopicCommand({ TopicArn: topicArn });
    try {
      const { Subscriptions = [] } = await client.send(command);
      return Subscriptions.some(({ SubscriptionArn }) => SubscriptionArn?.startsWith('arn:'));
    } catch (error) {
      if (error instanceof NotFoundException) {
        return false;
      }
      return onSns(() => Promise.reject(error));
    }
  },
});

/** The topic goes with its subscription. */
export const snsEmailRemoval = (client: SNSClient): Pick<EmailTransport, 'forget'> => ({
  forget: (topicArn) => deleteTopic(client, topicArn),
});

/** Publishing to an unconfirmed topic succeeds and reaches nobody. */
export const snsEmailSender = (client: SNSClient): Pick<EmailTransport, 'send'> => ({
  async send(topicArn, subject, text) {
    const command = new PublishCommand({ TopicArn: topicArn, Subject: subject, Message: text });
    const { MessageId = '' } = await onSns(() => client.send(command));
    return { messageId: MessageId };
  },
});

/** Under a random name: nobody can guess whose it is. */
async function createTopic(
  client: SNSClient,
  { prefix, keyId, displayName }: TopicSettings,
): Promise<string> {
  const command = new CreateTopicCommand({
    Name: prefix + randomUUID(),
    Attributes: {
      DisplayName: displayName.slice(0, DISPLAY_NAME_MAX_LENGTH),
      ...(keyId === '' ? {} : { KmsMasterKeyId: keyId }),
    },
  });
  const { TopicArn } = await onSns(() => client.send(command));
  if (TopicArn === undefined) {
    throw new DeliveryRefused();
  }
  return TopicArn;
}

/** For a subscription that waits, this sends the mail again. */
async function subscribe(client: SNSClient, topicArn: string, address: string): Promise<void> {
  const command = new SubscribeCommand({
    TopicArn: topicArn,
    Protocol: 'email',
    Endpoint: address,
    ReturnSubscriptionArn: true,
  });
  await onSns(() => client.send(command));
}

async function deleteTopic(client: SNSClient, topicArn: string): Promise<void> {
  const command = new DeleteTopicCommand({ TopicArn: topicArn });
  await onSns(async () => {
    try {
      await client.send(command);
    } catch (error) {
      if (!(error instanceof NotFoundException)) {
        throw error;
      }
    }
  });
}
