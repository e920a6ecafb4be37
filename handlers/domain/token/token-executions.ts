/**
 * Which executions a token took: the one that issued it, and those that sent it again, failed ones too,
 * because each is noted when it is admitted.
 *
 * The later ones are kept in one short text, `<epoch seconds> <name>:<uuid>` with commas between, since
 * DynamoDB bills an item's writes by the kilobyte and a token is nearly one. The machine is the first's.
 */
import type { TokenRecord } from './token-store.ts';

/** Waits double between sends, so few tokens live to see more; the oldest ones go first. */
const MAX_RESENDS = 8;

/** `arn:aws:states:<region>:<account>:express:<machine>` */
const MACHINE_PARTS = 7;

export interface TokenExecution {
  readonly executionArn: string;
  /** A moment during the execution, epoch milliseconds. */
  readonly atMs: number;
}

/** The text that `resent_by` becomes by one more resend; `at` is ISO 8601 UTC. */
export function withResend(token: TokenRecord, executionArn: string, at: string): string {
  const machine = machineOf(token);
  const short = executionArn.startsWith(machine) ? executionArn.slice(machine.length) : executionArn;
  const entry = `${Math.floor(Date.parse(at) / 1000)} ${short}`;
  return [...entriesOf(token), entry].slice(-MAX_RESENDS).join(',');
}

/** What tells an execution from all others, in few characters: the last part of its ARN. */
export const executionId = (executionArn: string): string =>
  executionArn.slice(executionArn.lastIndexOf(':') + 1);

/** Newest first. */
export function executionsOf(token: TokenRecord): TokenExecution[] {
  const machine = machineOf(token);
  const resends = entriesOf(token).map((entry) => {
    const [seconds = '', short = ''] = entry.split(' ');
    return {
      executionArn: short.startsWith('arn:') ? short : machine + short,
      atMs: Number(seconds) * 1000,
    };
  });
  const first = { executionArn: token.execution_arn, atMs: Date.parse(token.issued_at) };
  return [first, ...resends].reverse();
}

/** The execution that sent the token last: the one that issued it, unless it was sent again. */
export function latestExecution(token: TokenRecord): string {
  const [latest] = executionsOf(token);
  return latest?.executionArn ?? token.execution_arn;
}

const entriesOf = ({ resent_by = '' }: TokenRecord): string[] =>
  resent_by === '' ? [] : resent_by.split(',');

const machineOf = ({ execution_arn }: TokenRecord): string =>
  `${execution_arn.split(':').slice(0, MACHINE_PARTS).join(':')}:`;
