/** The errors with which a check ends when it does not pass, and the assertions that the checks share. */
import type { ProblemCode } from '../../handlers/contract/problems.ts';
import { PROBLEMS } from '../../handlers/contract/problems.ts';
import type { Answer } from './http-client.ts';

/**
 * The deployment does not do what it should. The message contains nothing from a body except problem codes
 * and ids.
 */
export class CheckFailed extends Error {
  override readonly name = 'CheckFailed';
}

/** The check cannot run here; the message says why. */
export class CheckSkipped extends Error {
  override readonly name = 'CheckSkipped';
}

/** @throws {CheckFailed} */
export function ensure(isSo: boolean, otherwise: string): asserts isSo {
  if (!isSo) {
    throw new CheckFailed(otherwise);
  }
}

/** @throws {CheckFailed} naming the actual response, and the id that finds the request in the logs */
export function ensureStatus(answer: Answer, status: number): void {
  ensure(answer.status === status, `${answer.request} should be ${status} but is ${described(answer)}`);
}

/** @throws {CheckFailed} */
export function ensureProblem(answer: Answer, code: ProblemCode): void {
  const { status } = PROBLEMS[code];
  const isIt = answer.status === status && answer.member('code') === code;
  ensure(isIt, `${answer.request} should be ${status} ${code} but is ${described(answer)}`);
}

/**
 * @throws {CheckFailed} when a member is missing or has another value; the message does not contain that
 * value
 */
export function ensureMembers(answer: Answer, expected: Readonly<Record<string, unknown>>): void {
  for (const [name, value] of Object.entries(expected)) {
    ensure(answer.member(name) === value, `${answer.request}: ${name} should be ${JSON.stringify(value)}`);
  }
}

/** What a report names of a response: status, problem code, request id, and age if it came from a cache. */
export function described(answer: Answer): string {
  const code = answer.member('code');
  const requestId = answer.member('request_id') ?? answer.headers.get('x-amz-apigw-id');
  const age = answer.headers.get('age');
  return [
    String(answer.status),
    typeof code === 'string' ? ` ${code}` : '',
    age === null ? '' : `, from a cache, ${age} s old`,
    typeof requestId === 'string' ? ` (request ${requestId})` : '',
  ].join('');
}
