/**
 * CloudFormation's custom resource for SNS's delivery log of texts. Its physical id contains the sampling rate that
 * was set before, so that a deletion can restore it.
 */
import type { CloudFormationCustomResourceEvent, Context } from 'aws-lambda';
import { answer } from '../adapters/cloudformation/answer.ts';
import { cloudWatchLogGroups, createLogGroupClient } from '../adapters/cloudwatch/log-groups.ts';
import { createSmsSettingsClient } from '../adapters/sns/client.ts';
import { snsTextLog } from '../adapters/sns/text-log.ts';
import { KEEP_TEXT_LOG } from '../contract/functions/hooks.ts';
import type { TextLogSettings } from '../domain/delivering/text-log.ts';
import { releaseTextLog, setUpTextLog } from '../domain/delivering/text-log.ts';
import { readFunction } from '../runtime/environment.ts';
import type { Notes } from '../runtime/observability.ts';
import { traced } from '../runtime/observability.ts';
import { step } from '../runtime/step.ts';

// Nothing so far: what it sets is in CloudFormation's events.
readFunction(KEEP_TEXT_LOG);

const ports = {
  log: snsTextLog(traced(createSmsSettingsClient())),
  groups: cloudWatchLogGroups(traced(createLogGroupClient())),
};

/** Followed by the sampling rate that was set before, or by nothing. */
const ID = 'text-log:';

/** What SNS and CloudWatch Logs refuse permanently, such as what an organisation's policy denies. */
const REFUSAL = /^(AccessDenied|AuthorizationError|InvalidParameter)(Exception)?$/;

const carryOut = step(
  'keep-text-log',
  async ({ event }: { readonly request_id: string; readonly event: Event }, notes): Promise<string> => {
    notes.add({ outcome: event.RequestType });
    const settings = readSettings(event.ResourceProperties, event);
    switch (event.RequestType) {
      case 'Create': {
        const { rate } = await setUpTextLog(settings, undefined, ports);
        return ID + rate;
      }
      case 'Update':
        await setUpTextLog(settings, readSettings(event.OldResourceProperties, event), ports);
        return event.PhysicalResourceId;
      case 'Delete':
        await release(settings, event.PhysicalResourceId, notes);
        return event.PhysicalResourceId;
    }
  },
);

type Event = CloudFormationCustomResourceEvent;

/** A refusal leaves the log as it is, which breaks nothing: the role stays too. So it does not stop the deletion. */
async function release(settings: TextLogSettings, id: string, notes: Notes): Promise<void> {
  try {
    // After a creation that failed, the id is another, but some of the work may be done.
    await releaseTextLog(settings, id.startsWith(ID) ? id.slice(ID.length) : '', ports);
  } catch (error) {
    if (!(error instanceof Error && REFUSAL.test(error.name))) {
      throw error;
    }
    notes.warn("SNS's delivery log is left as it is", error);
  }
}

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
const readSettings = (given: Event['ResourceProperties'], { StackId }: Event): TextLogSettings => ({
  owner: StackId,
  roleArn: String(given.roleArn),
  groups: (given.groups as readonly unknown[]).map(String),
  retentionDays: Number(given.retentionDays),
  keyArn: String(given.keyArn),
  isDisposable: given.isDisposable === 'true',
});
