/** SNS, as the senders and the topics use it. */
import { ListSubscriptionsByTopicCommand, NotFoundException, SNSClient } from '@aws-sdk/client-sns';
import { DeliveryRefused, DeliveryUnavailable } from '../domain/errors.ts';
import { CLIENT_SETTINGS, PUBLISH_SETTINGS, withoutErrorMessages } from './client-settings.ts';
import { isOutcomeUnknown, isPassing, isServiceFault } from './fault-kinds.ts';

export const createSnsClient = (): SNSClient => withoutErrorMessages(new SNSClient(CLIENT_SETTINGS));

/** The client that publishes messages. */
export const createPublisher = (): SNSClient => withoutErrorMessages(new SNSClient(PUBLISH_SETTINGS));

/** Runs a call. @throws DeliveryUnavailable, DeliveryRefused; any other error as it is */
export async function onSns<T>(call: () => Promise<T>): Promise<T> {
  try {
    return await call();
  } catch (error) {
    if (isPassing(error)) {
      throw new DeliveryUnavailable({ cause: error, isOutcomeUnknown: isOutcomeUnknown(error) });
    }
    throw isServiceFault(error) ? new DeliveryRefused({ cause: error }) : error;
  }
}

/**
 * Whether the topic has a confirmed subscription. Until its owner confirms, a subscription is listed
 * as `PendingConfirmation`, and later maybe as `Deleted`, in place of its ARN:
 * https://docs.aws.amazon.com/sns/latest/api/API_ListSubscriptionsByTopic.html
 * The first page is enough: a topic has one subscriber.
 */
export async function isTopicConfirmed(client: SNSClient, topicArn: string): Promise<boolean> {
  const command = new ListSubscriptionsByTopicCommand({ TopicArn: topicArn });
  try {
    const { Subscriptions = [] } = await client.send(command);
    return Subscriptions.some(({ SubscriptionArn }) => SubscriptionArn?.startsWith('arn:'));
  } catch (error) {
    if (error instanceof NotFoundException) return false;
    return onSns(() => Promise.reject(error));
  }
}
