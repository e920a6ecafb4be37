/** What an error of an execution means, and what to do about it, from the tables of the contract. */
import type { FaultName } from '../../../../handlers/contract/faults.ts';
import { FAILED_ENDS, FAULT_EXPLANATIONS, FAULTS } from '../../../../handlers/contract/faults.ts';
import { PROBLEM_ADVICE } from '../../../../handlers/contract/problem-advice.ts';
import type { ProblemCode } from '../../../../handlers/contract/problems.ts';
import { detailText } from './detail-strings.ts';

export interface FaultWords {
  readonly meaning: string;
  readonly remedy?: string;
  /** The problem that the caller was answered with if the error ended the request. */
  readonly code?: ProblemCode;
}

/** @param error its name in the execution's events */
export function faultWords(error: string): FaultWords {
  if (isKey(FAILED_ENDS, error)) {
    const { cause, code } = FAILED_ENDS[error];
    return { meaning: cause, remedy: PROBLEM_ADVICE[code].remedy, code };
  }
  if (isKey(FAULTS, error)) {
    const name: FaultName = error;
    const { meaning, codeOfDelivery } = FAULT_EXPLANATIONS[name];
    const code = codeOfDelivery ?? FAULTS[name].code;
    return { meaning: `${meaning}.`, remedy: PROBLEM_ADVICE[code].remedy, code };
  }
  const [, meaning] = detailText.errorsOfAws.find(([pattern]) => pattern.test(error)) ?? [];
  return { meaning: meaning ?? detailText.unknownError };
}

const isKey = <T extends object>(table: T, key: string): key is keyof T & string => Object.hasOwn(table, key);
