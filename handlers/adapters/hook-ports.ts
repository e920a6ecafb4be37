/** What the function of a hook has in common with those of the others. */
import type { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import type { SFNClient } from '@aws-sdk/client-sfn';
import type { Clock } from '../domain/clock.ts';
import { deliverCode } from '../domain/deliveries/deliver-code.ts';
import { referTo } from '../domain/integrations/refer-to.ts';
import { secretsManagerKeys } from './secrets-manager/keys.ts';
import { sharedSecret } from './secrets-manager/shared-secret.ts';
import { startIssueBy } from './step-functions/start-issue.ts';
import { systemRandomness } from './system-randomness.ts';

interface Clients {
  readonly secretsManager: SecretsManagerClient;
  readonly sfn: SFNClient;
  readonly now: Clock;
}

interface Deployed {
  readonly deployed: {
    readonly stateMachineArn: string;
    readonly hookSecrets: Readonly<Record<string, string>>;
  };
  readonly secrets: Readonly<Record<'reference' | 'subject' | 'token', string>>;
}

export function hookPorts({ secretsManager, sfn, now }: Clients, { deployed, secrets }: Deployed) {
  const keysIn = (secretId: string) => secretsManagerKeys(secretsManager, secretId, now);
  const subjectKeys = keysIn(secrets.subject);
  const delivery = {
    startIssue: startIssueBy(sfn, deployed.stateMachineArn),
    subjectKeys,
    tokenKeys: keysIn(secrets.token),
    random: systemRandomness,
  };
  return {
    /** Of the secret that names people in logs. */
    referenceKeys: keysIn(secrets.reference),
    /** By the names of the hooks. */
    secrets: new Map(
      Object.entries(deployed.hookSecrets).map(([name, secretId]) => [
        name,
        sharedSecret(secretsManager, secretId, now),
      ]),
    ),
    referrer: async () => referTo(await subjectKeys.current()),
    deliverWith: (onFault: (error: unknown) => void) => deliverCode({ ...delivery, onFault }),
    now,
  };
}
