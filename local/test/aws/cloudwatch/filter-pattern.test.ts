import { describe, expect, it } from '@jest/globals';
import { readFilterPattern } from '../../../aws/cloudwatch/filter-pattern.ts';

const EVENT = JSON.stringify({
  type: 'ExecutionFailed',
  execution_arn: 'a:b',
  details: { error: 'Bad.One' },
});
const matches = (pattern: string, line = EVENT) => readFilterPattern(pattern)?.(line);

describe('a filter pattern', () => {
  it.each([
    ['', true],
    ['{ $.type = "ExecutionFailed" }', true],
    ['{ $.type = "Execution" }', false],
    ['{ $.type = "Execution*" }', true],
    ['{ $.type = "*Failed" }', true],
    ['{ $.type = "*" }', true],
    ['{ $.missing = "*" }', false],
    ['{ $.details.error = "Bad.One" }', true],
    // A point is no wildcard.
    ['{ $.details.error = "Bad?One" }', false],
    ['{ $.details.error = "BadXOne" }', false],
    ['{ ($.type = "x") || ($.execution_arn = "*:b") }', true],
    ['{ ($.type = "x") || ($.execution_arn = "*:b") && ($.type = "y") }', false],
    ['{ (($.type = "x") || ($.execution_arn = "*:b")) && ($.type = "Execution*") }', true],
  ])('%s', (pattern, expected) => {
    expect(matches(pattern)).toBe(expected);
  });

  it.each([
    'ERROR',
    '{ $.a = 1 }',
    '{ $.a = "1"',
    '{ ($.a = "1" }',
    '{ $.a = "1" } x',
    '{ $.a = "1" || }',
    '{}',
  ])('is not supported as %s', (pattern) => {
    expect(readFilterPattern(pattern)).toBeUndefined();
  });

  it('matches no line that is no JSON', () => {
    expect(matches('{ $.type = "*" }', 'START RequestId')).toBe(false);
    expect(matches('{ $.type = "*" }', '{"type":')).toBe(false);
  });
});
