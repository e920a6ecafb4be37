/**
 * PUT /opt-outs: opts a number or an address out of messages, or back in. The destination is in the body
 * because URLs are logged.
 */
import { cloudWatchAuditWriter, createAuditClient } from '../adapters/cloudwatch/audit-log.ts';
import { createDynamoDbClient } from '../adapters/dynamodb/client.ts';
import { dynamoDbOptOutList } from '../adapters/dynamodb/opt-out-list.ts';
import { createSecretsManagerClient, secretsManagerKeys } from '../adapters/secrets-manager/keys.ts';
import { PUT_OPT_OUT } from '../contract/functions/contacts.ts';
import { OPT_OUT_ROUTES } from '../contract/routes/opt-outs.ts';
import { accept } from '../domain/decision.ts';
import { putOptOut } from '../domain/destinations/opt-outs.ts';
import { readCountry } from '../domain/destinations/phone-number.ts';
import { recordIn } from '../runtime/audit.ts';
import { endpoint } from '../runtime/endpoint.ts';
import { readFunction } from '../runtime/environment.ts';
import { noContent } from '../runtime/http-answer.ts';
import { traced } from '../runtime/observability.ts';

const { settings, tables, secrets, logs } = readFunction(PUT_OPT_OUT);
const ports = {
  subjectKeys: secretsManagerKeys(traced(createSecretsManagerClient()), secrets.subject, Date.now),
  optOuts: dynamoDbOptOutList(traced(createDynamoDbClient()), tables.limits),
  defaultCountry: readCountry(settings.defaultCountry),
};
const record = recordIn(cloudWatchAuditWriter(traced(createAuditClient()), logs.audit));

export const handler = endpoint(OPT_OUT_ROUTES.putOptOut, async ({ body, request }, notes) => {
  const action = body.opted_out ? 'opt_out' : 'opt_in';
  const put = await putOptOut(body, ports, (subject) =>
    record(request, { action, subject, reason: body.reason }),
  );
  if (!put.ok) {
    return put;
  }
  notes.add({ outcome: body.opted_out ? 'opted out' : 'opted in' });
  return accept(noContent());
});
