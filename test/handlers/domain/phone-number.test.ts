import { describe, expect, it } from '@jest/globals';
import { parsePhoneNumber, readCountry } from '../../../handlers/domain/phone-number.ts';

describe('a phone number', () => {
  it.each([
    ['+919876543210', '', '+919876543210'],
    ['+91 98765-43210', '', '+919876543210'],
    ['098765 43210', 'IN', '+919876543210'],
    ['+1 (202) 555-0123', 'IN', '+12025550123'],
    ['+1 555 555 0123', '', '+15555550123'],
  ] as const)('written %j with country %j is %s', (typed, country, number) => {
    expect(parsePhoneNumber(typed, country)).toEqual({ ok: true, value: number });
  });

  it.each([
    ['09876543210', '', 'must be a phone number, with + and the country code'],
    ['+9112', '', 'must be a phone number, with + and the country code'],
    ['+999123456789', '', 'must be a phone number, with + and the country code'],
    ['call +919876543210', '', 'must be a phone number, with + and the country code'],
    ['+12025550123 ext. 7', '', 'must be a phone number, with + and the country code'],
    ['12', 'IN', 'must be a phone number, with + or as in IN'],
  ] as const)('written %j with country %j is refused', (typed, country, rule) => {
    expect(parsePhoneNumber(typed, country)).toMatchObject({
      refusal: { code: 'invalid_request', errors: [{ field: 'phone_number', rule }] },
    });
  });

  it('may be absent', () => {
    expect(parsePhoneNumber(undefined, '')).toEqual({ ok: true, value: undefined });
  });
});

describe('a default country', () => {
  it('may be empty, and must have a numbering plan otherwise', () => {
    expect(readCountry('')).toBe('');
    expect(readCountry('IN')).toBe('IN');
    expect(() => readCountry('XX')).toThrow(RangeError);
  });
});
