/** What an error of an execution means, and what an operator does about it. */
import type { FaultName } from '../../../../handlers/contract/faults.ts';
import { FAILED_ENDS, FAULT_EXPLANATIONS, FAULTS } from '../../../../handlers/contract/faults.ts';
import { PROBLEM_ADVICE } from '../../../../handlers/contract/problem-advice.ts';
import type { ProblemCode } from '../../../../handlers/contract/problems.ts';
import { detailText } from './detail-strings.ts';
import { OPERATOR_REMEDIES } from './operator-remedies.ts';

export interface FaultWords {
  readonly meaning: string;
  readonly remedy?: string;
  /** The problem that the caller was answered with if the error ended the request. */
  readonly code?: ProblemCode;
  /** The section of the runbook, as the repository has it. */
  readonly runbook?: string;
}

/** @param error its name in the execution's events */
export function faultWords(error: string): FaultWords {
  if (isKey(FAILED_ENDS, error)) {
    const { cause, code } = FAILED_ENDS[error];
    return { meaning: cause, ...remedyOf(error, code) };
  }
  if (isKey(FAULTS, error)) {
    const name: FaultName = error;
    const { meaning, codeOfDelivery } = FAULT_EXPLANATIONS[name];
    const code = codeOfDelivery ?? FAULTS[name].code;
    return { meaning: `${meaning}.`, ...remedyOf(error, code) };
  }
  const [, meaning] = detailText.errorsOfAws.find(([pattern]) => pattern.test(error)) ?? [];
  return { meaning: meaning ?? detailText.unknownError };
}

function remedyOf(error: string, code: ProblemCode): Omit<FaultWords, 'meaning'> {
  const { runbook } = PROBLEM_ADVICE[code];
  return {
    ...(isKey(OPERATOR_REMEDIES, error) ? { remedy: OPERATOR_REMEDIES[error] } : {}),
    code,
    ...(runbook === undefined ? {} : { runbook: `docs/runbook.md#${runbook}` }),
  };
}

const isKey = <T extends object>(table: T, key: string): key is keyof T & string => Object.hasOwn(table, key);
