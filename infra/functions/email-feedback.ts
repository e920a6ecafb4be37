/**
 * How the service learns what becomes of its emails by SES: the configuration set that they are sent with publishes
 * events to the account's event bus, and rules pass them to functions.
 *
 * The bus is there in every account, so there is no topic, no queue and no key to allow SES into, and the function
 * here may write opt-outs and nothing else. What gets lost on the way, or fails three times, is on SES's suppression
 * list where the set uses it, as the stack's own does; the next message to such an address is then reported again.
 * Without the list a hard bounce repeats itself, and a lost complaint is lost.
 *
 * Asking SES about an address instead (`GetSuppressedDestination`) would be a call for every email, on `*`, because
 * suppressed addresses have no ARN.
 * https://docs.aws.amazon.com/ses/latest/dg/monitoring-eventbridge.html
 */
import { Stack } from 'aws-cdk-lib';
import { EventBus, Rule } from 'aws-cdk-lib/aws-events';
import { LambdaFunction } from 'aws-cdk-lib/aws-events-targets';
import {
  ConfigurationSet,
  ConfigurationSetEventDestination,
  EmailSendingEvent,
  EventDestination,
} from 'aws-cdk-lib/aws-ses';
import { Construct } from 'constructs';
import { EMAIL_TAG, reportsOnEmails } from '../../handlers/contract/settings/emails.ts';
import type { Findings } from '../cdk/findings.ts';
import { acceptFindings } from '../cdk/findings.ts';
import type { Foundation } from '../data/foundation.ts';
import type { CourierFunction } from './courier-function.ts';
import { deployFunction } from './deploy-function.ts';

/** Two short calls. */
const TIMEOUT_SECONDS = 10;

/** By their names on the bus: https://docs.aws.amazon.com/eventbridge/latest/ref/events-ref-ses.html */
const FEEDBACK_EVENTS = {
  'Email Bounced': EmailSendingEvent.BOUNCE,
  'Email Complaint Received': EmailSendingEvent.COMPLAINT,
} as const;

/** What says whether an email arrived; a complaint does for an address that SES sends nothing any more. */
export const ARRIVAL_EVENTS = ['Email Delivered', 'Email Rejected', ...Object.keys(FEEDBACK_EVENTS)] as const;

const RULE_FINDINGS: Findings = {
  'Serverless-EventBusDLQ':
    'EventBridge tries for 24 hours to hand an event to Lambda, and Lambda calls the function three times. An event that is lost all the same leaves a token sent. An address on the suppression list is reported again with the next email.',
};

export class EmailFeedback extends Construct {
  constructor(scope: Construct, id: string, foundation: Foundation) {
    super(scope, id);
    const { configurationSet, config } = foundation;
    new ConfigurationSetEventDestination(this, 'destination', {
      configurationSet: ConfigurationSet.fromConfigurationSetName(this, 'set', configurationSet),
      configurationSetEventDestinationName: destinationNameOf(Stack.of(this).stackName),
      destination: EventDestination.eventBus(EventBus.fromEventBusName(this, 'bus', 'default')),
      events: [
        ...Object.values(FEEDBACK_EVENTS),
        ...(reportsOnEmails(config) ? [EmailSendingEvent.DELIVERY, EmailSendingEvent.REJECT] : []),
      ],
    });
    const note = deployFunction(this, 'consumers', 'note-email-feedback', {
      deployment: foundation,
      timeoutSeconds: TIMEOUT_SECONDS,
    });
    emailRule(this, 'rule', foundation, {
      description: 'Token Courier: addresses that emails do not reach',
      events: Object.keys(FEEDBACK_EVENTS),
      reader: note,
    });
  }
}

interface EmailRule {
  readonly description: string;
  /** Their names on the bus. */
  readonly events: readonly string[];
  readonly reader: CourierFunction;
}

/**
 * Passes events about the deployment's emails to a function. Its set's name is not enough to tell them: other stacks
 * and other senders may use the set, and the bus may be one that other accounts and regions forward their events to.
 */
export function emailRule(
  scope: Construct,
  id: string,
  { configurationSet, emailTag }: Pick<Foundation, 'configurationSet' | 'emailTag'>,
  { description, events, reader }: EmailRule,
): void {
  const { account, region } = Stack.of(scope);
  const rule = new Rule(scope, id, {
    description,
    eventPattern: {
      source: ['aws.ses'],
      account: [account],
      region: [region],
      detailType: [...events],
      detail: { mail: { tags: { 'ses:configuration-set': [configurationSet], [EMAIL_TAG]: [emailTag] } } },
    },
    targets: [new LambdaFunction(reader)],
  });
  acceptFindings(rule, RULE_FINDINGS);
}

/** A configuration set has several destinations, and stacks may share it; 64 characters at most. */
const destinationNameOf = (stackName: string): string => stackName.slice(0, 64);
