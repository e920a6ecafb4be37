/**
 * Queues of events. They are encrypted under SQS's own key, and the bus under EventBridge's: what passes here holds no
 * code, number or address, and an event must not be lost because a key cannot be used for a while.
 */
import { Duration } from 'aws-cdk-lib';
import type { QueueProps } from 'aws-cdk-lib/aws-sqs';
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';

/** The longest that SQS keeps a message; it counts from when the message was first sent. */
const KEPT_DAYS = 14;

export const eventQueue = (scope: Construct, id: string, props: QueueProps): Queue =>
  new Queue(scope, id, { encryption: QueueEncryption.SQS_MANAGED, enforceSSL: true, ...props });

/** What nothing takes out by itself: an alarm on its length, and the runbook, see to it. */
export const deadLetterQueue = (scope: Construct, id: string): Queue =>
  eventQueue(scope, id, { retentionPeriod: Duration.days(KEPT_DAYS) });
