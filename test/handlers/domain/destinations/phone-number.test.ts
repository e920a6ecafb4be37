import { describe, expect, it } from '@jest/globals';
import { isSameLine, lineOf, spellingsOf } from '../../../../handlers/contract/phone-lines.ts';
import { parsePhoneNumber, readCountry } from '../../../../handlers/domain/destinations/phone-number.ts';

const AMBIGUOUS = 'may or may not include its country code: write it with + and the country code';

describe('a phone number', () => {
  it.each([
    ['+919876543210', '', '+919876543210'],
    ['+91 98765-43210', '', '+919876543210'],
    ['098765 43210', 'IN', '+919876543210'],
    ['+1 (202) 555-0123', 'IN', '+12025550123'],
    ['+1 555 555 0123', '', '+15555550123'],
    ['\u202d+49 151 23456789\u202c', '', '+4915123456789'],
    ['\u202a+4915123456789\u202c', '', '+4915123456789'],
    ['+49\u200b151\u00ad23456789\ufeff', '', '+4915123456789'],
    ['+٩١ ٩٨٧٦٥ ٤٣٢١٠', '', '+919876543210'],
    ['+९१ ९८७६५ ४३२१०', '', '+919876543210'],
    ['＋９１９８７６５４３２１０', '', '+919876543210'],
    ['+1 202\u2212555\u30fc0123', '', '+12025550123'],
    ['+52 1 55 1234 5678', '', '+525512345678'],
    ['+521 (55) 1234-5678', '', '+525512345678'],
    ['0052 1 55 1234 5678', 'DE', '+525512345678'],
    ['+52 55 1234 5678', '', '+525512345678'],
    ['+54 11 15-5555-0001', '', '+5491155550001'],
    ['011 15 5555 0001', 'AR', '+5491155550001'],
    ['+52 15 1234 5678', '', '+521512345678'],
    ['+52 (1) 55 1234 5678', '', '+525512345678'],
    ['+52/1/55 1234 5678', '', '+525512345678'],
    ['5215512345678', 'MX', '+525512345678'],
    ['52 1 55 1234 5678', 'MX', '+525512345678'],
    ['1 55 1234 5678', 'MX', '+525512345678'],
    ['044 55 1234 5678', 'MX', '+525512345678'],
    ['01 55 1234 5678', 'MX', '+525512345678'],
    ['011 52 1 55 1234 5678', 'US', '+525512345678'],
    ['(+49) 151 23456701', '', '+4915123456701'],
    ['+(49) 151 23456701', '', '+4915123456701'],
    ['tel:+49-151-23456701', '', '+4915123456701'],
    ['15123456701', 'DE', '+4915123456701'],
    ['+62 628 12345678', '', '+6262812345678'],
    ['+49 4921 12345', 'DE', '+49492112345'],
    ['33 612 345678', 'DE', '+4933612345678'],
    ['+4915123456701', 'DE', '+4915123456701'],
    ['004915123456701', 'DE', '+4915123456701'],
    ['015123456701', 'DE', '+4915123456701'],
    ['9123456789', 'IN', '+919123456789'],
    ['3912345678', 'IT', '+393912345678'],
    ['55 99123-4567', 'BR', '+5555991234567'],
  ] as const)('written %j with country %j is %s', (typed, country, number) => {
    expect(parsePhoneNumber(typed, country)).toEqual({ ok: true, value: number });
  });

  it.each([
    ['09876543210', '', 'must be a phone number, with + and the country code'],
    ['+9112', '', 'must be a phone number, with + and the country code'],
    ['+999123456789', '', 'must be a phone number, with + and the country code'],
    ['call +919876543210', '', 'must be a phone number, with + and the country code'],
    ['+12025550123 ext. 7', '', 'must be a phone number, with + and the country code'],
    ['12', 'IN', 'must be a phone number, with + or in the national format of IN'],
    ['4915123456701', 'DE', AMBIGUOUS],
    ['04915123456701', 'DE', AMBIGUOUS],
    ['49 151 234 567 01', 'DE', AMBIGUOUS],
    ['491601234567', 'DE', AMBIGUOUS],
    ['043664123456', 'AT', AMBIGUOUS],
    ['061412345678', 'AU', AMBIGUOUS],
    ['4915123456701', 'AT', AMBIGUOUS],
    ['436641234567', 'DE', AMBIGUOUS],
    ['971501234567', 'IT', AMBIGUOUS],
    ['+49 49 151 23456701', '', 'has its country code twice: write it once'],
    ['+91 91 98765 43210', '', 'has its country code twice: write it once'],
    ['0049 49 151 23456701', 'DE', 'has its country code twice: write it once'],
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

describe('the line that a number reaches', () => {
  it.each([
    ['+5491155550001', '+541155550001'],
    ['+541155550001', '+541155550001'],
    ['+5215512345678', '+525512345678'],
    ['+525512345678', '+525512345678'],
    ['+551187654321', '+5511987654321'],
    ['+5511987654321', '+5511987654321'],
    ['+551133334444', '+551133334444'],
    ['+390347123456', '+390347123456'],
    ['+39347123456', '+39347123456'],
    ['+4915123456789', '+4915123456789'],
  ])('of %s is %s', (number, line) => {
    expect(lineOf(number)).toBe(line);
    expect(spellingsOf(number)).toEqual(expect.arrayContaining([number, line]));
    expect(new Set(spellingsOf(number).map(lineOf))).toEqual(new Set([line]));
  });

  it('is the same however it is written, and differs for another number', () => {
    expect(isSameLine('+5491155550001', '+541155550001')).toBe(true);
    expect(isSameLine('+5491155550001', '+541155550002')).toBe(false);
    expect(isSameLine('+390347123456', '+39347123456')).toBe(false);
  });
});
