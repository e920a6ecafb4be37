/** The configuration set that emails by SES are sent with: the owner's, or one of the stack's own. */
import { Duration, Stack } from 'aws-cdk-lib';
import { ConfigurationSet, SuppressionReasons } from 'aws-cdk-lib/aws-ses';
import type { Construct } from 'constructs';
import type { Config } from '../config/schema.ts';

/** SES goes on trying for this long. The code that lives longest, which confirms an address, is of no use after it. */
const DELIVERED_WITHIN = Duration.hours(1);

/** A name has 64 characters at most. */
const NAME_LENGTH = 64;

/**
 * Its name; empty where SES sends nothing. The name of the stack's own is a reference: a function that sends with the
 * set then waits for it, and is not given the name before it exists.
 */
export function configurationSetOf(scope: Construct, { emailSender }: Config): string {
  if (emailSender.kind !== 'ses') {
    return '';
  }
  if (emailSender.configurationSet !== undefined) {
    return emailSender.configurationSet;
  }
  return new ConfigurationSet(scope, 'email-set', {
    configurationSetName: Stack.of(scope).stackName.slice(0, NAME_LENGTH),
    suppressionReasons: SuppressionReasons.BOUNCES_AND_COMPLAINTS,
    maxDeliveryDuration: DELIVERED_WITHIN,
  }).configurationSetName;
}
