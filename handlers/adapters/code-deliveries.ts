/** What delivers a code by the state machine, for every function that does so: deliverCode with its AWS clients. */
import type { DeliverCodePorts } from '../domain/deliveries/deliver-code.ts';
import { readCountry } from '../domain/destinations/phone-number.ts';
import { createSecretsManagerClient, secretsManagerKeys } from './secrets-manager/keys.ts';
import { createSfnClient, startIssueBy } from './step-functions/start-issue.ts';
import { systemRandomness } from './system-randomness.ts';

interface Places {
  readonly stateMachineArn: string;
  /** As configured; or empty. */
  readonly defaultCountry: string;
  readonly secrets: { readonly subject: string; readonly token: string };
}

/** `traced` adds a client's calls to the trace. */
export function codeDeliveries(
  { stateMachineArn, defaultCountry, secrets }: Places,
  traced: <Client>(client: Client) => Client,
): Omit<DeliverCodePorts, 'onFault'> {
  const secretsManager = traced(createSecretsManagerClient());
  return {
    startIssue: startIssueBy(traced(createSfnClient()), stateMachineArn),
    subjectKeys: secretsManagerKeys(secretsManager, secrets.subject, Date.now),
    tokenKeys: secretsManagerKeys(secretsManager, secrets.token, Date.now),
    defaultCountry: readCountry(defaultCountry),
    random: systemRandomness,
  };
}
