/**
 * Queues of events. They are encrypted under SQS's own key, and the bus under EventBridge's: what passes here holds no
 * code, number or address, and an event must not be lost because a key cannot be used for a while.
 */
import { Duration } from 'aws-cdk-lib';
import type { QueueProps } from 'aws-cdk-lib/aws-sqs';
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';
import { acceptFindings } from '../cdk/findings.ts';

/**
 * The longest that SQS keeps a message; it counts from when the message was sent, and is not begun anew when SQS moves
 * it to a dead-letter queue. What is older is deleted and goes to no other queue.
 */
const KEPT_DAYS = 14;

export const eventQueue = (scope: Construct, id: string, props: QueueProps): Queue =>
  new Queue(scope, id, {
    encryption: QueueEncryption.SQS_MANAGED,
    enforceSSL: true,
    retentionPeriod: Duration.days(KEPT_DAYS),
    ...props,
  });

/** Nothing takes its messages out automatically: an alarm on its length and the runbook take care of them. */
export const deadLetterQueue = (scope: Construct, id: string): Queue =>
  acceptFindings(eventQueue(scope, id, {}), {
    'Serverless-SQSRedrivePolicy': 'It is a dead-letter queue itself.',
  });
