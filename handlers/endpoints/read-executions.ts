/** GET /tokens/{user_id}/executions: how the person's token was issued, sent and sent again. */
import { cloudWatchExecutionLog, createLogsClient } from '../adapters/cloudwatch/execution-log.ts';
import { createDynamoDbClient } from '../adapters/dynamodb/client.ts';
import { dynamoDbTokenStore } from '../adapters/dynamodb/token-store.ts';
import { createSecretsManagerClient, secretsManagerKeys } from '../adapters/secrets-manager/keys.ts';
import { READ_EXECUTIONS } from '../contract/functions/tokens.ts';
import { EXECUTION_ROUTES } from '../contract/routes/executions.ts';
import { accept } from '../domain/decision.ts';
import { readExecutions } from '../domain/reporting/read-executions.ts';
import { reachOf, readClients } from '../domain/token/client-groups.ts';
import { endpoint } from '../runtime/endpoint.ts';
import { readFunction } from '../runtime/environment.ts';
import { json } from '../runtime/http-answer.ts';
import { traced } from '../runtime/observability.ts';
import { personReferences } from '../runtime/person-references.ts';

const { settings, deployed, tables, secrets, logs } = readFunction(READ_EXECUTIONS);
const clients = readClients(settings.clientGroups, deployed.stackClients);
const ports = {
  tokens: dynamoDbTokenStore(traced(createDynamoDbClient()), tables.tokens),
  log: cloudWatchExecutionLog(traced(createLogsClient()), logs.execution, Date.now),
  now: Date.now,
};
const people = personReferences(
  secretsManagerKeys(traced(createSecretsManagerClient()), secrets.reference, Date.now),
);

export const handler = endpoint(
  EXECUTION_ROUTES.readExecutions,
  async ({ params, query, request }, notes) => {
    const { client_group, purpose } = query;
    const whose = { ...params, purpose };
    notes.add({ purpose });
    notes.person(people.refer(whose.user_id));
    const answer = await readExecutions(whose, reachOf(request.clientId, client_group, clients), ports);
    if (!answer.ok) {
      return answer;
    }
    notes.add({ count: answer.value.executions.length, outcome: 'read' });
    return accept(json(answer.value));
  },
);
