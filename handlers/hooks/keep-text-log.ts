/**
 * CloudFormation's custom resource for SNS's delivery log of texts. Its physical id contains the role that wrote the
 * log before, so that a deletion can restore it.
 */
import type { CloudFormationCustomResourceEvent, Context } from 'aws-lambda';
import { answer } from '../adapters/cloudformation/answer.ts';
import { cloudWatchLogGroups, createLogGroupClient } from '../adapters/cloudwatch/log-groups.ts';
import { createSnsClient } from '../adapters/sns/client.ts';
import { snsTextLog } from '../adapters/sns/text-log.ts';
import { KEEP_TEXT_LOG } from '../contract/functions/hooks.ts';
import type { TextLogSettings } from '../domain/delivering/text-log.ts';
import { giveBackTextLog, takeTextLog } from '../domain/delivering/text-log.ts';
import { readFunction } from '../runtime/environment.ts';
import { traced } from '../runtime/observability.ts';
import { step } from '../runtime/step.ts';

// Nothing so far: what it sets is in CloudFormation's events.
readFunction(KEEP_TEXT_LOG);

const ports = {
  log: snsTextLog(traced(createSnsClient())),
  groups: cloudWatchLogGroups(traced(createLogGroupClient())),
};

/** Followed by the ARN of the role that wrote the log before, or by nothing. */
const ID = 'text-log:';

const carryOut = step(
  'keep-text-log',
  async ({ event }: { readonly request_id: string; readonly event: Event }, notes): Promise<string> => {
    notes.add({ outcome: event.RequestType });
    const settings = readSettings(event.ResourceProperties);
    switch (event.RequestType) {
      case 'Create':
        return ID + (await takeTextLog(settings, ports));
      case 'Update':
        await takeTextLog(settings, ports);
        return event.PhysicalResourceId;
      case 'Delete':
        // A resource that was never created has another id.
        if (event.PhysicalResourceId.startsWith(ID)) {
          await giveBackTextLog(settings, event.PhysicalResourceId.slice(ID.length), ports);
        }
        return event.PhysicalResourceId;
    }
  },
);

type Event = CloudFormationCustomResourceEvent;

export async function handler(event: Event, context: Context): Promise<void> {
  const known = 'PhysicalResourceId' in event ? event.PhysicalResourceId : 'not-made';
  try {
    const PhysicalResourceId = await carryOut({ request_id: context.awsRequestId, event }, context);
    await answer(event, { Status: 'SUCCESS', PhysicalResourceId });
  } catch {
    const Reason = `SNS's delivery log could not be set up; see the log of ${context.functionName}`;
    await answer(event, { Status: 'FAILED', Reason, PhysicalResourceId: known });
  }
}

/** CloudFormation passes every value as a string. */
const readSettings = (given: Event['ResourceProperties']): TextLogSettings => ({
  roleArn: String(given.roleArn),
  groups: (given.groups as readonly unknown[]).map(String),
  retentionDays: Number(given.retentionDays),
  keyArn: String(given.keyArn),
  isDisposable: given.isDisposable === 'true',
});
