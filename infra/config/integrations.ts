/** The part of the configuration for callers that speak another service's API, or call as they call anybody. */
import type { Hooks } from '../../handlers/contract/settings/hooks.ts';
import { HOOK_SETTINGS, hooksIn } from '../../handlers/contract/settings/hooks.ts';
import type { ConfigKey } from './fields.ts';
import { flag, keysOf } from './fields.ts';

export const INTEGRATION_KEYS = {
  twilioVerify: {
    field: flag.default(false),
    text: 'whether the API also speaks [Twilio Verify](integrations/twilio-verify.md). This adds four functions, and a secret at 0.40 USD a month',
  },
  ...keysOf(HOOK_SETTINGS),
} satisfies Record<string, ConfigKey>;

export const hasHooks = ({ hooks }: { readonly hooks: Hooks }): boolean => hooksIn(hooks).length > 0;
