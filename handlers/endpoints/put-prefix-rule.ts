/** PUT /prefixes/{prefix}: blocks or safe-lists the numbers with a prefix, or takes that back. */
import { cloudWatchAuditWriter, createAuditClient } from '../adapters/cloudwatch/audit-log.ts';
import { createDynamoDbClient } from '../adapters/dynamodb/client.ts';
import { dynamoDbOverrideStore } from '../adapters/dynamodb/override-store.ts';
import { dynamoDbPrefixTraffic } from '../adapters/dynamodb/prefix-traffic.ts';
import { createSecretsManagerClient, secretsManagerKeys } from '../adapters/secrets-manager/keys.ts';
import { systemRandomness } from '../adapters/system-randomness.ts';
import type { AuditAction } from '../contract/audit.ts';
import { PUT_PREFIX_RULE } from '../contract/functions/operation.ts';
import type { PutPrefixRuleBody } from '../contract/routes/overrides.ts';
import { OVERRIDE_ROUTES } from '../contract/routes/overrides.ts';
import { accept } from '../domain/decision.ts';
import { putPrefixRule } from '../domain/operating/put-prefix-rule.ts';
import { nameOf, recordIn } from '../runtime/audit.ts';
import { endpoint } from '../runtime/endpoint.ts';
import { readFunction } from '../runtime/environment.ts';
import { noContent } from '../runtime/http-answer.ts';
import { traced } from '../runtime/observability.ts';

const ACTIONS: Readonly<Record<PutPrefixRuleBody['rule'], AuditAction>> = {
  blocked: 'block_prefix',
  safe_listed: 'safe_list_prefix',
  none: 'clear_prefix',
};

const { settings, tables, secrets, logs } = readFunction(PUT_PREFIX_RULE);
const dynamoDb = traced(createDynamoDbClient());
const subjectKeys = secretsManagerKeys(traced(createSecretsManagerClient()), secrets.subject, Date.now);
const ports = {
  overrides: dynamoDbOverrideStore(dynamoDb, tables.limits, subjectKeys, systemRandomness),
  traffic: settings.pumpingGuard ? dynamoDbPrefixTraffic(dynamoDb, tables.limits) : undefined,
  subjectKeys,
};
const record = recordIn(cloudWatchAuditWriter(traced(createAuditClient()), logs.audit));

export const handler = endpoint(OVERRIDE_ROUTES.putPrefixRule, async ({ params, body, request }, notes) => {
  const { rule, reason } = body;
  const nowSeconds = Math.floor(Date.now() / 1000);
  const asked = { ...params, ...body, by: nameOf(request.actor) };
  const put = await putPrefixRule(asked, ports, nowSeconds, (until) =>
    record(request, {
      ...{ action: ACTIONS[rule], subject: params.prefix, reason },
      ...(until === undefined ? {} : { detail: `until ${new Date(until * 1000).toISOString()}` }),
    }),
  );
  if (!put.ok) {
    return put;
  }
  notes.add({ outcome: rule });
  return accept(noContent());
});
