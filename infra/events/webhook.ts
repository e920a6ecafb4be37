/**
 * One receiver of events: a rule that picks them, a queue that keeps them until the receiver takes them, a queue of
 * those that it never took, and the secret that they are signed with.
 *
 * EventBridge's API destinations would call the receiver without a function, and cannot sign: a connection adds
 * headers of fixed values, and a signature differs with each body and second. They also give up after a day.
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-target-connection-auth.html
 */
import { Duration } from 'aws-cdk-lib';
import type { IEventBus } from 'aws-cdk-lib/aws-events';
import { Rule } from 'aws-cdk-lib/aws-events';
import { SqsQueue } from 'aws-cdk-lib/aws-events-targets';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import { EventSourceMapping } from 'aws-cdk-lib/aws-lambda';
import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { EVENT_SOURCE } from '../../handlers/contract/events.ts';
import type { Webhooks } from '../../handlers/contract/settings/events.ts';
import { FEWEST_CALLS, MESSAGES_OF_A_CALL, webhookName } from '../../handlers/contract/webhooks.ts';
import { acceptFindings, sameFor } from '../cdk/findings.ts';
import type { Foundation } from '../data/foundation.ts';
import { deadLetterQueue, eventQueue } from './queues.ts';

/** Six times the function's timeout: https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-configure.html */
const HIDDEN_SECONDS = 180;
/** Calls that failed on a message without doing anything about it; tries to send are counted in the message. */
const MOST_RECEIPTS = 10;

const ROTATION = ['AwsSolutions-SMG4', 'NIST.800.53.R5-SecretsManagerRotationEnabled'];

export class Webhook extends Construct {
  readonly name: string;
  readonly url: string;
  readonly queue: Queue;
  /** Calls of the sending function at once: a slow receiver must not use up what an account may run for requests. */
  private readonly concurrency: number;
  /** Events that the receiver never took. */
  readonly deadLetters: Queue;
  /** `whsec_` may be put before its value. A new value signs beside the one before it. */
  readonly secret: Secret;

  constructor(
    scope: Construct,
    { url, events, concurrency = FEWEST_CALLS }: Webhooks[number],
    { bus, foundation }: { readonly bus: IEventBus; readonly foundation: Foundation },
  ) {
    const name = webhookName(url);
    super(scope, name);
    this.name = name;
    this.url = url;
    this.concurrency = concurrency;
    this.deadLetters = deadLetterQueue(this, 'dead-letters');
    this.queue = eventQueue(this, 'queue', {
      visibilityTimeout: Duration.seconds(HIDDEN_SECONDS),
      deadLetterQueue: { queue: this.deadLetters, maxReceiveCount: MOST_RECEIPTS },
    });
    new Rule(this, 'rule', {
      eventBus: bus,
      description: `Token Courier: events for ${new URL(url).hostname}`,
      eventPattern: { source: [EVENT_SOURCE], detailType: [...events] },
      targets: [new SqsQueue(this.queue, { deadLetterQueue: this.deadLetters })],
    });
    this.secret = acceptFindings(
      new Secret(this, 'secret', {
        description: `Token Courier: signs webhooks for ${new URL(url).hostname}`,
        encryptionKey: foundation.defaults.key,
        // Letters and digits alone are base64 too, of 48 bytes; Standard Webhooks asks for 24 to 64.
        generateSecretString: { passwordLength: 64, excludePunctuation: true },
        removalPolicy: foundation.defaults.removalPolicy,
      }),
      sameFor(ROTATION, 'A receiver has to be told of a new value, so its owner changes it.'),
    );
  }

  callFrom(fn: IFunction): void {
    const calls = new EventSourceMapping(this, 'calls', {
      target: fn,
      eventSourceArn: this.queue.queueArn,
      batchSize: MESSAGES_OF_A_CALL,
      maxConcurrency: this.concurrency,
      reportBatchItemFailures: true,
    });
    acceptFindings(calls, {
      'Serverless-LambdaEventSourceMappingDestination':
        'Only streams can have such a destination; the queue has a dead-letter queue.',
    });
  }
}
