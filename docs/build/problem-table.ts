/** The table in docs/problems.md. */

import { PROBLEM_ADVICE } from '../../handlers/contract/problem-advice.ts';
import type { ProblemCode } from '../../handlers/contract/problems.ts';
import { PROBLEMS } from '../../handlers/contract/problems.ts';

export function problemTable(): string {
  const rows = (Object.keys(PROBLEMS) as ProblemCode[]).map((code) => {
    const { meaning, remedy, runbook } = PROBLEM_ADVICE[code];
    const more = runbook === undefined ? '' : ` See the [runbook](runbook.md#${runbook}).`;
    return `| \`${code}\` | ${PROBLEMS[code].status} | ${meaning} | ${remedy}${more} |`;
  });
  return ['| code | status | what it means | what to do |', '|---|---|---|---|', ...rows].join('\n');
}
