/**
 * Refuses, by name, what the interpreter silently ignores or does differently from Step Functions, so that
 * every machine that works here works on AWS too, and vice versa.
 */
import type { Definition, State } from './asl.ts';
import { statesOf } from './asl.ts';

const UNKNOWN_FIELDS = ['Assign', 'Arguments', 'Output', 'ItemReader', 'ItemBatcher', 'ResultWriter'];
/** Members of the context object that the interpreter does not fill. */
const UNKNOWN_CONTEXT = /\$\$\.(State|Task)\b/;
/** The interpreter drops all backslashes from their results, which breaks JSON, or supports only Latin-1. */
const BROKEN_INTRINSICS = /States\.(JsonToString|Base64Encode|Base64Decode)\b/;
/** Always ends the execution here, although on AWS a Catch may name it. */
const UNCATCHABLE = /States\.DataLimitExceeded/;
/** The interpreter takes the brackets as part of a member's name. */
const BRACKET_RESULT_PATH = /"ResultPath":"[^"]*\[/;

/** A state machine that cannot be run here; the message names the machine, the state and the reason. */
export class UnsupportedStateMachineError extends Error {
  override readonly name = 'UnsupportedStateMachineError';

  constructor(machine: string, problem: string) {
    super(`The local runtime does not support state machine ${machine}: ${problem}.`);
  }
}

/** @throws {UnsupportedStateMachineError} naming the first construct that is not supported */
export function refuseUnsupported(machine: string, definition: Definition): void {
  const [problem] = [
    ...jsonataProblem('the machine', definition),
    ...statesOf(definition).flatMap(([name, state]) => stateProblems(`state "${name}"`, state)),
  ];
  if (problem !== undefined) {
    throw new UnsupportedStateMachineError(machine, problem);
  }
}

function stateProblems(where: string, state: State): string[] {
  // Nested states are checked separately.
  const { Branches, Iterator, ItemProcessor, ...own } = state;
  const text = JSON.stringify(own);
  return [
    ...jsonataProblem(where, own),
    ...UNKNOWN_FIELDS.filter((field) => field in own).map((field) => `${where} has ${field}`),
    ...matched(UNKNOWN_CONTEXT, text).map((path) => `${where} reads ${path} of the context object`),
    ...matched(BROKEN_INTRINSICS, text).map((intrinsic) => `${where} uses ${intrinsic}`),
    ...matched(UNCATCHABLE, text).map((error) => `${where} handles ${error}`),
    ...matched(BRACKET_RESULT_PATH, text).map(() => `${where} has brackets in a ResultPath`),
  ];
}

const jsonataProblem = (where: string, { QueryLanguage }: Record<string, unknown>): string[] =>
  QueryLanguage === undefined || QueryLanguage === 'JSONPath'
    ? []
    : [`${where} uses ${QueryLanguage}; only JSONPath can be run`];

const matched = (pattern: RegExp, text: string): string[] => pattern.exec(text)?.slice(0, 1) ?? [];
