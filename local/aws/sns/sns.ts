/** Amazon SNS: SMS, and email to the confirmed subscribers of topics. Both arrive in the inbox. */
import type { Stack } from '../../cloudformation/load-stack.ts';
import type { State } from '../../persistence/keeper.ts';
import { applyFault } from '../faults/apply-fault.ts';
import type { FaultRegistry } from '../faults/fault-registry.ts';
import { AwsError } from '../wire/aws-error.ts';
import { escapeMarkup, queryAnswer, queryError, queryParameters } from '../wire/query-protocol.ts';
import type { WireAnswer, WireRequest } from '../wire/wire.ts';
import type { CarrierOptions } from './carrier.ts';
import { createCarrier } from './carrier.ts';
import type { MessageStore } from './message-store.ts';
import type { SnsOperation } from './operations.ts';
import { createSnsOperations } from './operations.ts';
import { createSmsAttributes } from './sms-attributes.ts';
import { createStopList } from './stop-list.ts';
import { createTokenBucket } from './token-bucket.ts';
import type { TopicStore } from './topics.ts';
import { createTopicStore } from './topics.ts';

/**
 * Quotas in calls per second, for an account and region.
 * https://docs.aws.amazon.com/general/latest/gr/sns.html, "Amazon SNS API throttling"
 */
const CALLS_PER_SECOND: Readonly<Record<string, number>> = { ListSubscriptionsByTopic: 30 };

const TOPIC_TYPE = 'AWS::SNS::Topic';
const SUBSCRIPTION_TYPE = 'AWS::SNS::Subscription';
/** Properties of a topic resource that are also attributes of the topic. */
const TOPIC_PROPERTIES = ['DisplayName', 'KmsMasterKeyId'];

export interface SnsOptions {
  readonly stack: Stack;
  readonly messages: MessageStore;
  readonly faults: FaultRegistry;
  /** The service's address, to which links in emails lead. */
  readonly url: string;
  readonly state: State;
  readonly writeLog: CarrierOptions['writeLog'];
}

export interface Sns {
  /** The Query protocol. */
  readonly serve: (request: WireRequest) => Promise<WireAnswer>;
  /** What a service of AWS publishes to a topic; those of others are not known here. Faults are for calls. */
  readonly publish: (topicArn: string, message: { readonly subject: string; readonly body: string }) => void;
}

/** The stack's topics and their email subscriptions exist from the start. */
export function createSns(options: SnsOptions): Sns {
  const { stack, faults } = options;
  const topics = createTopicStore(stack.region, stack.accountId, options.state.keeper('topics', 'at-once'));
  createStackTopics(stack, topics);
  const attributes = createSmsAttributes();
  const stopList = createStopList();
  const carrier = createCarrier({ ...options, attributes, stopList, place: stack });
  const { operations: ofTopics, publishToTopic } = createSnsOperations(topics, {
    ...options,
    carrier,
    owner: stack.accountId,
  });
  subscribeOwners(stack, ofTopics);
  const operations = {
    ...ofTopics,
    ...attributes.operations,
    ...stopList.operations,
  };

  const quotas = new Map(
    Object.entries(CALLS_PER_SECOND).map(([action, most]) => [action, createTokenBucket(most)]),
  );

  const serve = async (request: WireRequest): Promise<WireAnswer> => {
    const parameters = queryParameters(request);
    const action = parameters.get('Action') ?? '';
    try {
      const operation = Object.hasOwn(operations, action)
        ? (operations[action as keyof typeof operations] as SnsOperation)
        : undefined;
      if (!operation) {
        throw invalidAction(action, Object.keys(operations));
      }
      await applyFault(faults, { service: 'sns', operation: action, function: request.caller });
      if (quotas.get(action)?.take() === false) {
        throw new AwsError('Throttling', 'Rate exceeded');
      }
      const result = operation(parameters, { isSigned: request.headers.authorization !== undefined });
      return request.method === 'GET' ? humanPage(action, parameters) : queryAnswer(action, result);
    } catch (error) {
      if (!(error instanceof AwsError)) {
        throw error;
      }
      return queryError(error);
    }
  };
  return {
    serve,
    publish(topicArn, { subject, body }) {
      if (topics.list().some(({ arn }) => arn === topicArn)) {
        publishToTopic(topicArn, body, subject);
      }
    },
  };
}

/** As when the stack is deployed: SNS mails a link to each address, and sends nothing else until it is followed. */
function subscribeOwners(stack: Stack, { Subscribe }: { readonly Subscribe: SnsOperation }): void {
  for (const { type, properties } of stack.resources.values()) {
    if (type === SUBSCRIPTION_TYPE && properties.Protocol === 'email') {
      const { TopicArn, Endpoint } = properties;
      Subscribe(
        new URLSearchParams({ Protocol: 'email', TopicArn: String(TopicArn), Endpoint: String(Endpoint) }),
        { isSigned: true },
      );
    }
  }
}

function createStackTopics(stack: Stack, topics: TopicStore): void {
  for (const { type, ref, properties } of stack.resources.values()) {
    if (type !== TOPIC_TYPE || topics.list().some(({ arn }) => arn === ref)) {
      continue;
    }
    const attributes = TOPIC_PROPERTIES.flatMap((name): [string, string][] =>
      properties[name] === undefined ? [] : [[name, String(properties[name])]],
    );
    topics.create(ref.split(':').at(-1) ?? '', new Map(attributes));
  }
}

const invalidAction = (action: string, known: readonly string[]): AwsError =>
  new AwsError(
    'InvalidAction',
    `SNS ${action || 'call without Action'} is not supported by the local runtime; it supports ${known.join(', ')}.`,
  );

/** The page for a browser that followed a link in an email. */
function humanPage(action: string, parameters: URLSearchParams): WireAnswer {
  const [title, text] =
    action === 'ConfirmSubscription'
      ? ['Subscription confirmed', 'From now on, you receive messages published to']
      : ['Done', `${action} succeeded for`];
  const topic = parameters.get('TopicArn') ?? parameters.get('SubscriptionArn') ?? '';
  return {
    status: 200,
    headers: { 'content-type': 'text/html; charset=utf-8' },
    body: `<!doctype html>
<html lang="en"><meta charset="utf-8"><title>${title}</title>
<body style="font: 1rem/1.5 system-ui, sans-serif; max-width: 40rem; margin: 4rem auto; padding: 0 1rem">
<h1>${title}</h1><p>${escapeMarkup(text)} <code>${escapeMarkup(topic)}</code>.</p></body></html>
`,
  };
}
