/** POST /hooks/okta/telephony: Okta's telephony inline hook. */
import { hookPorts } from '../adapters/hook-ports.ts';
import { OKTA_TELEPHONY } from '../contract/functions/integrations.ts';
import { oktaTelephony } from '../domain/integrations/okta-telephony.ts';
import { readFunction } from '../runtime/environment.ts';
import { hookEndpoint, onlyHook } from '../runtime/hook-endpoint.ts';
import { traced } from '../runtime/observability.ts';
import { personReferences } from '../runtime/person-references.ts';

const environment = readFunction(OKTA_TELEPHONY);
const { settings } = environment;
const ports = hookPorts(environment, traced);

export const handler = hookEndpoint({
  ...ports,
  name: 'okta-telephony',
  find: onlyHook(
    'okta-telephony',
    oktaTelephony(settings.hooks.okta ?? { refusals: 'pending' }),
    ports.secrets,
  ),
  people: personReferences(ports.referenceKeys),
});
