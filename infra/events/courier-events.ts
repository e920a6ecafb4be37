/**
 * The way of an event out of a function: its log line, a subscription of the function's log group, and one function
 * that puts it on the bus. Functions of requests need no permission, make no call and wait for nothing.
 *
 * What is lost is seen. Lambda calls the forwarding function three times; a batch that it cannot put is then in the
 * dead-letter queue. CloudWatch Logs tries for a day to call it.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/Subscriptions.html
 */
import { Stack } from 'aws-cdk-lib';
import { EventBus } from 'aws-cdk-lib/aws-events';
import { FilterPattern, SubscriptionFilter } from 'aws-cdk-lib/aws-logs';
import { LambdaDestination } from 'aws-cdk-lib/aws-logs-destinations';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { variableOf } from '../../handlers/contract/environment.ts';
import { EVENT_TYPE_PATH } from '../../handlers/contract/events.ts';
import type { Foundation } from '../data/foundation.ts';
import type { CourierFunction } from '../functions/courier-function.ts';
import { deployFunction } from '../functions/deploy-function.ts';
import { deadLetterQueue } from './queues.ts';
import { Webhook } from './webhook.ts';

/** Up to 10,000 lines come in one batch, and ten events are put by one call. */
const FORWARD_TIMEOUT_SECONDS = 60;
/** Longer than a receiver may take (handlers/adapters/https/webhook-post.ts). */
const SEND_TIMEOUT_SECONDS = 30;
/** They wait for others, and nobody waits for them. */
const MEMORY_MB = 256;

export class CourierEvents extends Construct {
  readonly bus: EventBus;
  /** Batches of log lines whose events could not be put. */
  readonly notPut: Queue;
  readonly webhooks: readonly Webhook[];

  /** `tellers` are the functions that tell events. */
  constructor(scope: Construct, id: string, foundation: Foundation, tellers: readonly CourierFunction[]) {
    super(scope, id);
    this.bus = new EventBus(this, 'bus', {
      eventBusName: `${Stack.of(this).stackName}-events`,
      description: 'Token Courier: what happens to codes, people and budgets',
    });
    this.notPut = deadLetterQueue(this, 'not-put');
    const forward = deployFunction(this, 'consumers', 'forward-events', {
      deployment: { ...foundation, events: { bus: this.bus, webhooks: [] } },
      timeoutSeconds: FORWARD_TIMEOUT_SECONDS,
      memoryMb: MEMORY_MB,
      deadLetterQueue: this.notPut,
      reservedConcurrency: foundation.config.eventsConcurrency,
    });
    for (const teller of tellers) {
      new SubscriptionFilter(this, `${teller.node.id}-events`, {
        logGroup: teller.logGroup,
        filterPattern: FilterPattern.exists(EVENT_TYPE_PATH),
        destination: new LambdaDestination(forward),
      });
    }
    this.webhooks = foundation.config.webhooks.map(
      (webhook) => new Webhook(this, webhook, { bus: this.bus, foundation }),
    );
    if (this.webhooks.length > 0) {
      this.sendWebhooks(foundation);
    }
  }

  private sendWebhooks(foundation: Foundation): void {
    const send = deployFunction(this, 'consumers', 'send-webhook', {
      deployment: { ...foundation, events: { bus: this.bus, webhooks: this.webhooks } },
      timeoutSeconds: SEND_TIMEOUT_SECONDS,
      memoryMb: MEMORY_MB,
    });
    const places = Object.fromEntries(
      this.webhooks.map(({ name, queue, deadLetters, secret }) => [
        name,
        { queueUrl: queue.queueUrl, deadLettersUrl: deadLetters.queueUrl, secretId: secret.secretArn },
      ]),
    );
    send.addEnvironment(variableOf('webhookPlaces'), Stack.of(this).toJsonString(places));
    for (const webhook of this.webhooks) {
      webhook.callFrom(send);
    }
  }
}
