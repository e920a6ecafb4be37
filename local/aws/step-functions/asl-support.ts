/**
 * What the interpreter passes over in silence, or does otherwise than Step Functions: refused by name,
 * so that no machine seems to work here which does not on AWS, or the other way round.
 */
import type { Definition, State } from './asl.ts';
import { statesOf } from './asl.ts';

const UNKNOWN_FIELDS = ['Assign', 'Arguments', 'Output', 'ItemReader', 'ItemBatcher', 'ResultWriter'];
/** Of the context object: not filled. */
const UNKNOWN_CONTEXT = /\$\$\.(State|Task)\b/;
/** All backslashes of what they give are dropped, which breaks JSON; or only Latin-1 is known. */
const BROKEN_INTRINSICS = /States\.(JsonToString|Base64Encode|Base64Decode)\b/;
/** Always ends an execution here, although AWS lets a Catch name it. */
const UNCATCHABLE = /States\.DataLimitExceeded/;
/** Taken for a member's name. */
const BRACKET_RESULT_PATH = /"ResultPath":"[^"]*\[/;

/** A state machine cannot be run here; the message names machine, state and reason. */
export class UnsupportedStateMachineError extends Error {
  override readonly name = 'UnsupportedStateMachineError';

  constructor(machine: string, problem: string) {
    super(`The local runtime does not support state machine ${machine}: ${problem}.`);
  }
}

/** @throws {UnsupportedStateMachineError} at the first thing that would go wrong */
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
  // Nested states are looked at on their own.
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
