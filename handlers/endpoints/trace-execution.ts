/** GET /executions/{execution_id}: one execution, by its ARN or the id of its request. */
import { cloudWatchExecutionLog, createLogsClient } from '../adapters/cloudwatch/execution-log.ts';
import { cloudWatchExecutionSearch } from '../adapters/cloudwatch/execution-search.ts';
import { TRACE_EXECUTION } from '../contract/functions/tokens.ts';
import { EXECUTION_ROUTES } from '../contract/routes/executions.ts';
import { accept } from '../domain/decision.ts';
import { traceExecution } from '../domain/reporting/trace-execution.ts';
import { readClients, refuseToOthers } from '../domain/token/client-groups.ts';
import { endpoint } from '../runtime/endpoint.ts';
import { readFunction } from '../runtime/environment.ts';
import { json } from '../runtime/http-answer.ts';
import { traced } from '../runtime/observability.ts';

const { settings, deployed, logs } = readFunction(TRACE_EXECUTION);
const clients = readClients(settings.clientGroups, deployed.stackClients);
const client = traced(createLogsClient());
const ports = {
  log: {
    ...cloudWatchExecutionSearch(client, logs.execution, deployed.stateMachineArn, Date.now),
    ...cloudWatchExecutionLog(client, logs.execution, Date.now),
  },
  now: Date.now,
};

export const handler = endpoint(
  EXECUTION_ROUTES.traceExecution,
  async ({ params, query, request }, notes) => {
    const answer = clients.isOperator(request.clientId)
      ? await traceExecution(params.execution_id, query, ports)
      : refuseToOthers();
    if (!answer.ok) {
      return answer;
    }
    notes.add({ count: 1, outcome: 'read' });
    return accept(json(answer.value));
  },
);
