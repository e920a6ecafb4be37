/**
 * Loads a VTL mapping template from infra/api/mapping/ and fills in its placeholders.
 *
 * `%NAME%` becomes the value given for NAME, `%problem:TEXT%` a response with one of the problems below, and
 * `%failures%` the responses to failed executions. The synth stops at a placeholder without a value, and at a
 * value without a placeholder.
 */
import { readFileSync } from 'node:fs';
import type { FailureAnswer } from '../../handlers/contract/faults.ts';
import { FAILED_ENDS, TIMED_OUT } from '../../handlers/contract/faults.ts';
import { fixedRetryAfterSeconds, PROBLEMS } from '../../handlers/contract/problems.ts';
import type { GatewayProblem } from './problem-templates.ts';
import { BODY_TOO_LARGE, problemTemplate } from './problem-templates.ts';

const PROBLEM_TEXTS: Readonly<Record<string, GatewayProblem>> = {
  body_too_large: { code: 'body_too_large', ...BODY_TOO_LARGE },
  service_unavailable: FAILED_ENDS.StepUnavailable,
};

/** The completed template, without its `##` comment lines. */
export function mappingTemplate(file: string, values: Readonly<Record<string, string>> = {}): string {
  const unused = new Set(Object.keys(values));
  const text = readFileSync(new URL(`mapping/${file}`, import.meta.url), 'utf8')
    .split('\n')
    .filter((line) => !line.startsWith('##'))
    .join('\n')
    .replaceAll('%failures%', () => failures())
    .replaceAll(/%problem:([a-z_]+)%/g, (placeholder, name: string) => {
      const text = PROBLEM_TEXTS[name];
      if (text === undefined) {
        throw new Error(`${file}: ${placeholder} has no value`);
      }
      return answer(text);
    })
    .replaceAll(/%([A-Z_]+)%/g, (placeholder, name: string) => {
      const value = values[name];
      if (value === undefined) {
        throw new Error(`${file}: ${placeholder} has no value`);
      }
      unused.delete(name);
      return value;
    });
  if (unused.size > 0) {
    throw new Error(`${file}: no placeholder for ${[...unused].join(', ')}`);
  }
  return text;
}

/** One branch for each way in which an execution can fail; `$error` holds the name of its error. */
function failures(): string {
  const { StepUnavailable, InternalError, ...others } = FAILED_ENDS;
  const failedWith = (name: string) => `$error == "${name}"`;
  const branches: readonly (readonly [string, FailureAnswer])[] = [
    ...Object.entries(others).map(([name, end]) => [failedWith(name), end] as const),
    [`$input.path('$.status') == "TIMED_OUT"`, TIMED_OUT],
    [failedWith('StepUnavailable'), StepUnavailable],
  ];
  return [
    ...branches.map(([condition, end], at) => `#${at === 0 ? 'if' : 'elseif'}(${condition})\n${answer(end)}`),
    `#else\n${answer(InternalError)}`,
    '#end',
  ].join('\n');
}

/** Overrides status and Retry-After, each of which a response may do once only, and prints the problem. */
function answer(problem: GatewayProblem): string {
  const wait = fixedRetryAfterSeconds(problem.code);
  return [
    `#set($context.responseOverride.status = ${PROBLEMS[problem.code].status})`,
    ...(wait === undefined ? [] : [`#set($context.responseOverride.header.Retry-After = "${wait}")`]),
    withoutDirectives(problemTemplate(problem)),
  ].join('\n');
}

/** VTL could read a `#` in printed text as the start of a directive. Every template sets `$hash` to `#`. */
// biome-ignore lint/suspicious/noTemplateCurlyInString: a VTL reference, not a template string
const withoutDirectives = (json: string): string => json.replaceAll('#', '${hash}');
