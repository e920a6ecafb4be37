/**
 * Notes whether messages were delivered, from SNS's delivery log and SES's events. If configured, it sends the code of a
 * text that the carrier refused by email.
 */

import type { SubscriptionEvent } from '../adapters/cloudwatch/subscribed-lines.ts';
import { linesOf } from '../adapters/cloudwatch/subscribed-lines.ts';
import { activityLogAhead } from '../adapters/dynamodb/activity-log-ahead.ts';
import { createDynamoDbClient } from '../adapters/dynamodb/client.ts';
import { dynamoDbIdempotencyStore } from '../adapters/dynamodb/idempotency-store.ts';
import { dynamoDbMessageStore } from '../adapters/dynamodb/message-store.ts';
import { dynamoDbOptOutList } from '../adapters/dynamodb/opt-out-list.ts';
import { dynamoDbTokenStore } from '../adapters/dynamodb/token-store.ts';
import { emailSenderBy } from '../adapters/email-senders.ts';
import { createSecretsManagerClient, secretsManagerKeys } from '../adapters/secrets-manager/keys.ts';
import type { EmailEvent } from '../adapters/ses/email-event.ts';
import { isEmailEvent, readEmailEvent } from '../adapters/ses/email-event.ts';
import { readTextLogLine } from '../adapters/sns/text-log-line.ts';
import { systemRandomness } from '../adapters/system-randomness.ts';
import type { InsteadPorts } from '../channels/mail-instead.ts';
import { mailInstead } from '../channels/mail-instead.ts';
import { KEEP_ACTIVITY } from '../contract/functions/activity.ts';
import { MAIL_INSTEAD, NOTE_DELIVERY_REPORTS } from '../contract/functions/consumers.ts';
import { requestClaim } from '../contract/limits-table.ts';
import { reportsOnEmails } from '../contract/settings/emails.ts';
import { REPORTS_BEGIN_WITHIN_SECONDS } from '../contract/timeouts.ts';
import { insteadEntry, reportEntry } from '../domain/activity/report-entries.ts';
import type { MessageRecord } from '../domain/delivering/message-store.ts';
import type { DeliveryReport } from '../domain/delivering/note-report.ts';
import { noteReport } from '../domain/delivering/note-report.ts';
import { DeliveryRefused, DeliveryUnavailable, errorName } from '../domain/errors.ts';
import { slicesIn } from '../domain/reporting/slices.ts';
import { groupOfClients, kindOf } from '../domain/token/delivery-slot.ts';
import { consumer } from '../runtime/consumer.ts';
import { readFunction } from '../runtime/environment.ts';
import { inParallel } from '../runtime/in-parallel.ts';
import { keepActivityIn } from '../runtime/keep-activity.ts';
import type { Notes } from '../runtime/observability.ts';
import { traced } from '../runtime/observability.ts';
import { waitUpTo, waitWithin } from '../runtime/wait.ts';

const { settings, tables } = readFunction(NOTE_DELIVERY_REPORTS);
const dynamoDb = traced(createDynamoDbClient());
const tokens = dynamoDbTokenStore(dynamoDb, tables.tokens);
const messages = dynamoDbMessageStore(dynamoDb, tables.limits);
const instead = settings.deliveryStatus === 'fallback' ? insteadPorts() : undefined;
const slicesOf = slicesIn(settings);
const ports = { messages, tokens, handsOn: instead !== undefined };
const keepActivity = keepActivityIn(activityLogAhead(settings, () => readFunction(KEEP_ACTIVITY), traced));

/** A carrier's outage brings many lines at once, and SES takes some ten emails a second from a new account. */
const AT_ONCE = 10;

/**
 * One report that cannot be noted does not keep the others from it. Lambda calls again for what is left, a minute
 * and three minutes later; what is settled by then is ignored.
 * https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-error-handling.html
 */
export const handler = consumer('note-delivery-reports', async (event: unknown, notes) => {
  const reports = reportsIn(event as SubscriptionEvent | EmailEvent);
  notes.add({ count: reports.length, outcome: 'noted' });
  const startedAtMs = Date.now();
  const mayBegin = () => Date.now() - startedAtMs < REPORTS_BEGIN_WITHIN_SECONDS * 1000;
  const left = await inParallel(reports, { atOnce: AT_ONCE, mayBegin }, (report) => noteOne(report, notes));
  const count = left.errors.length + left.notBegun;
  if (count > 0) {
    const [error = new DeliveryUnavailable()] = left.errors;
    notes.warn('reports are left for the next call', error, { count });
    throw error;
  }
});

function reportsIn(event: SubscriptionEvent | EmailEvent): readonly DeliveryReport[] {
  const read = isEmailEvent(event) ? [readEmailEvent(event)] : linesOf(event).map(readTextLogLine);
  return read.filter((report) => report !== undefined);
}

async function noteOne(report: DeliveryReport, notes: Notes): Promise<void> {
  const noted = await noteReport(report, ports);
  if (noted?.isNew) {
    tellReport(report, noted.message, notes);
    await keepActivity?.(reportEntry(report, noted.message, Date.now()), notes);
  }
  if (noted?.isKept && instead !== undefined) {
    await sendInstead(report.messageId, noted.message, instead, notes);
  }
}

function tellReport(report: DeliveryReport, message: MessageRecord, notes: Notes): void {
  const { user_ref, purpose, token_id, channel } = message;
  const { arrival, country } = report;
  const told = { ...toldOf(message), message_id: report.messageId };
  const facts = { user_ref, purpose, token_id, channel, country, outcome: arrival };
  notes.line('delivery-report', report.arrival === 'delivered' ? facts : { ...facts, reason: report.reason });
  if (arrival === 'delivered') {
    notes.count({ metric: 'MessagesDelivered', channel, country }, told);
  } else {
    notes.count({ metric: 'MessagesUndelivered', channel, country }, { ...told, reason: report.reason });
  }
}

/** What the events about a message say of its code. */
const toldOf = (message: MessageRecord) => ({
  kind: kindOf(message),
  user_ref: message.user_ref,
  purpose: message.purpose,
  client_group: groupOfClients(message),
  token_id: message.token_id,
});

/** An email that is refused is logged and counted, not thrown: another call would not help. */
async function sendInstead(
  messageId: string,
  message: MessageRecord,
  by: InsteadPorts,
  notes: Notes,
): Promise<void> {
  const onUnnoted = (error: unknown) => tellFault('a message could not be noted', error, notes);
  const onFault = (error: unknown) => tellFault('an email is not settled on its token', error, notes);
  try {
    const sent = await mailInstead(messageId, message, { ...by, onUnnoted, onFault });
    if (sent === undefined) {
      return;
    }
    const { user_ref, token_id } = message;
    const { channel, outcome } = sent;
    await keepActivity?.(insteadEntry(messageId, message, sent, Date.now()), notes);
    notes.line('mailed-instead', { user_ref, token_id, channel, outcome });
    if (outcome === 'sent') {
      const told = toldOf(message);
      // An email has no country.
      const { client_group } = told;
      notes.sent(told, slicesOf({ channel, client_group, destination_masked: '' }));
    } else {
      notes.count({ metric: 'DeliveriesUnknown', channel });
    }
  } catch (error) {
    if (!(error instanceof DeliveryRefused)) {
      throw error;
    }
    tellFault('a code could not be sent by email instead', error, notes);
  }
}

function tellFault(message: string, error: unknown, notes: Notes): void {
  notes.warn(message, error);
  notes.count({ metric: 'StepsFailed', error: errorName(error) });
}

function insteadPorts(): InsteadPorts {
  const { settings: wording, deployed, secrets } = readFunction(MAIL_INSTEAD);
  return {
    keys: secretsManagerKeys(traced(createSecretsManagerClient()), secrets.token, Date.now),
    tokens,
    texts: messages,
    optOuts: dynamoDbOptOutList(dynamoDb, tables.limits),
    newId: systemRandomness.uuid,
    claims: dynamoDbIdempotencyStore(dynamoDb, tables.limits, requestClaim),
    emails: emailSenderBy({ ...settings, ...wording }, deployed, traced),
    messageNotes: reportsOnEmails(settings)
      ? { store: messages, within: waitWithin, keepsDestination: settings.activityDays > 0 }
      : undefined,
    now: Date.now,
    wait: waitUpTo,
    brand: wording.brandName,
    messages: settings.messages,
    resendAfterSeconds: wording.resendAfterSeconds,
  };
}
