import { expect, it } from '@jest/globals';
import { withPlus } from '../src/forms/with-plus.ts';

it.each([
  ['0049 151 234', '+49 151 234'],
  ['00 1 425 555', '+1 425 555'],
  ['0 0 91', '+91'],
  ['+49 151', '+49 151'],
  ['0151 234', '0151 234'],
  ['000', '000'],
])('a number that is dialled as %s is %s', (typed, number) => {
  expect(withPlus(typed)).toBe(number);
});
