/** The issue policy in memory: nobody known, nothing limited, unless a test says so. */

import { systemRandomness } from '../../handlers/adapters/system-randomness.ts';
import { channelsWith } from '../../handlers/channels/all.ts';
import { ADMIT_REQUEST } from '../../handlers/contract/functions/steps.ts';
import type { AdmitRequestPorts } from '../../handlers/domain/issuing/admit-request.ts';
import type { IdempotencyStore } from '../../handlers/domain/issuing/idempotency-store.ts';
import { deriveKeys } from '../../handlers/domain/token/seal-token.ts';
import type { TokenStore } from '../../handlers/domain/token/token-store.ts';
import { readFunction } from '../../handlers/runtime/environment.ts';
import { ENVIRONMENT } from './an-environment.ts';
import { countersInMemory } from './counters-in-memory.ts';
import { contactsInMemory, fixedKeys, NOW_MS, noOverrides, optOutsInMemory } from './fixtures.ts';
import { numbersInMemory } from './traffic-in-memory.ts';

const noTokens = { get: async () => undefined } as Partial<TokenStore> as TokenStore;
const noClaims: IdempotencyStore = {
  claim: async () => ({ claimed: true }),
  release: async () => undefined,
  keepAnswer: async () => undefined,
};

/** The settings of the function that runs the policy. */
const { settings } = readFunction(ADMIT_REQUEST, ENVIRONMENT);

export const anAdmission = (overrides: Partial<AdmitRequestPorts> = {}): AdmitRequestPorts => ({
  ...settings,
  now: () => NOW_MS,
  channels: channelsWith({
    sender: settings.emailSender.kind,
    contacts: overrides.contacts ?? contactsInMemory(),
    emails: { isConfirmed: async () => false },
  }),
  clients: { groupOf: (clientId) => clientId, isCanary: () => false },
  contacts: contactsInMemory(),
  tokens: noTokens,
  counters: countersInMemory(),
  claims: noClaims,
  overrides: noOverrides,
  numbers: numbersInMemory(),
  subjectKeys: fixedKeys(deriveKeys('v1', systemRandomness.uuid())),
  optOuts: optOutsInMemory(),
  destinations: settings.destinationPolicy,
  lifetimeSeconds: settings.tokenLifetimeSeconds,
  smsBudgetLimits: [],
  smsPrices: { default: 0, countries: {} },
  brand: settings.brandName,
  pumpingGuard: undefined,
  defaultShape: { format: settings.tokenFormat, length: settings.tokenLength },
  defaultCountry: 'IN',
  ...overrides,
});
