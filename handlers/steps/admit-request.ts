/** Admit request: decides who gets a token and where it goes. A refusal is data, which a Choice routes. */
import { dynamoDbClaimStore } from '../adapters/dynamodb/claim-store.ts';
import { createDynamoDbClient } from '../adapters/dynamodb/client.ts';
import { dynamoDbContactStore } from '../adapters/dynamodb/contact-store.ts';
import { dynamoDbCounterStore } from '../adapters/dynamodb/counter-store.ts';
import { dynamoDbNumberMemory } from '../adapters/dynamodb/number-memory.ts';
import { dynamoDbOptOutList } from '../adapters/dynamodb/opt-out-list.ts';
import { dynamoDbPrefixTraffic } from '../adapters/dynamodb/prefix-traffic.ts';
import { readTogether } from '../adapters/dynamodb/read-together.ts';
import { dynamoDbTokenStore } from '../adapters/dynamodb/token-store.ts';
import { createSecretsManagerClient, secretsManagerKeys } from '../adapters/secrets-manager/keys.ts';
import { createSnsClient } from '../adapters/sns/client.ts';
import { snsEmailConfirmations } from '../adapters/sns/email-transport.ts';
import { systemRandomness } from '../adapters/system-randomness.ts';
import { channelsWith } from '../channels/all.ts';
import { LIMIT_SUBJECTS } from '../contract/table-writes.ts';
import type { Admission, AdmitRequestInput } from '../contract/workflow.ts';
import { sealedContacts } from '../domain/contacts/sealed-contacts.ts';
import { rejected } from '../domain/decision.ts';
import { withFormerFields } from '../domain/delivering/former-request.ts';
import { readCountry } from '../domain/destinations/phone-number.ts';
import { admitRequest } from '../domain/issuing/admit-request.ts';
import type { Pause } from '../domain/pumping/prefix-traffic.ts';
import { spendLimits } from '../domain/spending/sms-budget.ts';
import { readClients } from '../domain/token/client-groups.ts';
import { readEnvironment } from '../runtime/environment.ts';
import { traced } from '../runtime/observability.ts';
import { personReferences } from '../runtime/person-references.ts';
import { step } from '../runtime/step.ts';

const env = readEnvironment([
  'brandName',
  'budget',
  'clientGroups',
  'contactsTable',
  'contextInMessage',
  'defaultCountry',
  'destinationPolicy',
  'guessLimits',
  'limitKeys',
  'limitsTable',
  'maxAttempts',
  'pumpingGuard',
  'referenceSecretId',
  'resend',
  'resendAfterSeconds',
  'sendLimits',
  'smsPrices',
  'shortestLengths',
  'stackClients',
  'subjectSecretId',
  'tokenFormat',
  'tokenLength',
  'tokenLifetimeSeconds',
  'tokensTable',
  'webOtpDomain',
]);
const dynamoDb = readTogether(traced(createDynamoDbClient()));
const secretsManager = traced(createSecretsManagerClient());
const people = personReferences(secretsManagerKeys(secretsManager, env.referenceSecretId, Date.now));
const subjectKeys = secretsManagerKeys(secretsManager, env.subjectSecretId, Date.now);
const numbers = dynamoDbNumberMemory(dynamoDb, env.limitsTable, env.pumpingGuard);
const contacts = sealedContacts(
  dynamoDbContactStore(dynamoDb, env.contactsTable),
  subjectKeys,
  systemRandomness,
);
const rules = {
  ...env,
  clients: readClients(env.clientGroups, env.stackClients),
  contacts,
  tokens: dynamoDbTokenStore(dynamoDb, env.tokensTable),
  destinations: env.destinationPolicy,
  optOuts: dynamoDbOptOutList(dynamoDb, env.limitsTable),
  counters: dynamoDbCounterStore(dynamoDb, env.limitsTable),
  numbers,
  claims: dynamoDbClaimStore(dynamoDb, env.limitsTable, LIMIT_SUBJECTS.claims),
  subjectKeys,
  channels: channelsWith({
    contacts,
    emails: snsEmailConfirmations(traced(createSnsClient())),
  }),
  brand: env.brandName,
  spendLimits: spendLimits(env.budget),
  now: Date.now,
  lifetimeSeconds: env.tokenLifetimeSeconds,
  defaultShape: { format: env.tokenFormat, length: env.tokenLength },
  defaultCountry: readCountry(env.defaultCountry),
};

const guard = env.pumpingGuard && {
  settings: env.pumpingGuard,
  traffic: dynamoDbPrefixTraffic(dynamoDb, env.limitsTable),
  numbers,
  integerBelow: systemRandomness.integerBelow,
};

export const handler = step('admit-request', async (input: AdmitRequestInput, notes): Promise<Admission> => {
  people.prepare();
  const onPaused = ({ prefix: number_prefix, clientId, until }: Pause) =>
    notes.event('DestinationPaused', {
      number_prefix,
      until: new Date(until * 1000).toISOString(),
      ...(clientId === undefined ? {} : { client_id: clientId }),
    });
  const pumpingGuard = guard ? { ...guard, onPaused } : undefined;
  const decision = await admitRequest(input, { ...rules, pumpingGuard });
  if (!decision.ok) {
    notes.refused(decision.refusal.code);
    return rejected(decision.refusal, input.request_id);
  }
  const admission = decision.value;
  notes.add({ outcome: admission.decision });
  if (admission.decision === 'resend') notes.count({ metric: 'TokensIssued' });
  if (admission.decision === 'replayed') return admission;
  const { user_id, purpose, route } = admission.request;
  const user_ref = await people.refer(user_id);
  notes.add({ user_ref, purpose, channel: route[0].channel });
  return { ...admission, request: withFormerFields({ ...admission.request, user_ref }) };
});
