/** The account of a run: every finding, and how it is printed. */
import type { Evidence } from '../evidence.ts';
import { accountForExecutions } from './executions.ts';
import type { Finding } from './finding.ts';
import { accountForGuesses, accountForSends, accountForSpend } from './limits.ts';
import { accountForMessages } from './messages.ts';
import { accountForMetrics } from './metrics.ts';
import { accountForLogs } from './secrecy.ts';
import {
  accountForRepeats,
  accountForRevealed,
  accountForTokens,
  accountForVerifications,
} from './tokens.ts';

const MOST_LISTED = 20;

/** `microUsdPerText` is the price of every text where there is a budget. */
export const settleAccount = (evidence: Evidence, microUsdPerText?: number): readonly Finding[] => [
  accountForMessages(evidence),
  accountForTokens(evidence),
  accountForVerifications(evidence),
  accountForRepeats(evidence),
  accountForRevealed(evidence),
  accountForSends(evidence),
  accountForGuesses(evidence),
  ...(microUsdPerText === undefined ? [] : [accountForSpend(evidence, microUsdPerText)]),
  accountForExecutions(evidence),
  accountForMetrics(evidence),
  accountForLogs(evidence),
];

export const lostIn = (findings: readonly Finding[]): readonly string[] =>
  findings.flatMap(({ lost }) => lost);

export function printAccount(findings: readonly Finding[]): string {
  const lines = findings.flatMap(({ what, counted, explained, lost }) => [
    `${String(counted).padStart(8)}  ${what}${lost.length === 0 ? '' : `: ${lost.length} LOST`}`,
    ...Object.entries(explained).map(([rule, times]) => `${String(times).padStart(8)}    ${rule}`),
    ...lost.slice(0, MOST_LISTED).map((each) => `    LOST    ${each}`),
  ]);
  return lines.join('\n');
}

/** Answers by route and status, the first line of every report. */
export function printAnswers({ calls }: Evidence): string {
  const counted = new Map<string, number>();
  for (const { route, status, answer, replayed } of calls) {
    const name = `${route} ${status === 0 ? 'no answer' : status}${replayed ? ' repeated' : ''}${
      typeof answer.code === 'string' && status >= 400 ? ` ${answer.code}` : ''
    }`;
    counted.set(name, (counted.get(name) ?? 0) + 1);
  }
  return [...counted]
    .toSorted(([one], [other]) => one.localeCompare(other))
    .map(([name, times]) => `${String(times).padStart(8)}  ${name}`)
    .join('\n');
}
