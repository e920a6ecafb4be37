/** POST /hooks/supabase/sms: Supabase Auth's Send SMS hook. */
import { hookPorts } from '../adapters/hook-ports.ts';
import { SUPABASE_SMS } from '../contract/functions/integrations.ts';
import { supabaseSms } from '../domain/integrations/supabase-sms.ts';
import { readFunction } from '../runtime/environment.ts';
import { hookEndpoint, onlyHook } from '../runtime/hook-endpoint.ts';
import { traced } from '../runtime/observability.ts';
import { personReferences } from '../runtime/person-references.ts';

const environment = readFunction(SUPABASE_SMS);
const { settings } = environment;
const ports = hookPorts(environment, traced);

export const handler = hookEndpoint({
  ...ports,
  name: 'supabase-sms',
  find: onlyHook('supabase-sms', supabaseSms(settings.hooks.supabase?.sms ?? {}), ports.secrets),
  people: personReferences(ports.referenceKeys),
});
