/** POST /hooks/gateway/{preset}: the systems that have codes delivered by a request in their own form. */
import { hookPorts } from '../adapters/hook-ports.ts';
import { GATEWAY } from '../contract/functions/integrations.ts';
import { gatewayHookName } from '../contract/hooks.ts';
import { configuredHooks } from '../domain/integrations/gateway/configured-hooks.ts';
import { readFunction } from '../runtime/environment.ts';
import { pathIn } from '../runtime/gateway-event.ts';
import { hookEndpoint } from '../runtime/hook-endpoint.ts';
import { traced } from '../runtime/observability.ts';
import { personReferences } from '../runtime/person-references.ts';

const environment = readFunction(GATEWAY);
const ports = hookPorts(environment, traced);
const modules = configuredHooks(environment.settings.hooks.gateway ?? {});

export const handler = hookEndpoint({
  ...ports,
  name: 'gateway',
  find(event) {
    const { preset = '' } = pathIn(event);
    const name = gatewayHookName(preset);
    const [module, secret] = [modules.get(preset), ports.secrets.get(name)];
    return module && secret && { name, module, secret };
  },
  people: personReferences(ports.referenceKeys),
});
