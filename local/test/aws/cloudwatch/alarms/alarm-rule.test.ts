import { describe, expect, it } from '@jest/globals';
import { readRule } from '../../../../aws/cloudwatch/alarms/alarm-rule.ts';
import type { AlarmState } from '../../../../aws/cloudwatch/alarms/alarm-state.ts';

const STATES: Record<string, AlarmState> = {
  red: 'ALARM',
  green: 'OK',
  grey: 'INSUFFICIENT_DATA',
  'with space': 'ALARM',
};
const isTrue = (rule: string) => readRule(rule).isTrue((alarm) => STATES[alarm] ?? 'OK');

describe('the rule of a composite alarm', () => {
  it.each([
    ['ALARM(red)', true],
    ['ALARM("with space") AND OK(green)', true],
    ['ALARM(green) OR INSUFFICIENT_DATA(grey)', true],
    ['ALARM(red) AND NOT OK(green)', false],
    ['(ALARM("red") OR ALARM("green")) AND ALARM(green)', false],
    ['ALARM("red") OR ALARM("green") AND ALARM(green)', true],
    ['NOT (FALSE OR TRUE)', false],
  ])('%s is %s', (rule, expected) => {
    expect(isTrue(rule)).toBe(expected);
  });

  it('names the alarms that it watches', () => {
    expect(readRule('ALARM("one") OR NOT OK(two)').alarms).toEqual(['one', 'two']);
  });

  it.each(['', 'ALARM()', 'ALARM(a) ALARM(b)', 'ALARM(a) XOR ALARM(b)', '(ALARM(a)', 'NOT'])(
    'is refused as %j',
    (rule) => {
      expect(() => readRule(rule)).toThrow('the alarm rule is not valid');
    },
  );
});
