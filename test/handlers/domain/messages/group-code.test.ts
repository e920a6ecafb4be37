import { describe, expect, it } from '@jest/globals';
import { groupCode } from '../../../../handlers/domain/messages/group-code.ts';
import { normaliseToken } from '../../../../handlers/domain/token/token-format.ts';

describe('a code in a message', () => {
  it.each([
    ['123456', '123456'],
    ['1234567890', '1234567890'],
    ['ABCD2345', 'ABCD-2345'],
    ['ABCDE2345', 'ABCDE-2345'],
    ['ABCD2345EFG', 'ABCD-2345-EFG'],
    ['HPK45SKQ1AX2E0M', 'HPK45-SKQ1A-X2E0M'],
    ['123456789012345', '12345-67890-12345'],
  ])('is read as it is typed: %s as %s', (code, grouped) => {
    expect(groupCode(code)).toBe(grouped);
    expect(normaliseToken(grouped)).toBe(code);
  });

  it('has groups of four and five, whatever its length', () => {
    for (let length = 11; length <= 32; length += 1) {
      expect(groupCode('A'.repeat(length))).toMatch(/^A{4,5}(-A{3,5})+$/);
    }
  });
});
