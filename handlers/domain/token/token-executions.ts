/**
 * The executions of a token: the one that issued it, and those that sent it again. Failed resends are
 * included, because each is noted when it is admitted.
 *
 * Resends are kept in one short text of comma-separated entries, `<epoch seconds> <name>:<uuid>`: DynamoDB
 * bills an item's writes by the kilobyte, and a token is nearly one. The entries omit the state machine's
 * ARN, which is that of the first execution.
 */
import type { TokenRecord } from './token-store.ts';

/** The wait doubles with every send, so few tokens live to see more. The oldest entries are dropped. */
const MAX_RESENDS = 8;

/** `arn:aws:states:<region>:<account>:express:<machine>` */
const MACHINE_PARTS = 7;

export interface TokenExecution {
  readonly executionArn: string;
  /** A time during the execution, epoch milliseconds. */
  readonly atMs: number;
}

/** The text of `resent_by` after one more resend; `at` is ISO 8601 UTC. */
export function withResend(token: TokenRecord, executionArn: string, at: string): string {
  const machine = machineOf(token);
  const short = executionArn.startsWith(machine) ? executionArn.slice(machine.length) : executionArn;
  const entry = `${Math.floor(Date.parse(at) / 1000)} ${short}`;
  return [...entriesOf(token), entry].slice(-MAX_RESENDS).join(',');
}

/** A short unique id of an execution: the last part of its ARN. */
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

/** The execution of the last send: the one that issued the token, unless it was sent again. */
export function latestExecution(token: TokenRecord): string {
  const [latest] = executionsOf(token);
  return latest?.executionArn ?? token.execution_arn;
}

const entriesOf = ({ resent_by = '' }: TokenRecord): string[] =>
  resent_by === '' ? [] : resent_by.split(',');

const machineOf = ({ execution_arn }: TokenRecord): string =>
  `${execution_arn.split(':').slice(0, MACHINE_PARTS).join(':')}:`;
