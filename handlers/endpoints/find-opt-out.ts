/** POST /opt-outs/find: whether a number or an address is opted out, since when and how. Changes nothing. */
import { createDynamoDbClient } from '../adapters/dynamodb/client.ts';
import { dynamoDbOptOutList } from '../adapters/dynamodb/opt-out-list.ts';
import { createSecretsManagerClient, secretsManagerKeys } from '../adapters/secrets-manager/keys.ts';
import { createSnsClient } from '../adapters/sns/client.ts';
import { snsStopList } from '../adapters/sns/stop-list.ts';
import { FIND_OPT_OUT } from '../contract/functions/contacts.ts';
import { OPT_OUT_ROUTES } from '../contract/routes/opt-outs.ts';
import { accept } from '../domain/decision.ts';
import { findOptOut } from '../domain/destinations/find-opt-out.ts';
import { readCountry } from '../domain/destinations/phone-number.ts';
import { endpoint } from '../runtime/endpoint.ts';
import { readFunction } from '../runtime/environment.ts';
import { json } from '../runtime/http-answer.ts';
import { traced } from '../runtime/observability.ts';

const { settings, tables, secrets } = readFunction(FIND_OPT_OUT);
const ports = {
  subjectKeys: secretsManagerKeys(traced(createSecretsManagerClient()), secrets.subject, Date.now),
  optOuts: dynamoDbOptOutList(traced(createDynamoDbClient()), tables.limits),
  stopList: snsStopList(traced(createSnsClient())),
  defaultCountry: readCountry(settings.defaultCountry),
};

export const handler = endpoint(OPT_OUT_ROUTES.findOptOut, async ({ body }, notes) => {
  const found = await findOptOut(body, ports);
  if (!found.ok) {
    return found;
  }
  notes.add({ outcome: found.value.opted_out ? 'opted out' : 'not opted out' });
  return accept(json(found.value));
});
