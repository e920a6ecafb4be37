/** PUT /budget: raises the SMS budget for a time, or takes that back. */
import { cloudWatchAuditWriter, createAuditClient } from '../adapters/cloudwatch/audit-log.ts';
import { createDynamoDbClient } from '../adapters/dynamodb/client.ts';
import { dynamoDbOverrideStore } from '../adapters/dynamodb/override-store.ts';
import { createSecretsManagerClient, secretsManagerKeys } from '../adapters/secrets-manager/keys.ts';
import { systemRandomness } from '../adapters/system-randomness.ts';
import { RAISE_BUDGET } from '../contract/functions/operation.ts';
import { OVERRIDE_ROUTES } from '../contract/routes/overrides.ts';
import { accept } from '../domain/decision.ts';
import { raiseBudget } from '../domain/operating/raise-budget.ts';
import { raisableTo, smsBudgetLimits, toMicroUsd, toUsd } from '../domain/spending/sms-budget.ts';
import { nameOf, recordIn } from '../runtime/audit.ts';
import { endpoint } from '../runtime/endpoint.ts';
import { readFunction } from '../runtime/environment.ts';
import { noContent } from '../runtime/http-answer.ts';
import { traced } from '../runtime/observability.ts';

const { settings, tables, secrets, logs } = readFunction(RAISE_BUDGET);
const ports = {
  overrides: dynamoDbOverrideStore(
    traced(createDynamoDbClient()),
    tables.limits,
    secretsManagerKeys(traced(createSecretsManagerClient()), secrets.subject, Date.now),
    systemRandomness,
  ),
  smsBudgetLimits: smsBudgetLimits(settings.budget),
  raisableTo: raisableTo(settings.budget),
};
const record = recordIn(cloudWatchAuditWriter(traced(createAuditClient()), logs.audit));

export const handler = endpoint(OVERRIDE_ROUTES.raiseBudget, async ({ body, request }, notes) => {
  const { window, reason } = body;
  // As it is stored: less than a millionth ends a raise, and is recorded so.
  const raised_by_usd = toUsd(toMicroUsd(body.raised_by_usd));
  const asked = { ...body, raised_by_usd, by: nameOf(request.actor) };
  const raised = await raiseBudget(asked, ports, Math.floor(Date.now() / 1000), (until) =>
    record(request, {
      ...{ subject: window, reason },
      ...(raised_by_usd === 0
        ? { action: 'end_raise' }
        : {
            action: 'raise_budget',
            detail: `by ${raised_by_usd} USD until ${new Date(until * 1000).toISOString()}`,
          }),
    }),
  );
  if (!raised.ok) {
    return raised;
  }
  notes.add({ outcome: raised_by_usd === 0 ? 'ended' : 'raised' });
  return accept(noContent());
});
