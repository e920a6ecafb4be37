/** The topics, one per enrolled address. */
import { randomUUID } from 'node:crypto';
import {
  CreateTopicCommand,
  DeleteTopicCommand,
  NotFoundException,
  type SNSClient,
  SubscribeCommand,
} from '@aws-sdk/client-sns';
import type { TopicRegistry } from '../../domain/contacts/topic-registry.ts';
import { DeliveryRefused } from '../../domain/errors.ts';
import { isTopicConfirmed, onSns } from './client.ts';

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

export const snsTopics = (client: SNSClient, settings: TopicSettings): TopicRegistry => ({
  isConfirmed: (topicArn) => isTopicConfirmed(client, topicArn),

  async create() {
    const command = new CreateTopicCommand({
      Name: settings.prefix + randomUUID(),
      Attributes: {
        DisplayName: settings.displayName.slice(0, DISPLAY_NAME_MAX_LENGTH),
        ...(settings.keyId === '' ? {} : { KmsMasterKeyId: settings.keyId }),
      },
    });
    const { TopicArn } = await onSns(() => client.send(command));
    if (TopicArn === undefined) throw new DeliveryRefused();
    return TopicArn;
  },

  async subscribe(topicArn, email) {
    const command = new SubscribeCommand({
      TopicArn: topicArn,
      Protocol: 'email',
      Endpoint: email,
      ReturnSubscriptionArn: true,
    });
    await onSns(() => client.send(command));
  },

  delete: (topicArn) => deleteTopic(client, topicArn),
});

/** Deletes a topic with its subscriptions; one that is gone already is no error. */
export async function deleteTopic(client: SNSClient, topicArn: string): Promise<void> {
  const command = new DeleteTopicCommand({ TopicArn: topicArn });
  await onSns(async () => {
    try {
      await client.send(command);
    } catch (error) {
      if (!(error instanceof NotFoundException)) throw error;
    }
  });
}
