/** What callers may show next to a code: real amounts and payees, nothing that passes for a code or link. */
import { describe, expect, it } from '@jest/globals';
import { smsText } from '../../../../handlers/domain/messages/messages.ts';
import { shownContext, shownContextErrors } from '../../../../handlers/domain/messages/shown-context.ts';
import { anyCharacter, fc, runs } from '../../../support/properties.ts';

const ruleFor = (value: string, format: 'numeric' | 'alphanumeric' = 'numeric'): string | undefined =>
  shownContextErrors({ payee: value }, ['payee'], format)[0]?.rule;

const textWith = (context: Record<string, string>, webOtpDomain = ''): string =>
  smsText(
    {
      ...{ code: '123456', brand: 'Acme', lifetimeSeconds: 300, locale: 'en', purpose: 'export' },
      context: shownContext(context, Object.keys(context), 'en'),
      fields: context,
    },
    { messages: {}, webOtpDomain, smsRetrieverHash: '' },
  );

describe('a shown context', () => {
  it('is quoted, and follows the sentence with the code', () => {
    expect(textWith({ amount: '5000.00 EUR', payee: 'ACME' })).toBe(
      '123456 is your Acme code. For amount: "5000.00 EUR", payee: "ACME". Valid for 5 minutes. Do not share it: we won\'t ask for it.',
    );
  });

  it('leaves the line for browsers at the end', () => {
    expect(textWith({ payee: 'ACME' }, 'acme.example').split('\n').at(-1)).toBe('@acme.example #123456');
  });

  it('has the chosen fields in the chosen order, and no others', () => {
    const context = { secret: 'S', payee: 'ACME', amount: '1.00 EUR' };
    expect(shownContext(context, ['amount', 'payee', 'toString'], 'en')).toBe(
      'amount: "1.00 EUR", payee: "ACME"',
    );
    expect(shownContext(undefined, ['amount'], 'en')).toBe('');
    expect(shownContextErrors({ ...context, secret: 'https://x\u202e' }, ['amount'], 'numeric')).toEqual([]);
  });

  it('is refused with the field and the rule, without the value', () => {
    const context = { amount: '1.00 EUR', payee: '111111', note: 'a\u202eb' };
    expect(shownContextErrors(context, ['amount', 'payee', 'note'], 'numeric')).toEqual([
      {
        field: 'context.payee',
        rule: 'must not look like a code or phone number: use fewer than 6 digits, or an amount with a currency or cents',
      },
      { field: 'context.note', rule: 'must not have control, format or invisible characters' },
    ]);
  });
});

describe('amounts', () => {
  it.each([
    ...['5000.00 EUR', '1234.56', '-12.00 EUR', '1,234.56', 'EUR 1,234,567.89', '€5.000,00', '12,50 zł'],
    ...['5 000,00 €', '5\u202f000,00\u00a0€', "CHF 1'234.50", '500000 JPY', '¥500000', '123456 EUR'],
    ...[
      '₹1,00,000.00',
      '1 500 000 IDR',
      'US$ 1234567',
      '5000 руб.',
      '٥٠٠٠٫٠٠ د.إ',
      '1000000 元',
      '1.5 kg',
      '50 %',
    ],
  ])('may be %s', (value) => {
    expect(ruleFor(value)).toBeUndefined();
  });

  it.each([
    'PIN 111111',
    '111111 TAN',
    'OTP123456',
    '123.456',
    '012345 EUR',
    '123456 EUR 1',
    '01.23.45.67.89',
    'O12345',
    '1OO2OO',
    'l2 34 5b I23 456',
    'i2345O ist Ihr Code',
    '1OO OOO',
    '12I LIO',
    '1-O-O-2-O-O',
    '1 O O – 2 O O',
    '1ОО2ОО',
    '1ΟΟ2ΟΟ',
    '2Ι34Ι5',
  ])('are not imitated by %s', (value) => {
    expect(ruleFor(value)).toMatch(/code or phone number|link/);
  });
});

describe('payees and references', () => {
  it.each([
    ...[
      'ACME GmbH & Co. KG',
      'O’Neil & Sons',
      "Mc'Donald",
      'S.p.A. Rossi',
      'Sp. z o.o.',
      'Żółć i Syn',
      'e.V.',
    ],
    ...[
      'Order 48213',
      'DE89 •••• 3000',
      '**** **** **** 1234',
      'IBAN …3000',
      'Studio 54',
      '5th Avenue 1010',
      'LOLLI 24',
      'Gate L1',
    ],
    ...['25.11.2026', '2026-11-25 18:30', 'Hotel 25.11.2026', '12/31/2026', 'BOEING747', '🍕 Pizza'],
    ...['株式会社トヨタ', 'カフェ・ド・パリ', '삼성전자', '現代자동차', '中国银行', 'ㄅㄆ中'],
    ...['Пятёрочка Москва', 'Ελλάδα ΑΕ', 'مخبز النور', 'מאפיית השחר', 'ร้านกาแฟ', 'दुकान', 'Nguyễn Văn A'],
  ])('may be %s', (value) => {
    expect(ruleFor(value)).toBeUndefined();
  });

  it.each([
    ['longer than 35 characters', /at most 35/, ['x'.repeat(36), '💶'.repeat(36)]],
    [
      'control, format or other invisible characters',
      /invisible/,
      [
        'a\nb',
        'a\u0085b',
        'a\u2028b',
        'ACME\u202e',
        'ACME\u2066',
        'a\u200bb',
        'a\u00adb',
        'a\u{e0041}b',
      ].concat(['1\ufe0f', '\u3164', '\u2800', 'a\ue000', 'a\u{10ffff}', ' ', '\u3000']),
    ],
    [
      'quotation marks',
      /quotation/,
      [
        'ACME", amount: "1.00 EUR',
        'ACME”, amount: “1',
        '«x»',
        '„x',
        '＂x',
        "''x''",
        '´´x',
        'x″',
        '〝x〞',
        '「x」',
      ],
    ],
    ['stacked combining marks', /combining/, ['\u0338x', `x${'\u0301'.repeat(4)}`, '1\u20e3']],
    [
      'letters of two scripts',
      /one script/,
      ['Pay\u0440al', '\u0410CME', 'Ωmega Bank', '株式会社NTT', '삼성カ', 'a\u0661'],
    ],
    [
      'a link',
      /link/,
      [
        'https://evil',
        'HTTP://EVIL',
        'x://y',
        'www.evil',
        'www.1',
        'www.𝟏',
        'Shop WWW.',
        'evil.example',
        'evil.example/login',
        't.me/x',
      ].concat(
        [
          'evil．example',
          'evil。example',
          'evil｡example',
          'evil․example',
          'evil﹒example',
          'ⓔⓥⓘⓛ.ⓒⓞⓜ',
          '𝐞𝐯𝐢𝐥.𝐜𝐨𝐦',
        ],
        [
          'пример.рф',
          '例え.テスト',
          'موقع.مصر',
          'xn--e1afmkfd.xn--p1ai',
          'mailto:x',
          'tel:110',
          '1.1.1.1',
          'a@b.example',
        ],
        ['@evil.example #12', 'ｗｗｗ．ｅｖｉｌ', 'JAVASCRIPT:x'],
      ),
    ],
    [
      'a phone number',
      /phone number/,
      ['call +49 900 1', '+49', '＋49 900', '+ (49) 900', '➕49', '0900-CALLME', '1-800-FLOWERS'].concat([
        '01 23 45 67 89',
        '01.23.45.67.89',
        '(030) 123 456',
        '0049 9001',
        '555-1234',
        '٠٩٠٠١٢',
      ]),
    ],
    [
      'a code',
      /code/,
      [
        '111111',
        'x 111111 is your Acme code',
        '111 111',
        '1 1 1 1 1 1',
        '111-111',
        '１１１１１１',
        '١١١١١١',
        '१२३४५६',
      ].concat([
        '①②③④⑤⑥',
        '❶❷❸❹❺❻',
        '𝟏𝟏𝟏𝟏𝟏𝟏',
        '¹²³⁴⁵⁶',
        '一二三四五六',
        '〇〇〇〇〇〇',
        '1💥2💥3💥4💥5💥6',
        '1234 •• 56 •• 7890',
        '11.11.11',
      ]),
    ],
  ])('must not contain or resemble %s', (_, rule, values) => {
    for (const value of values) {
      expect([value, ruleFor(value)]).toEqual([value, expect.stringMatching(rule)]);
    }
  });

  it('must not resemble an alphanumeric code when codes are alphanumeric', () => {
    for (const value of ['7K3M9QX2TB4VN8W', '7k3m-9qx2', 'ABCDEFG1', 'Ref ABCDEFGH1']) {
      expect([value, ruleFor(value, 'alphanumeric')]).toEqual([value, expect.stringMatching(/code/)]);
      expect(ruleFor(value)).toBeUndefined();
    }
    expect(['ACME GmbH', '5000.00 EUR', 'Studio 54'].map((value) => ruleFor(value, 'alphanumeric'))).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
  });
});

describe('an accepted value', () => {
  const pieces = fc.constantFrom(
    ...[
      'ACME',
      'is your Acme code',
      'call',
      'Рога',
      'https',
      '://',
      'www',
      'evil',
      'com',
      '.',
      '。',
      '．',
      '/',
      '@',
    ],
    ...[
      '"',
      '”',
      "'",
      '’',
      ', amount: ',
      '+',
      '-',
      ' ',
      '\u00a0',
      '\n',
      '\u2028',
      '\u202e',
      '\u200f',
      '\u200b',
    ],
    ...[
      '1',
      '11',
      '111',
      '1234',
      '١',
      '１',
      '①',
      '❶',
      '𝟏',
      '一',
      '00',
      ',',
      'EUR',
      '€',
      'x',
      '\u0301',
      '•',
      '*',
      ':',
    ],
  );
  const values = fc.oneof(
    fc.array(pieces, { minLength: 1, maxLength: 9 }).map((parts) => parts.join('')),
    fc.string({ unit: anyCharacter, minLength: 1, maxLength: 12 }),
    fc.string({ unit: 'grapheme', minLength: 1, maxLength: 36 }),
  );

  it('stays in its place: one line, one pair of quotes, no number that passes for the code, and no link', () => {
    let accepted = 0;
    fc.assert(
      fc.property(values, (value) => {
        if (ruleFor(value) !== undefined) {
          return;
        }
        accepted += 1;
        // Isolates around a value that runs from right to left are ours; it has none itself.
        const text = textWith({ payee: value }).replace(/"\u2068([^\u2069]*)\u2069"/u, '"$1"');
        expect(text.startsWith('123456 is your Acme code. For payee: "')).toBe(true);
        expect(text.endsWith('". Valid for 5 minutes. Do not share it: we won\'t ask for it.')).toBe(true);
        expect(text).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u);
        expect(text.match(/["“”„‟«»＂]/g)).toHaveLength(2);
        const read = value.normalize('NFKC').toLowerCase();
        expect(read).not.toMatch(/:\/\/|www\.|[a-z0-9][.。][a-z]{2}/);
        // Only an amount may have as many digits as a code, and then it is the whole value.
        if (/\p{Nd}{6}/u.test(read)) {
          expect(read).toMatch(/^(eur|€)? ?-?\p{Nd}[\p{Nd}., ]* ?(eur|€)?$/u);
        }
      }),
      { numRuns: runs(1000), examples: [['www.𝟏'], ['ACMEwww．\u0301']] },
    );
    expect(accepted).toBeGreaterThan(100);
  });
});
