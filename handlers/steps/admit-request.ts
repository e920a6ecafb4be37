/**
 * Admit request: decides who gets a token and where it goes. A refusal is a result, which a Choice routes.
 */

import { activityLogAhead } from '../adapters/dynamodb/activity-log-ahead.ts';
import { createDynamoDbClient } from '../adapters/dynamodb/client.ts';
import { dynamoDbContactStore } from '../adapters/dynamodb/contact-store.ts';
import { dynamoDbCounterStore } from '../adapters/dynamodb/counter-store.ts';
import { dynamoDbIdempotencyStore } from '../adapters/dynamodb/idempotency-store.ts';
import { dynamoDbNumberMemory } from '../adapters/dynamodb/number-memory.ts';
import { dynamoDbOptOutList } from '../adapters/dynamodb/opt-out-list.ts';
import { dynamoDbOverrideStore } from '../adapters/dynamodb/override-store.ts';
import { dynamoDbPrefixTraffic } from '../adapters/dynamodb/prefix-traffic.ts';
import { readTogether } from '../adapters/dynamodb/read-together.ts';
import { dynamoDbTokenStore } from '../adapters/dynamodb/token-store.ts';
import { emailConfirmations } from '../adapters/email-enrolments.ts';
import { createSecretsManagerClient, secretsManagerKeys } from '../adapters/secrets-manager/keys.ts';
import { systemRandomness } from '../adapters/system-randomness.ts';
import { channelsWith } from '../channels/all.ts';
import { KEEP_ACTIVITY } from '../contract/functions/activity.ts';
import { ADMIT_REQUEST } from '../contract/functions/steps.ts';
import { requestClaim } from '../contract/limits-table.ts';
import type { CodeKind } from '../contract/vocabulary.ts';
import type { Admission, AdmitRequestInput } from '../contract/workflow.ts';
import { watchRequest } from '../domain/activity/watch-request.ts';
import { sealedContacts } from '../domain/contacts/sealed-contacts.ts';
import { rejected } from '../domain/decision.ts';
import { withFormerFields } from '../domain/delivering/former-request.ts';
import { readCountry } from '../domain/destinations/phone-number.ts';
import { admitRequest } from '../domain/issuing/admit-request.ts';
import { recentOverrides } from '../domain/overrides/recent-overrides.ts';
import type { Pause } from '../domain/pumping/prefix-traffic.ts';
import { smsBudgetLimits } from '../domain/spending/sms-budget.ts';
import { readClients } from '../domain/token/client-groups.ts';
import { readFunction } from '../runtime/environment.ts';
import { keepActivityIn } from '../runtime/keep-activity.ts';
import { traced } from '../runtime/observability.ts';
import { personReferences } from '../runtime/person-references.ts';
import { step } from '../runtime/step.ts';
import { tellExhausted } from '../runtime/tell-exhausted.ts';

const { settings, deployed, tables, secrets } = readFunction(ADMIT_REQUEST);
const dynamoDb = readTogether(traced(createDynamoDbClient()));
const secretsManager = traced(createSecretsManagerClient());
const people = personReferences(secretsManagerKeys(secretsManager, secrets.reference, Date.now));
const subjectKeys = secretsManagerKeys(secretsManager, secrets.subject, Date.now);
const numbers = dynamoDbNumberMemory(dynamoDb, tables.limits, settings.pumpingGuard);
const contacts = sealedContacts(
  dynamoDbContactStore(dynamoDb, tables.contacts),
  subjectKeys,
  systemRandomness,
);
const ports = {
  ...settings,
  clients: readClients(settings.clientGroups, deployed.stackClients),
  contacts,
  tokens: dynamoDbTokenStore(dynamoDb, tables.tokens),
  destinations: settings.destinationPolicy,
  optOuts: dynamoDbOptOutList(dynamoDb, tables.limits),
  counters: dynamoDbCounterStore(dynamoDb, tables.limits),
  numbers,
  overrides: recentOverrides(
    dynamoDbOverrideStore(dynamoDb, tables.limits, subjectKeys, systemRandomness),
    Date.now,
  ),
  claims: dynamoDbIdempotencyStore(dynamoDb, tables.limits, requestClaim),
  subjectKeys,
  channels: channelsWith({
    sender: settings.emailSender.kind,
    contacts,
    emails: emailConfirmations(traced),
  }),
  brand: settings.brandName,
  smsBudgetLimits: smsBudgetLimits(settings.budget),
  now: Date.now,
  lifetimeSeconds: settings.tokenLifetimeSeconds,
  defaultShape: { format: settings.tokenFormat, length: settings.tokenLength },
  defaultCountry: readCountry(settings.defaultCountry),
};

const watching = { defaultCountry: ports.defaultCountry, subjectKeys, now: Date.now };
const keepActivity = keepActivityIn(activityLogAhead(settings, () => readFunction(KEEP_ACTIVITY), traced));

const guard = settings.pumpingGuard && {
  settings: settings.pumpingGuard,
  traffic: dynamoDbPrefixTraffic(dynamoDb, tables.limits),
  numbers,
  integerBelow: systemRandomness.integerBelow,
};

export const handler = step('admit-request', async (input: AdmitRequestInput, notes): Promise<Admission> => {
  people.prepare();
  const onPaused = ({ prefix: number_prefix, clientId, until }: Pause, kind: CodeKind) =>
    notes.event(
      { metric: 'DestinationPaused' },
      {
        kind,
        number_prefix,
        until: new Date(until * 1000).toISOString(),
        ...(clientId === undefined ? {} : { client_id: clientId }),
      },
    );
  const pumpingGuard = guard ? { ...guard, onPaused } : undefined;
  const onBudgetExhausted = tellExhausted(notes);
  const watched = watchRequest(input, watching);
  const decision = await admitRequest(input, { ...ports, ...watched, pumpingGuard, onBudgetExhausted });
  if (!decision.ok) {
    notes.refused(decision.refusal.code);
    await keepActivity?.(await watched.refused(decision.refusal), notes);
    return rejected(decision.refusal, input.request_id);
  }
  const admission = decision.value;
  notes.add({ outcome: admission.decision });
  if (admission.decision === 'resend' && !admission.request.canary) {
    notes.count({ metric: 'TokensIssued' });
  }
  if (admission.decision === 'replayed') {
    await keepActivity?.(await watched.repeated(), notes);
    return admission;
  }
  const { user_id, purpose, route } = admission.request;
  const user_ref = await people.refer(user_id);
  notes.add({ user_ref, purpose, channel: route[0].channel });
  return { ...admission, request: withFormerFields({ ...admission.request, user_ref }) };
});
