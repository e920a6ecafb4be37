/**
 * How the service learns what became of its emails by SES: bounces and complaints of the configuration set that they
 * are sent with go to the account's event bus, and a rule hands them to a function.
 *
 * The bus is there in every account, so there is no topic, no queue and no key to allow SES into, and the function may
 * write opt-outs and nothing else. What gets lost on the way is on SES's suppression list, and the next message to such
 * an address is reported again. Asking SES about an address instead (`GetSuppressedDestination`) would be a call for
 * every email, on `*`, because suppressed addresses have no ARN.
 * https://docs.aws.amazon.com/ses/latest/dg/monitoring-eventbridge.html
 */
import { Duration, Stack } from 'aws-cdk-lib';
import { EventBus, Rule } from 'aws-cdk-lib/aws-events';
import { LambdaFunction } from 'aws-cdk-lib/aws-events-targets';
import {
  ConfigurationSet,
  ConfigurationSetEventDestination,
  EmailSendingEvent,
  EventDestination,
  SuppressionReasons,
} from 'aws-cdk-lib/aws-ses';
import { Construct } from 'constructs';
import type { Findings } from '../cdk/findings.ts';
import { acceptFindings } from '../cdk/findings.ts';
import type { Foundation } from '../data/foundation.ts';
import { deployFunction } from './deploy-function.ts';

/** Two short calls. */
const TIMEOUT_SECONDS = 10;

/** SES goes on trying for this long. The code that lives longest, which confirms an address, is of no use after it. */
const DELIVERED_WITHIN = Duration.hours(1);

const RULE_FINDINGS: Findings = {
  'Serverless-EventBusDLQ':
    'EventBridge retries for 24 hours, and the next email to an address that was missed is reported again.',
};

export class EmailFeedback extends Construct {
  constructor(scope: Construct, id: string, foundation: Foundation) {
    super(scope, id);
    const { configurationSet, config } = foundation;
    const isOurs = config.emailSender.kind === 'ses' && config.emailSender.configurationSet === undefined;
    const set = isOurs
      ? new ConfigurationSet(this, 'set', {
          configurationSetName: configurationSet,
          suppressionReasons: SuppressionReasons.BOUNCES_AND_COMPLAINTS,
          maxDeliveryDuration: DELIVERED_WITHIN,
        })
      : ConfigurationSet.fromConfigurationSetName(this, 'set', configurationSet);
    new ConfigurationSetEventDestination(this, 'destination', {
      configurationSet: set,
      configurationSetEventDestinationName: destinationNameOf(Stack.of(this).stackName),
      destination: EventDestination.eventBus(EventBus.fromEventBusName(this, 'bus', 'default')),
      events: [EmailSendingEvent.BOUNCE, EmailSendingEvent.COMPLAINT],
    });
    const note = deployFunction(this, 'consumers', 'note-email-feedback', {
      deployment: foundation,
      timeoutSeconds: TIMEOUT_SECONDS,
    });
    const rule = new Rule(this, 'rule', {
      description: 'Token Courier: addresses that emails do not reach',
      eventPattern: {
        source: ['aws.ses'],
        detailType: ['Email Bounced', 'Email Complaint Received'],
        detail: { mail: { tags: { 'ses:configuration-set': [configurationSet] } } },
      },
      targets: [new LambdaFunction(note)],
    });
    acceptFindings(rule, RULE_FINDINGS);
  }
}

/** A configuration set has several destinations, and stacks may share it; 64 characters at most. */
const destinationNameOf = (stackName: string): string => stackName.slice(0, 64);
