/** The executions of a person's token and their paths through the state machine, newest first. */
import type { ExecutionPath, ExecutionsAnswer } from '../../contract/routes/executions.ts';
import type { Clock } from '../clock.ts';
import type { Decision } from '../decision.ts';
import { accept, refuse } from '../decision.ts';
import type { Reach } from '../token/client-groups.ts';
import { isDelivery } from '../token/delivery-slot.ts';
import { executionsOf } from '../token/token-executions.ts';
import { isLive } from '../token/token-state.ts';
import type { PersonPurpose, TokenRecord, TokenStore } from '../token/token-store.ts';
import type { ExecutionLog } from './execution-log.ts';
import { executionPath } from './execution-path.ts';
import { newestFirst } from './list-cursor.ts';

/**
 * How far an execution's events may lie before or after a known time in it. API Gateway waits 29 s for an
 * execution. A narrow range keeps the search fast, because CloudWatch Logs scans everything in it.
 */
const REACH_MS = 30_000;

/** After this, no further page is requested: the function has 10 s, and a page takes at most 5 s. */
const PATIENCE_MS = 4_000;

export interface ReadExecutionsPorts {
  readonly tokens: Pick<TokenStore, 'get' | 'allOf'>;
  readonly log: ExecutionLog;
  readonly now: Clock;
}

/**
 * The executions of the newest token within reach. They are read one after another, because CloudWatch Logs
 * allows few concurrent searches.
 * @throws StoreUnavailable, ExecutionsUnavailable
 */
export async function readExecutions(
  whose: PersonPurpose,
  reach: Reach,
  { tokens, log, now }: ReadExecutionsPorts,
): Promise<Decision<ExecutionsAnswer>> {
  const token = await findToken(whose, reach, tokens);
  if (token === undefined || !isLive(token, now())) {
    return refuse('not_found', 'This person has no live token for the purpose.');
  }
  const giveUpAtMs = now() + PATIENCE_MS;
  const executions: ExecutionPath[] = [];
  for (const execution of executionsOf(token)) {
    const { executionArn, atMs } = execution;
    const query = { executionArn, fromMs: atMs - REACH_MS, untilMs: atMs + REACH_MS, giveUpAtMs };
    executions.push(executionPath(execution, await log.read(query)));
  }
  const { user_id, purpose, token_id } = token;
  return accept({ user_id, purpose, token_id, executions });
}

async function findToken(
  { user_id, purpose }: PersonPurpose,
  reach: Reach,
  tokens: ReadExecutionsPorts['tokens'],
): Promise<TokenRecord | undefined> {
  if (reach === 'nothing') {
    return undefined;
  }
  const { client_group } = reach;
  if (client_group !== undefined) {
    return tokens.get({ user_id, purpose, client_group });
  }
  const all = await tokens.allOf(user_id);
  return all.filter((token) => token.purpose === purpose && !isDelivery(token)).sort(newestFirst)[0];
}
