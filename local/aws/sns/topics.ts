/** Topics and the email addresses subscribed to them. */
import { randomUUID } from 'node:crypto';
import type { Keeper } from '../../persistence/keeper.ts';
import { forgets } from '../../persistence/keeper.ts';
import { AwsError } from '../wire/aws-error.ts';
import { invalidParameter } from './messages.ts';

const TOPIC_NAME = /^[A-Za-z0-9_-]{1,256}$/;
const EMAIL = /^[^\s@]+@[^\s@]+$/;

export interface Subscription {
  readonly arn: string;
  readonly topicArn: string;
  readonly email: string;
  /** Proves that the person who confirms received the email. */
  readonly token: string;
  readonly confirmed: boolean;
  /** Present when a signed call confirmed it, and only a signed call can end it. */
  readonly isProtected?: true;
}

interface Topic {
  readonly arn: string;
  readonly attributes: Map<string, string>;
  readonly subscriptions: Map<string, Subscription>;
}

/** The JSON form. */
interface KeptTopic {
  readonly arn: string;
  readonly attributes: readonly (readonly [string, string])[];
  readonly subscriptions: readonly Subscription[];
}

export interface TopicStore {
  /**
   * @throws {AwsError} `InvalidParameter` for a bad name, or a topic that exists with different attributes
   */
  create(name: string, attributes: ReadonlyMap<string, string>): Topic;
  delete(topicArn: string): void;
  /** @throws {AwsError} `NotFound` */
  setAttribute(topicArn: string, name: string, value: string): void;
  /** @throws {AwsError} `NotFound` */
  get(topicArn: string): Topic;
  list(): readonly Topic[];
  /** The subscription of an address, created if there is none. @throws {AwsError} */
  subscribe(topicArn: string, email: string): Subscription;
  /**
   * Confirms a pending subscription, protected or not; one that is already confirmed stays as it is.
   * @throws {AwsError} `InvalidParameter` for a token that does not belong to this topic
   */
  confirm(topicArn: string, token: string, isProtected?: boolean): Subscription;
  unsubscribe(subscriptionArn: string): void;
  find(subscriptionArn: string): Subscription | undefined;
  /** @throws {AwsError} `NotFound` */
  subscription(subscriptionArn: string): Subscription;
}

/** Topics of one region and account, starting with those kept from an earlier run. */
export function createTopicStore(
  region: string,
  accountId: string,
  keeper: Keeper<readonly KeptTopic[]> = forgets(),
): TopicStore {
  const topics = new Map((keeper.kept ?? []).map((kept) => [kept.arn, recallTopic(kept)]));
  const save = () => keeper.save(() => [...topics.values()].map(toKept));

  function get(topicArn: string): Topic {
    const topic = topics.get(topicArn);
    if (!topic) {
      throw new AwsError('NotFound', 'Topic does not exist', 404);
    }
    return topic;
  }

  const find = (subscriptionArn: string) =>
    topics.get(topicOf(subscriptionArn))?.subscriptions.get(subscriptionArn);

  return {
    get,
    list: () => [...topics.values()],
    create(name, attributes) {
      if (!TOPIC_NAME.test(name)) {
        throw new AwsError('InvalidParameter', 'Invalid parameter: Topic Name');
      }
      const arn = `arn:aws:sns:${region}:${accountId}:${name}`;
      const topic = topics.get(arn) ?? { arn, attributes: new Map(attributes), subscriptions: new Map() };
      for (const [key, value] of attributes) {
        if (topic.attributes.get(key) === value) {
          continue;
        }
        throw invalidParameter('Attributes', 'Topic already exists with different attributes');
      }
      topics.set(arn, topic);
      save();
      return topic;
    },
    delete(topicArn) {
      topics.delete(topicArn);
      save();
    },
    setAttribute(topicArn, name, value) {
      get(topicArn).attributes.set(name, value);
      save();
    },
    subscribe(topicArn, email) {
      const { subscriptions } = get(topicArn);
      if (!EMAIL.test(email)) {
        throw new AwsError('InvalidParameter', 'Invalid parameter: Email address');
      }
      const existing = [...subscriptions.values()].find((each) => each.email === email);
      if (existing) {
        return existing;
      }
      const arn = `${topicArn}:${randomUUID()}`;
      const subscription = {
        arn,
        topicArn,
        email,
        token: randomUUID().replaceAll('-', ''),
        confirmed: false,
      };
      subscriptions.set(arn, subscription);
      save();
      return subscription;
    },
    confirm(topicArn, token, isProtected = false) {
      const { subscriptions } = get(topicArn);
      const subscription = [...subscriptions.values()].find((each) => each.token === token);
      if (!subscription) {
        throw new AwsError('InvalidParameter', 'Invalid token');
      }
      if (subscription.confirmed) {
        return subscription;
      }
      const confirmed = {
        ...subscription,
        confirmed: true,
        ...(isProtected && { isProtected: true as const }),
      };
      subscriptions.set(subscription.arn, confirmed);
      save();
      return confirmed;
    },
    unsubscribe(subscriptionArn) {
      topics.get(topicOf(subscriptionArn))?.subscriptions.delete(subscriptionArn);
      save();
    },
    find,
    subscription(subscriptionArn) {
      const subscription = find(subscriptionArn);
      if (!subscription) {
        throw new AwsError('NotFound', 'Subscription does not exist', 404);
      }
      return subscription;
    },
  };
}

const recallTopic = ({ arn, attributes, subscriptions }: KeptTopic): Topic => ({
  arn,
  attributes: new Map(attributes),
  subscriptions: new Map(subscriptions.map((each) => [each.arn, each])),
});

const toKept = ({ arn, attributes, subscriptions }: Topic): KeptTopic => ({
  arn,
  attributes: [...attributes],
  subscriptions: [...subscriptions.values()],
});

/** A subscription's ARN is its topic's ARN with an id appended. */
const topicOf = (subscriptionArn: string): string =>
  subscriptionArn.slice(0, subscriptionArn.lastIndexOf(':'));
