import { describe, expect, it } from '@jest/globals';
import { numberPrefix } from '../../../../handlers/domain/destinations/number-prefix.ts';

describe('the prefix of a number', () => {
  it.each([
    ['+4915123456789', 3, '+49151'],
    ['+12025550123', 3, '+1202'],
    ['+919876543210', 2, '+9198'],
    ['+992921234567', 1, '+9929'],
    ['+2905123', 3, '+290'],
  ])('of %s with %d national digits is %s', (number, digits, prefix) => {
    expect(numberPrefix(number, digits)).toBe(prefix);
  });
});
