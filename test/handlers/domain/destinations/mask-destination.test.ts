import { describe, expect, it } from '@jest/globals';
import { maskEmail, maskPhoneNumber } from '../../../../handlers/domain/destinations/mask-destination.ts';
import { fc } from '../../../support/properties.ts';

describe('a masked phone number', () => {
  it.each([
    ['+919876543210', '+91••••••3210'],
    ['+12025550123', '+1••••••0123'],
    ['+447911123456', '+44••••••3456'],
    ['+358401234567', '+358•••••4567'],
    ['+37251234', '+372•••34'],
    ['+29012345', '+290•••45'],
    ['+1234', '+1•••'],
  ])('of %s is %s', (number, masked) => {
    expect(maskPhoneNumber(number)).toBe(masked);
  });

  it('keeps the length and never shows more than the country code and the last four digits', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^\+[1-9]\d{6,14}$/), (number) => {
        const masked = maskPhoneNumber(number);
        expect(masked).toHaveLength(number.length);
        expect(masked).toMatch(/^\+\d{1,3}•{2,}\d{0,4}$/);
      }),
    );
  });
});

describe('a masked email', () => {
  it.each([
    ['premjeet@example.com', 'p•••@example.com'],
    ['p@example.com', 'p•••@example.com'],
    ['"a@b"@example.com', '"•••@example.com'],
  ])('of %s is %s', (email, masked) => {
    expect(maskEmail(email)).toBe(masked);
  });

  it('shows one character of the name, whatever its length', () => {
    fc.assert(
      fc.property(fc.emailAddress(), (email) => {
        expect(maskEmail(email)).toMatch(/^.•••@[^@]+$/);
      }),
    );
  });
});
