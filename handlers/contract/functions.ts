/** All functions, by the folder and the name of their entries. */
import type { FunctionRow } from './function.ts';
import { ACTIVITY_ENDPOINTS } from './functions/activity.ts';
import { CONSUMERS } from './functions/consumers.ts';
import { CONTACT_ENDPOINTS } from './functions/contacts.ts';
import { DELIVERY_ENDPOINTS } from './functions/deliveries.ts';
import { HOOKS } from './functions/hooks.ts';
import { HOOK_FUNCTIONS } from './functions/integrations.ts';
import { OPERATION_ENDPOINTS } from './functions/operation.ts';
import { STEPS } from './functions/steps.ts';
import { TOKEN_ENDPOINTS } from './functions/tokens.ts';
import { TWILIO_FUNCTIONS } from './functions/twilio.ts';
import type { EndpointName } from './routes.ts';

const ENDPOINTS = {
  ...TOKEN_ENDPOINTS,
  ...DELIVERY_ENDPOINTS,
  ...CONTACT_ENDPOINTS,
  ...OPERATION_ENDPOINTS,
  ...ACTIVITY_ENDPOINTS,
} as const satisfies Readonly<Record<EndpointName, FunctionRow>>;

export const FUNCTIONS = {
  steps: STEPS,
  endpoints: ENDPOINTS,
  twilio: TWILIO_FUNCTIONS,
  hooks: HOOKS,
  integrations: HOOK_FUNCTIONS,
  consumers: CONSUMERS,
} as const;

export type EntryFolder = keyof typeof FUNCTIONS;
export type StepName = keyof typeof STEPS;
