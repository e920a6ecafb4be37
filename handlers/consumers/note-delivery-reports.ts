/**
 * Notes whether messages arrived, from SNS's delivery log and SES's events. If configured, it sends the code of a
 * text that the carrier refused by email.
 */
import type { SubscriptionEvent } from '../adapters/cloudwatch/subscribed-lines.ts';
import { linesOf } from '../adapters/cloudwatch/subscribed-lines.ts';
import { createDynamoDbClient } from '../adapters/dynamodb/client.ts';
import { dynamoDbIdempotencyStore } from '../adapters/dynamodb/idempotency-store.ts';
import { dynamoDbMessageStore } from '../adapters/dynamodb/message-store.ts';
import { dynamoDbTokenStore } from '../adapters/dynamodb/token-store.ts';
import { emailSenderBy } from '../adapters/email-senders.ts';
import { createSecretsManagerClient, secretsManagerKeys } from '../adapters/secrets-manager/keys.ts';
import type { EmailEvent } from '../adapters/ses/email-event.ts';
import { isEmailEvent, readEmailEvent } from '../adapters/ses/email-event.ts';
import { readTextLogLine } from '../adapters/sns/text-log-line.ts';
import type { InsteadPorts } from '../channels/mail-instead.ts';
import { mailInstead } from '../channels/mail-instead.ts';
import { MAIL_INSTEAD, NOTE_DELIVERY_REPORTS } from '../contract/functions/consumers.ts';
import { requestClaim } from '../contract/limits-table.ts';
import { reportsOnEmails } from '../contract/settings/emails.ts';
import type { MessageRecord } from '../domain/delivering/message-store.ts';
import type { DeliveryReport } from '../domain/delivering/note-report.ts';
import { noteReport } from '../domain/delivering/note-report.ts';
import { errorName } from '../domain/errors.ts';
import { consumer } from '../runtime/consumer.ts';
import { readFunction } from '../runtime/environment.ts';
import type { Notes } from '../runtime/observability.ts';
import { traced } from '../runtime/observability.ts';
import { waitUpTo, waitWithin } from '../runtime/wait.ts';

const { settings, tables } = readFunction(NOTE_DELIVERY_REPORTS);
const dynamoDb = traced(createDynamoDbClient());
const tokens = dynamoDbTokenStore(dynamoDb, tables.tokens);
const messages = dynamoDbMessageStore(dynamoDb, tables.limits);
const ports = { messages, tokens };
const instead = settings.deliveryStatus === 'fallback' ? insteadPorts() : undefined;

/** Lambda retries an event that failed; reports that were already noted are then ignored. */
export const handler = consumer('note-delivery-reports', async (event: unknown, notes) => {
  const reports = reportsIn(event as SubscriptionEvent | EmailEvent);
  notes.add({ count: reports.length, outcome: 'noted' });
  for (const report of reports) {
    await noteOne(report, notes);
  }
});

function reportsIn(event: SubscriptionEvent | EmailEvent): readonly DeliveryReport[] {
  const read = isEmailEvent(event) ? [readEmailEvent(event)] : linesOf(event).map(readTextLogLine);
  return read.filter((report) => report !== undefined);
}

async function noteOne(report: DeliveryReport, notes: Notes): Promise<void> {
  const noted = await noteReport(report, ports);
  if (noted === undefined) {
    return;
  }
  const { message, isLatest } = noted;
  const { user_ref, purpose, client_group, token_id, channel } = message;
  const { arrival, country } = report;
  const told = { user_ref, purpose, client_group, token_id, message_id: report.messageId };
  const facts = { user_ref, purpose, token_id, channel, country, outcome: arrival };
  notes.line('delivery-report', report.arrival === 'delivered' ? facts : { ...facts, reason: report.reason });
  if (arrival === 'delivered') {
    notes.count({ metric: 'MessagesDelivered', channel, country }, told);
    return;
  }
  notes.count({ metric: 'MessagesUndelivered', channel, country }, { ...told, reason: report.reason });
  if (isLatest && instead !== undefined) {
    await sendInstead(message, instead, notes);
  }
}

/** The report is already noted, so a retry would not get here: a fault is logged and counted, not thrown. */
async function sendInstead(message: MessageRecord, by: InsteadPorts, notes: Notes): Promise<void> {
  try {
    const sent = await mailInstead(message, { ...by, onUnnoted: (error) => tellUnnoted(error, notes) });
    if (sent === undefined) {
      return;
    }
    const { user_ref, purpose, client_group, token_id } = message;
    notes.line('mailed-instead', { user_ref, token_id, channel: 'email', outcome: sent.outcome });
    if (sent.outcome === 'sent') {
      const told = { user_ref, purpose, client_group, token_id };
      notes.count({ metric: 'TokensDelivered', channel: 'email' }, told);
    } else {
      notes.count({ metric: 'DeliveriesUnknown', channel: 'email' });
    }
  } catch (error) {
    notes.warn('a code could not be sent by email instead', error);
    notes.count({ metric: 'StepsFailed', error: errorName(error) });
  }
}

function tellUnnoted(error: unknown, notes: Notes): void {
  notes.warn('a message could not be noted', error);
  notes.count({ metric: 'StepsFailed', error: errorName(error) });
}

function insteadPorts(): InsteadPorts {
  const { settings: wording, deployed, secrets } = readFunction(MAIL_INSTEAD);
  return {
    keys: secretsManagerKeys(traced(createSecretsManagerClient()), secrets.token, Date.now),
    tokens,
    claims: dynamoDbIdempotencyStore(dynamoDb, tables.limits, requestClaim),
    emails: emailSenderBy({ ...settings, ...wording }, deployed, traced),
    messageNotes: reportsOnEmails(settings) ? { store: messages, within: waitWithin } : undefined,
    now: Date.now,
    wait: waitUpTo,
    brand: wording.brandName,
    messages: settings.messages,
    resendAfterSeconds: wording.resendAfterSeconds,
  };
}
