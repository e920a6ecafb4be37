/** The rows of the functions that other auth systems call; each is deployed where one of its hooks is configured. */
import { hookSecrets, stateMachineArn } from '../deployed.ts';
import type { FunctionRow } from '../function.ts';
import type { HookEntry } from '../hooks.ts';
import { defaultCountry } from '../settings/destinations.ts';
import { hooks } from '../settings/hooks.ts';

/** What a function needs that has codes delivered; the subject secret names people and messages. */
const DELIVERING = {
  settings: { defaultCountry, hooks },
  deployed: { hookSecrets, stateMachineArn },
  secrets: ['reference', 'subject', 'token'],
  rights: ['start the machine', 'know the secrets of hooks'],
} as const;

export const SUPABASE_SMS = {
  description: "Answers Supabase's Send SMS hook",
  ...DELIVERING,
} as const satisfies FunctionRow;

export const SUPABASE_EMAIL = {
  description: "Answers Supabase's Send Email hook",
  ...DELIVERING,
} as const satisfies FunctionRow;

export const OKTA_TELEPHONY = {
  description: "Answers Okta's telephony inline hook",
  ...DELIVERING,
} as const satisfies FunctionRow;

export const GATEWAY = {
  description: 'Answers the gateway hook, for all presets',
  ...DELIVERING,
} as const satisfies FunctionRow;

/** By the names of their entries. */
export const HOOK_FUNCTIONS = {
  'supabase-sms': SUPABASE_SMS,
  'supabase-email': SUPABASE_EMAIL,
  'okta-telephony': OKTA_TELEPHONY,
  gateway: GATEWAY,
} as const satisfies Readonly<Record<HookEntry, FunctionRow>>;
