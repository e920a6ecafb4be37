/** PUT /prefixes/{prefix}/pause: ends a pause of the pumping guard. */
import { cloudWatchAuditWriter, createAuditClient } from '../adapters/cloudwatch/audit-log.ts';
import { createDynamoDbClient } from '../adapters/dynamodb/client.ts';
import { dynamoDbPrefixTraffic } from '../adapters/dynamodb/prefix-traffic.ts';
import { createSecretsManagerClient, secretsManagerKeys } from '../adapters/secrets-manager/keys.ts';
import { RESUME_PREFIX } from '../contract/functions/operation.ts';
import { OVERRIDE_ROUTES } from '../contract/routes/overrides.ts';
import { accept } from '../domain/decision.ts';
import { resumePrefix } from '../domain/operating/resume-prefix.ts';
import { recordIn } from '../runtime/audit.ts';
import { endpoint } from '../runtime/endpoint.ts';
import { readFunction } from '../runtime/environment.ts';
import { noContent } from '../runtime/http-answer.ts';
import { traced } from '../runtime/observability.ts';

const { settings, tables, secrets, logs } = readFunction(RESUME_PREFIX);
const ports = {
  traffic: settings.pumpingGuard
    ? dynamoDbPrefixTraffic(traced(createDynamoDbClient()), tables.limits)
    : undefined,
  subjectKeys: secretsManagerKeys(traced(createSecretsManagerClient()), secrets.subject, Date.now),
};
const record = recordIn(cloudWatchAuditWriter(traced(createAuditClient()), logs.audit));

export const handler = endpoint(OVERRIDE_ROUTES.resumePrefix, async ({ params, body, request }, notes) => {
  const { kind, client_id, reason } = body;
  const which = [...(kind === undefined ? [] : [kind]), ...(client_id === undefined ? [] : [client_id])];
  await record(request, {
    ...{ action: 'resume_prefix', subject: params.prefix, reason },
    ...(which.length === 0 ? {} : { detail: which.join(' ') }),
  });
  const resumed = await resumePrefix(params.prefix, body, ports, Math.floor(Date.now() / 1000));
  notes.add({ outcome: resumed ? 'resumed' : 'not_paused' });
  return accept(noContent());
});
