/**
 * Email through SNS: each address has a separate topic with one subscription, which its owner confirms. The
 * handle is the topic's ARN. The transport is split into parts, so that a function gets only the one that it
 * may use.
 */
import { randomUUID } from 'node:crypto';
import type { SNSClient } from '@aws-sdk/client-sns';
import {
  ConfirmSubscriptionCommand,
  CreateTopicCommand,
  DeleteTopicCommand,
  InvalidParameterException,
  ListSubscriptionsByTopicCommand,
  NotFoundException,
  PublishCommand,
  SubscribeCommand,
} from '@aws-sdk/client-sns';
import type { EmailTransport } from '../../domain/contacts/email-transport.ts';
import { DeliveryRefused } from '../../domain/errors.ts';
import { onMessageService } from '../message-service.ts';

/** https://docs.aws.amazon.com/sns/latest/api/API_CreateTopic.html */
const DISPLAY_NAME_MAX_LENGTH = 100;
const SUBJECT_MAX_LENGTH = 100;

export interface TopicSettings {
  /** The prefix of every topic's name; permissions are granted on it. */
  readonly prefix: string;
  /** The KMS key that encrypts messages at rest; empty for no encryption. */
  readonly keyId: string;
  /** Shown as the sender of emails. */
  readonly displayName: string;
}

export const snsEmailEnrolment = (
  client: SNSClient,
  settings: TopicSettings,
): Pick<EmailTransport, 'makeHandle' | 'enrol'> => ({
  makeHandle: () => createTopic(client, settings),
  enrol: (topicArn, address) => subscribe(client, topicArn, address),
});

/**
 * Whether the topic has a confirmed subscription. Until its owner confirms, a subscription is listed as
 * `PendingConfirmation` instead of with its ARN, and later possibly as `Deleted`:
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
      return onMessageService(() => Promise.reject(error));
    }
  },
});

/** Deleting the topic deletes its subscription too. */
export const snsEmailRemoval = (client: SNSClient): Pick<EmailTransport, 'forget'> => ({
  forget: (topicArn) => deleteTopic(client, topicArn),
});

/** Publishing to a topic without a confirmed subscription succeeds but reaches nobody. */
export const snsEmailSender = (client: SNSClient): Pick<EmailTransport, 'send'> => ({
  async send(topicArn, { asciiSubject, text }) {
    const Subject = subjectOf(asciiSubject);
    const command = new PublishCommand({
      TopicArn: topicArn,
      ...(Subject === '' ? {} : { Subject }),
      Message: text,
    });
    const { MessageId } = await onMessageService(() => client.send(command));
    return { messageId: MessageId ?? '' };
  },
});

/**
 * Confirms a subscription by the token in its link. A subscription that is confirmed by a signed call can only be
 * ended by one, so the link under each of SNS's emails does nothing any more, whoever follows it:
 * https://docs.aws.amazon.com/sns/latest/api/API_ConfirmSubscription.html
 * That needs the token, which only the person has: nothing else about a subscription can be set so.
 */
export const snsEmailLinks = (client: SNSClient): Required<Pick<EmailTransport, 'confirmByLink'>> => ({
  async confirmByLink(topicArn, token) {
    const command = new ConfirmSubscriptionCommand({
      TopicArn: topicArn,
      Token: token,
      AuthenticateOnUnsubscribe: 'true',
    });
    try {
      const { SubscriptionArn } = await client.send(command);
      return SubscriptionArn?.startsWith('arn:') ?? false;
    } catch (error) {
      // A token that is wrong, or older than its two days.
      if (error instanceof InvalidParameterException || error instanceof NotFoundException) {
        return false;
      }
      return onMessageService(() => Promise.reject(error));
    }
  },
});

/** The name is random, so nobody can tell whose topic it is. */
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
  const { TopicArn } = await onMessageService(() => client.send(command));
  if (TopicArn === undefined) {
    throw new DeliveryRefused();
  }
  return TopicArn;
}

/** ASCII on one line, beginning with a visible character: https://docs.aws.amazon.com/sns/latest/api/API_Publish.html */
const subjectOf = (asciiSubject: string): string =>
  asciiSubject
    .replace(/[^ -~]/g, '')
    .replace(/ +/g, ' ')
    .trimStart()
    .slice(0, SUBJECT_MAX_LENGTH)
    .trimEnd();

/** For a pending subscription, this sends the confirmation email again. */
async function subscribe(client: SNSClient, topicArn: string, address: string): Promise<void> {
  const command = new SubscribeCommand({
    TopicArn: topicArn,
    Protocol: 'email',
    Endpoint: address,
    ReturnSubscriptionArn: true,
  });
  await onMessageService(() => client.send(command));
}

async function deleteTopic(client: SNSClient, topicArn: string): Promise<void> {
  const command = new DeleteTopicCommand({ TopicArn: topicArn });
  await onMessageService(async () => {
    try {
      await client.send(command);
    } catch (error) {
      if (!(error instanceof NotFoundException)) {
        throw error;
      }
    }
  });
}
