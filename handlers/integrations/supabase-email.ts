/** POST /hooks/supabase/email: Supabase Auth's Send Email hook. */
import { hookPorts } from '../adapters/hook-ports.ts';
import { SUPABASE_EMAIL } from '../contract/functions/integrations.ts';
import { supabaseEmail } from '../domain/integrations/supabase-email.ts';
import { readFunction } from '../runtime/environment.ts';
import { hookEndpoint, onlyHook } from '../runtime/hook-endpoint.ts';
import { traced } from '../runtime/observability.ts';
import { personReferences } from '../runtime/person-references.ts';

const environment = readFunction(SUPABASE_EMAIL);
const { settings } = environment;
const ports = hookPorts(environment, traced);

export const handler = hookEndpoint({
  ...ports,
  name: 'supabase-email',
  find: onlyHook('supabase-email', supabaseEmail(settings.hooks.supabase?.email ?? {}), ports.secrets),
  people: personReferences(ports.referenceKeys),
});
