/** What the function of a hook has in common with those of the others. */
import { deliverCode } from '../domain/deliveries/deliver-code.ts';
import { referTo } from '../domain/integrations/refer-to.ts';
import { codeDeliveries } from './code-deliveries.ts';
import { createSecretsManagerClient, secretsManagerKeys } from './secrets-manager/keys.ts';
import { sharedSecret } from './secrets-manager/shared-secret.ts';

interface Places {
  readonly settings: { readonly defaultCountry: string };
  readonly deployed: {
    readonly stateMachineArn: string;
    /** By the names of the hooks. */
    readonly hookSecrets: Readonly<Record<string, string>>;
  };
  readonly secrets: Readonly<Record<'reference' | 'subject' | 'token', string>>;
}

/** `traced` adds a client's calls to the trace. */
export function hookPorts(
  { settings, deployed, secrets }: Places,
  traced: <Client>(client: Client) => Client,
) {
  const now = Date.now;
  const secretsManager = traced(createSecretsManagerClient());
  const deliveries = codeDeliveries({ ...deployed, ...settings, secrets }, traced);
  return {
    /** Of the secret that names people in logs. */
    referenceKeys: secretsManagerKeys(secretsManager, secrets.reference, now),
    /** By the names of the hooks. */
    secrets: new Map(
      Object.entries(deployed.hookSecrets).map(([name, secretId]) => [
        name,
        sharedSecret(secretsManager, secretId, now),
      ]),
    ),
    referrer: async () => referTo(await deliveries.subjectKeys.current(), deliveries.defaultCountry),
    deliverWith: (onFault: (error: unknown) => void) => deliverCode({ ...deliveries, onFault }),
    now,
  };
}
