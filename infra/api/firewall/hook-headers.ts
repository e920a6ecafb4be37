/** The headers by which calls of hooks prove who makes them: whoever read them in a log could send them again. */

import type { Hooks } from '../../../handlers/contract/settings/hooks.ts';
import { hooksIn } from '../../../handlers/contract/settings/hooks.ts';

/** Of hooks that send a signature; the others have Authorization, which no log contains. */
const SIGNATURES: Readonly<Record<string, string>> = {
  'supabase-sms': 'webhook-signature',
  'supabase-email': 'webhook-signature',
  'gateway-zitadel': 'zitadel-signature',
  'gateway-zitadel-email': 'zitadel-signature',
};

/** In lower case, each once: signatures, and what the owner's own presets name. */
export function hookHeaders(hooks: Hooks): readonly string[] {
  const signatures = hooksIn(hooks).flatMap(({ name }) => SIGNATURES[name] ?? []);
  const named = Object.values(hooks.gateway ?? {}).flatMap((preset) =>
    preset !== undefined && 'authentication' in preset && typeof preset.authentication === 'object'
      ? preset.authentication.header.toLowerCase()
      : [],
  );
  return [...new Set([...signatures, ...named])].sort();
}
