/** What each SNS action does to the topics and the inbox. */
import { randomUUID } from 'node:crypto';
import { AwsError } from '../wire/aws-error.ts';
import type { XmlObject } from '../wire/query-protocol.ts';
import { entries } from '../wire/query-protocol.ts';
import type { Carrier } from './carrier.ts';
import type { MessageStore } from './message-store.ts';
import {
  checkEmail,
  checkSms,
  confirmationEmail,
  invalidParameter,
  smsTypeOf,
  withFooter,
} from './messages.ts';
import type { Subscription, TopicStore } from './topics.ts';

/** @throws {AwsError} an error of the operation */
export type SnsOperation = (parameters: URLSearchParams, caller: SnsCaller) => XmlObject | undefined;

/** What matters about the caller: links in emails are followed without a signature. */
interface SnsCaller {
  readonly isSigned: boolean;
}

/** The operations by name, and what publishes to a topic. Links in emails lead to `url`, the service's address. */
export function createSnsOperations(
  topics: TopicStore,
  { messages, carrier, url, owner }: { messages: MessageStore; carrier: Carrier; url: string; owner: string },
) {
  const link = (action: string, parameters: Record<string, string>) =>
    `${url}/?${new URLSearchParams({ Action: action, ...parameters })}`;

  function publishToTopic(topicArn: string, message: string, subject: string | null): void {
    const { subscriptions } = topics.get(topicArn);
    checkEmail(message, subject);
    for (const { arn, email, confirmed } of subscriptions.values()) {
      if (!confirmed) {
        continue;
      }
      const body = withFooter(message, link('Unsubscribe', { SubscriptionArn: arn }));
      messages.add({ channel: 'email', to: email, subject: subject ?? 'AWS Notification Message', body });
    }
  }

  const operations = {
    Publish(parameters) {
      if (parameters.has('MessageStructure')) {
        throw invalidParameter('MessageStructure', 'the local runtime does not support it');
      }
      const messageId = randomUUID();
      const message = parameters.get('Message') ?? '';
      const phoneNumber = parameters.get('PhoneNumber');
      const topicArn = parameters.get('TopicArn') ?? parameters.get('TargetArn');
      if (phoneNumber !== null) {
        checkSms(phoneNumber, message, parameters);
        const text = { messageId, phoneNumber, smsType: smsTypeOf(parameters) };
        if (carrier.carry(text)) {
          messages.add({ channel: 'sms', to: phoneNumber, body: message });
        }
      } else if (topicArn !== null) {
        publishToTopic(topicArn, message, parameters.get('Subject'));
      } else {
        throw invalidParameter('TopicArn or TargetArn', 'no value for required parameter');
      }
      return { MessageId: messageId };
    },
    CreateTopic(parameters) {
      const { arn } = topics.create(required(parameters, 'Name'), entries(parameters, 'Attributes'));
      return { TopicArn: arn };
    },
    DeleteTopic(parameters) {
      topics.delete(required(parameters, 'TopicArn'));
      return undefined;
    },
    ListTopics() {
      return { Topics: topics.list().map(({ arn }) => ({ TopicArn: arn })) };
    },
    GetTopicAttributes(parameters) {
      const { arn, attributes, subscriptions } = topics.get(required(parameters, 'TopicArn'));
      const confirmed = [...subscriptions.values()].filter((each) => each.confirmed).length;
      return {
        Attributes: new Map([
          ['TopicArn', arn],
          ['Owner', owner],
          ['SubscriptionsConfirmed', String(confirmed)],
          ['SubscriptionsPending', String(subscriptions.size - confirmed)],
          ['SubscriptionsDeleted', '0'],
          ...attributes,
        ]),
      };
    },
    SetTopicAttributes(parameters) {
      topics.setAttribute(
        required(parameters, 'TopicArn'),
        required(parameters, 'AttributeName'),
        parameters.get('AttributeValue') ?? '',
      );
      return undefined;
    },
    Subscribe(parameters) {
      if (parameters.get('Protocol') !== 'email') {
        throw invalidParameter('Protocol', 'the local runtime supports only email');
      }
      const { arn, topicArn, email, token, confirmed } = topics.subscribe(
        required(parameters, 'TopicArn'),
        required(parameters, 'Endpoint'),
      );
      if (!confirmed) {
        const confirmLink = link('ConfirmSubscription', { TopicArn: topicArn, Token: token });
        messages.add({ channel: 'email', to: email, ...confirmationEmail(topicArn, confirmLink) });
      }
      const isArnWanted = confirmed || parameters.get('ReturnSubscriptionArn') === 'true';
      return { SubscriptionArn: isArnWanted ? arn : 'pending confirmation' };
    },
    ConfirmSubscription(parameters, { isSigned }) {
      const isProtected = parameters.get('AuthenticateOnUnsubscribe') === 'true';
      if (isProtected && !isSigned) {
        throw new AwsError('AuthorizationError', 'AuthenticateOnUnsubscribe needs a signed request', 403);
      }
      const { arn } = topics.confirm(
        required(parameters, 'TopicArn'),
        required(parameters, 'Token'),
        isProtected,
      );
      return { SubscriptionArn: arn };
    },
    ListSubscriptionsByTopic(parameters) {
      const { subscriptions } = topics.get(required(parameters, 'TopicArn'));
      return { Subscriptions: [...subscriptions.values()].map((each) => listed(each, owner)) };
    },
    GetSubscriptionAttributes(parameters) {
      const { arn, topicArn, email, confirmed, isProtected } = topics.subscription(
        required(parameters, 'SubscriptionArn'),
      );
      return {
        Attributes: new Map([
          ['SubscriptionArn', arn],
          ['TopicArn', topicArn],
          ['Owner', owner],
          ['Protocol', 'email'],
          ['Endpoint', email],
          ['PendingConfirmation', String(!confirmed)],
          ['ConfirmationWasAuthenticated', String(isProtected === true)],
        ]),
      };
    },
    Unsubscribe(parameters, { isSigned }) {
      const arn = required(parameters, 'SubscriptionArn');
      if (!isSigned && topics.find(arn)?.isProtected) {
        throw new AwsError(
          'AuthorizationError',
          'This subscription can only be ended by a signed request',
          403,
        );
      }
      topics.unsubscribe(arn);
      return undefined;
    },
  } satisfies Record<string, SnsOperation>;
  return { operations, publishToTopic };
}

const listed = ({ arn, topicArn, email, confirmed }: Subscription, owner: string): XmlObject => ({
  SubscriptionArn: confirmed ? arn : 'PendingConfirmation',
  Owner: owner,
  Protocol: 'email',
  Endpoint: email,
  TopicArn: topicArn,
});

function required(parameters: URLSearchParams, name: string): string {
  const value = parameters.get(name);
  if (value === null || value === '') {
    throw invalidParameter(name, 'no value for required parameter');
  }
  return value;
}
