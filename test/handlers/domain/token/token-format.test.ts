import { describe, expect, it } from '@jest/globals';
import { systemRandomness } from '../../../../handlers/adapters/system-randomness.ts';
import type { Randomness } from '../../../../handlers/domain/randomness.ts';
import {
  checkTyped,
  chooseShape,
  generateToken,
  normaliseToken,
} from '../../../../handlers/domain/token/token-format.ts';
import { anyCharacter, fc } from '../../../support/properties.ts';

const scripted = (...numbers: number[]): Randomness => ({
  ...systemRandomness,
  integerBelow: () => numbers.shift() ?? 0,
});

describe('generating a token', () => {
  it('takes each character from the alphabet by one uniform draw', () => {
    expect(generateToken({ format: 'numeric', length: 6 }, scripted(0, 9, 4, 2, 7, 7))).toBe('094277');
    expect(
      generateToken({ format: 'alphanumeric', length: 8 }, scripted(0, 10, 18, 20, 22, 27, 28, 31)),
    ).toBe('0AJMPVWZ');
  });

  it('draws below the size of the alphabet, so that no remainder favours a character', () => {
    const bounds: number[] = [];
    const random = { ...systemRandomness, integerBelow: (bound: number) => bounds.push(bound) * 0 };
    generateToken({ format: 'numeric', length: 6 }, random);
    generateToken({ format: 'alphanumeric', length: 8 }, random);
    expect(bounds).toEqual([...Array(6).fill(10), ...Array(8).fill(32)]);
  });

  it('spreads characters evenly over every position, which a byte modulo ten would not', () => {
    const [draws, length] = [150_000, 6];
    const counts = Array.from({ length }, () => Array<number>(10).fill(0));
    const sums = Array<number>(10).fill(0);
    for (let draw = 0; draw < draws; draw += 1) {
      const token = generateToken({ format: 'numeric', length }, systemRandomness);
      for (let position = 0; position < length; position += 1) {
        const digit = token.charCodeAt(position) - 48;
        const row = counts[position] ?? [];
        row[digit] = (row[digit] ?? 0) + 1;
        sums[digit] = (sums[digit] ?? 0) + 1;
      }
    }
    const chiSquared = (seen: readonly number[], expected: number) =>
      seen.reduce((sum, count) => sum + (count - expected) ** 2 / expected, 0);
    // With 9 degrees of freedom, it exceeds 160 by chance once in 10^28 runs: a failure means a bias.
    for (const row of counts) {
      expect(chiSquared(row, draws / 10)).toBeLessThan(160);
    }
    expect(chiSquared(sums, (draws * length) / 10)).toBeLessThan(160);
  });

  it('has the requested length and is unchanged when read back', () => {
    fc.assert(
      fc.property(fc.integer({ min: 8, max: 32 }), (length) => {
        const token = generateToken({ format: 'alphanumeric', length }, systemRandomness);
        expect(token).toHaveLength(length);
        expect(normaliseToken(token)).toBe(token);
      }),
    );
  });
});

describe('reading what people type', () => {
  it.each([
    [' 123 456 ', '123456'],
    ['123-456', '123456'],
    ['123\u2013456\u00a0', '123456'],
    ['１２３４５６', '123456'],
    ['٠١٢٣٤٥', '012345'],
    ['۶۷۸۹۰۱', '678901'],
    ['०१२३४५', '012345'],
    ['৬৭৮৯০১', '678901'],
    ['𑁦𑁧𑁨𑁩𑁪𑁫', '012345'],
    ['𝟘𝟙𝟚𝟛𝟜𝟝', '012345'],
    ['\u200e123\u200f456', '123456'],
    ['\u202a123456\u202c', '123456'],
    ['\u2066123456\u2069', '123456'],
    ['123\u200b\u200c\u2060\u00ad456\ufe0f', '123456'],
    ['1\ufe0f\u20e32\ufe0f\u20e33456', '123456'],
    ['123\u2212456', '123456'],
    ['123\u30fc456', '123456'],
    ['123\uff70456', '123456'],
    ['12\u279634\u250056', '123456'],
    ['abo-iLz', 'AB011Z'],
    ['', ''],
    [' - ', ''],
    ['12 345é', '12 345é'],
  ])('reads %j as %j', (typed, meant) => {
    expect(normaliseToken(typed)).toBe(meant);
  });

  it('is the same however often it is done', () => {
    const anyText = fc.oneof(fc.string({ unit: 'grapheme' }), fc.string({ unit: anyCharacter }));
    fc.assert(
      fc.property(anyText, (typed) => {
        const once = normaliseToken(typed);
        expect(normaliseToken(once)).toBe(once);
      }),
      // Upper case splits it; marks that meet where a hyphen was; a mark whose upper case is a letter.
      { examples: [['\u1fd2'], ['a\u0301-\u0327'], ['1\u0345\u0301'], ['\u0149'], ['ß\u0323']] },
    );
  });
});

describe('every decimal digit of Unicode', () => {
  const digits = Array.from({ length: 0x110000 }, (_, code) => code)
    .filter((code) => code < 0xd800 || code > 0xdfff)
    .map((code) => String.fromCodePoint(code))
    .filter((character) => /\p{Nd}/u.test(character));

  it('is read as an ASCII digit', () => {
    expect(digits.length).toBeGreaterThan(600);
    expect(digits.filter((digit) => !/^[0-9]$/.test(normaliseToken(digit)))).toEqual([]);
  });

  it('counts up from 0 in tens', () => {
    expect(normaliseToken(digits.join(''))).toBe('0123456789'.repeat(digits.length / 10));
  });
});

describe('something typed', () => {
  it.each(['', '   ', '-', '\u200e', '...', '\u30fc', '¿?'])(
    '%j is not a code, and costs no attempt',
    (typed) => {
      expect(checkTyped(typed)).toMatchObject({
        refusal: {
          code: 'invalid_request',
          errors: [{ field: 'token', rule: 'must contain letters or digits' }],
        },
      });
    },
  );

  it.each(['1', ' 12', '٤', 'o'])('%j may be a code', (typed) => {
    expect(checkTyped(typed).ok).toBe(true);
  });
});

describe('choosing format and length', () => {
  const fallback = { format: 'numeric', length: 8 } as const;
  const shortest = { numeric: 6, alphanumeric: 8 };

  it.each([
    [{}, { format: 'numeric', length: 8 }],
    [{ length: 10 }, { format: 'numeric', length: 10 }],
    [{ format: 'alphanumeric' }, { format: 'alphanumeric', length: 15 }],
    [
      { format: 'alphanumeric', length: 32 },
      { format: 'alphanumeric', length: 32 },
    ],
  ] as const)('turns %j into %j', (asked, shape) => {
    expect(chooseShape(asked, fallback, shortest)).toEqual({ ok: true, value: shape });
  });

  it.each([
    [{ length: 5 }, 'must be from 6 to 10 for the format numeric'],
    [{ length: 11 }, 'must be from 6 to 10 for the format numeric'],
    [{ format: 'alphanumeric', length: 7 }, 'must be from 8 to 32 for the format alphanumeric'],
  ] as const)('refuses %j', (asked, rule) => {
    expect(chooseShape(asked, fallback, shortest)).toMatchObject({
      refusal: { errors: [{ field: 'length', rule }] },
    });
  });

  it('allows nothing shorter than the guess budget does, in any format', () => {
    expect(chooseShape({ length: 7 }, fallback, { numeric: 8, alphanumeric: 8 })).toMatchObject({
      refusal: { errors: [{ field: 'length', rule: 'must be from 8 to 10 for the format numeric' }] },
    });
    const alphanumeric = { format: 'alphanumeric', length: 15 } as const;
    expect(chooseShape({ format: 'numeric' }, alphanumeric, { numeric: 9 })).toMatchObject({
      value: { length: 9 },
    });
    expect(chooseShape({ format: 'numeric', length: 10 }, alphanumeric, { alphanumeric: 8 })).toMatchObject({
      refusal: { errors: [{ field: 'format' }] },
    });
  });
});
