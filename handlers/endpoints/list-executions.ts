/** GET /executions: executions of the state machine, such as those that failed. */
import { createLogsClient } from '../adapters/cloudwatch/execution-log.ts';
import { cloudWatchExecutionSearch } from '../adapters/cloudwatch/execution-search.ts';
import { LIST_EXECUTIONS } from '../contract/functions/tokens.ts';
import { EXECUTION_ROUTES } from '../contract/routes/executions.ts';
import { accept } from '../domain/decision.ts';
import { listExecutions } from '../domain/reporting/list-executions.ts';
import { readClients, refuseToOthers } from '../domain/token/client-groups.ts';
import { endpoint } from '../runtime/endpoint.ts';
import { readFunction } from '../runtime/environment.ts';
import { json } from '../runtime/http-answer.ts';
import { traced } from '../runtime/observability.ts';

const { settings, deployed, logs } = readFunction(LIST_EXECUTIONS);
const clients = readClients(settings.clientGroups, deployed.stackClients);
const client = traced(createLogsClient());
const ports = {
  log: cloudWatchExecutionSearch(client, logs.execution, deployed.stateMachineArn, Date.now),
  now: Date.now,
};

export const handler = endpoint(EXECUTION_ROUTES.listExecutions, async ({ query, request }, notes) => {
  const answer = clients.isOperator(request.clientId) ? await listExecutions(query, ports) : refuseToOthers();
  if (!answer.ok) {
    return answer;
  }
  notes.add({ count: answer.value.executions.length, outcome: 'read' });
  return accept(json(answer.value));
});
