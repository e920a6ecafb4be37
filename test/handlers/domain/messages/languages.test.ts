/** The texts of every language: what all have in common, what they cost, and some of them to the letter. */
import { describe, expect, it } from '@jest/globals';
import type { Language } from '../../../../handlers/domain/messages/languages.ts';
import { LANGUAGES } from '../../../../handlers/domain/messages/languages.ts';
import type { MessageFacts } from '../../../../handlers/domain/messages/message-words.ts';
import { confirmationWords, messageWords } from '../../../../handlers/domain/messages/message-words.ts';
import { smsText } from '../../../../handlers/domain/messages/messages.ts';
import { shownContext } from '../../../../handlers/domain/messages/shown-context.ts';
import { isGsm, smsSegments } from '../../../../handlers/domain/messages/sms-segments.ts';
import { variablesOf } from '../../../../handlers/domain/messages/template.ts';
import { PURPOSE_OF, USES } from '../../../../handlers/domain/messages/use.ts';

const TAGS = Object.keys(LANGUAGES) as Language[];
const PLAIN = { messages: {}, webOtpDomain: '', smsRetrieverHash: '' };

/** Written in their own letters, which the GSM alphabet does not have. */
const BEYOND_GSM = 'ar bg bn el fa he hi ja ko ru th uk zh-Hans zh-Hant'.split(' ');
/** With 70 characters a part, these say it in one, if the brand is short. */
const SHORT = ['ja', 'ko', 'zh-Hans', 'zh-Hant'];

const facts = (locale: string, overrides: Partial<MessageFacts> = {}): MessageFacts => ({
  ...{
    code: '123456',
    brand: 'Acme',
    lifetimeSeconds: 300,
    locale,
    purpose: 'login',
    context: '',
    fields: {},
  },
  ...overrides,
});
const sms = (locale: string, overrides: Partial<MessageFacts> = {}): string =>
  smsText(facts(locale, overrides), PLAIN);
const mostParts = (locale: string, overrides: Partial<MessageFacts> = {}): number =>
  Math.max(...USES.map((use) => smsSegments(sms(locale, { ...overrides, purpose: PURPOSE_OF[use] }))));

describe('the languages of messages', () => {
  it('are at least thirty, named as BCP 47 names them', () => {
    expect(TAGS.length).toBeGreaterThanOrEqual(30);
    expect(Intl.getCanonicalLocales(TAGS)).toEqual(TAGS);
  });

  it('have their own durations in Intl', () => {
    expect(Intl.NumberFormat.supportedLocalesOf(TAGS)).toEqual(TAGS);
    expect(Intl.RelativeTimeFormat.supportedLocalesOf(TAGS)).toEqual(TAGS);
  });

  it('need so many parts for a text', () => {
    const lines = TAGS.map((tag) => {
      const [short, long] = [mostParts(tag), mostParts(tag, { brand: 'x'.repeat(30), code: '0'.repeat(10) })];
      return `${tag.padEnd(8)} ${short} ${long}  ${sms(tag).length} characters  ${sms(tag)}`;
    });
    process.stdout.write(
      `Parts of a text: with a short brand, and with the longest brand and code\n${lines.join('\n')}\n`,
    );
    expect(TAGS.filter((tag) => mostParts(tag) > (BEYOND_GSM.includes(tag) ? 2 : 1))).toEqual([]);
  });
});

describe.each(TAGS)('a text in %s', (tag) => {
  const { subject, code, context, validity, warning, confirmAddress } = LANGUAGES[tag];

  it('begins with the code, names the brand, and tells the uses apart', () => {
    for (const sentence of [...Object.values(code), confirmAddress.code]) {
      expect(sentence.startsWith('{{code}}')).toBe(true);
      expect(variablesOf(sentence)).toEqual(['code', 'brand']);
    }
    expect(new Set(Object.values(code)).size).toBe(3);
    expect(new Set(Object.values(subject)).size).toBe(3);
  });

  it('has subjects without the code', () => {
    for (const line of [...Object.values(subject), confirmAddress.subject]) {
      expect(variablesOf(line)).toEqual(['brand']);
    }
  });

  it('says how long the code is valid, what it confirms, and nothing unknown', () => {
    expect(variablesOf(context)).toEqual(['context']);
    expect([['duration'], ['expiry']]).toContainEqual(variablesOf(validity));
    expect([warning, confirmAddress.unasked].flatMap(variablesOf)).toEqual([]);
  });

  it('is one part where the GSM alphabet can say it, whatever brand, code and time', () => {
    if (BEYOND_GSM.includes(tag)) {
      expect(isGsm(sms(tag))).toBe(false);
      expect(mostParts(tag, { brand: 'x'.repeat(30), code: '0'.repeat(10) })).toBeLessThanOrEqual(2);
      return;
    }
    for (const lifetimeSeconds of [1, 2, 5, 30, 59, 60, 120, 180, 300, 600]) {
      const longest = { brand: 'x'.repeat(30), code: '0'.repeat(10), lifetimeSeconds };
      expect([lifetimeSeconds, mostParts(tag, longest)]).toEqual([lifetimeSeconds, 1]);
      expect(isGsm(sms(tag, longest))).toBe(true);
    }
  });
});

describe('texts to the letter', () => {
  it.each([
    [
      'de',
      '123456 ist Ihr Anmeldecode für Acme. Er gilt 5 Minuten. Niemals weitergeben: Wir fragen nie danach.',
    ],
    [
      'es',
      '123456 es tu clave de acceso a Acme. Caduca dentro de 5 minutos. No la compartas: nunca te la pediremos.',
    ],
    ['pt', '123456 é o seu codigo de acesso Acme. Expira em 5 minutos. Nao o partilhe: nunca o pediremos.'],
    ['pt-BR', '123456 é seu codigo de acesso Acme. Expira em 5 minutos. Nao compartilhe: nunca vamos pedir.'],
    [
      'pl',
      '123456 to kod logowania do Acme. Wygasa za 5 minut. Nie podawaj go nikomu: nigdy o niego nie prosimy.',
    ],
    ['hu', '123456 az Ön Acme belépési kodja. 5 perc mulva lejar. Ne adja ki senkinek: mi sosem kérjük.'],
    [
      'vi',
      '123456 la ma dang nhap Acme cua ban. Co hieu luc trong 5 phut. Khong chia se ma nay: chung toi khong hoi ma.',
    ],
    ['zh-Hans', '123456 是您的 Acme 登录验证码。5分钟内有效。请勿告诉任何人，我们不会向您索取。'],
  ])('%s', (tag, text) => {
    expect(sms(tag)).toBe(text);
  });

  it.each([
    ['pl', 60, 'za 1 minutę'],
    ['pl', 120, 'za 2 minuty'],
    ['pl', 300, 'za 5 minut'],
    ['ru', 60, 'через 1 минуту'],
    ['ru', 180, 'через 3 минуты'],
    ['fi', 60, '1 minuutin päästä'],
    ['ar', 120, 'خلال دقيقتين'],
    ['ar', 300, 'خلال 5 دقائق'],
    ['he', 120, 'שתי דקות'],
    ['ro', 300, '5 minute'],
    ['bn', 300, '5 মিনিট'],
    ['fa', 300, '5 دقیقه'],
    ['ja', 300, '有効期間は5分です'],
    ['ja', 7200, '有効期間は2時間です'],
    ['zh-Hant', 300, '5 分鐘'],
  ])('in %s count %d s as the language does, in the digits of the code', (locale, lifetimeSeconds, words) => {
    expect(messageWords(facts(locale, { lifetimeSeconds }), {}).sentences.join(' ')).toContain(words);
  });

  it.each(SHORT)('in %s are one part, although the alphabet is not GSM', (tag) => {
    expect(mostParts(tag)).toBe(1);
  });

  it('name what they show as people call it', () => {
    const context = { amount: '12.50 EUR', payee: 'ACME', order: '7' };
    expect(shownContext(context, ['amount', 'payee', 'order'], 'de')).toBe(
      'Betrag: "12.50 EUR", Empfänger: "ACME", order: "7"',
    );
  });

  it('keep what callers have shown as they sent it, and are then spelt as the language is', () => {
    const shown = shownContext({ payee: 'Żółć' }, ['payee'], 'pl');
    const text = sms('pl', { purpose: 'payment', context: shown });
    expect(text).toContain('to kod płatności w Acme. Odbiorca: "Żółć".');
  });
});

describe('texts from right to left', () => {
  it.each(['ar', 'fa', 'he'])('in %s begin with the digits of the code', (tag) => {
    expect(sms(tag).startsWith('123456 ')).toBe(true);
  });

  it('set a code with letters apart, which would turn the text around, and a brand that begins with a digit', () => {
    const text = sms('ar', { code: 'HPK45SKQ1AX2E0M', brand: '7 Eleven' });
    expect(text.startsWith('\u2066HPK45-SKQ1A-X2E0M\u2069 ')).toBe(true);
    expect(text).toContain('\u20667 Eleven\u2069');
  });

  it('set apart what callers have shown', () => {
    expect(shownContext({ payee: 'ACME' }, ['payee'], 'he')).toBe('מוטב: "\u2068ACME\u2069"');
  });

  it("show amounts, payees and the caller's own members in their order", () => {
    const fields = ['amount', 'payee', 'order', 'ref'];
    const context = { amount: '12.50 EUR', payee: 'ACME', order: '7', ref: 'A-1' };
    const text = sms('ar', { purpose: 'payment', context: shownContext(context, fields, 'ar') });
    expect(text).toBe(
      '123456 هو رمز تأكيد الدفع في \u2066Acme\u2069. ' +
        'المبلغ: "\u206812.50 EUR\u2069", المستفيد: "\u2068ACME\u2069", ' +
        '\u2068order\u2069: "\u20687\u2069", \u2068ref\u2069: "\u2068A-1\u2069". ' +
        'تنتهي صلاحيته خلال 5 دقائق. لا تعطه لأحد، فلن نطلبه منك.',
    );
  });

  it.each(['ar', 'fa', 'he'])(
    'in %s have nothing from left to right outside of isolates, so that quotes and full stops stay in place',
    (tag) => {
      const shown = { amount: '12.50 EUR', payee: 'ACME Ltd.', order: 'x' };
      const context = shownContext(shown, ['amount', 'payee', 'order'], tag);
      for (const use of USES) {
        const text = sms(tag, { code: 'HPK45SKQ1AX2E0M', purpose: PURPOSE_OF[use], context });
        const outside = text.replace(/[\u2066\u2068][^\u2066\u2068\u2069]*\u2069/g, '');
        expect(outside).not.toMatch(/[\p{Script=Latin}\u2066-\u2069]/u);
      }
    },
  );

  it.each([
    ['hu', 'مخبز النور', '"\u2068مخبز النور\u2069". 5 perc'],
    ['tr', '٥٠٠٫٠٠', '"\u2068٥٠٠٫٠٠\u2069". 5 dakika'],
    ['zh-Hans', 'מאפיית השחר', '"\u2068מאפיית השחר\u2069"。5分钟'],
  ])('are set apart as values in %s, where they would draw the next number to them', (tag, payee, shown) => {
    expect(sms(tag, { context: shownContext({ payee }, ['payee'], tag) })).toContain(shown);
  });

  it.each(['en', 'ru', 'ja'])('are the only ones with such marks, not those in %s', (tag) => {
    const text = sms(tag, { code: 'HPK45SKQ1AX2E0M', brand: '7 Eleven' });
    expect(text).not.toMatch(/\p{Cf}/u);
  });
});

describe('the email that confirms an address', () => {
  it('has its own subject and sentences', () => {
    expect(
      confirmationWords({ code: '123456', brand: 'Acme', lifetimeSeconds: 600, locale: 'de-AT' }),
    ).toEqual({
      locale: 'de',
      subject: 'Acme: Bitte E-Mail-Adresse bestätigen',
      sentences: [
        '123456 ist Ihr Code, um diese E-Mail-Adresse für Acme zu bestätigen.',
        'Er gilt 10 Minuten.',
        'Niemals weitergeben: Wir fragen nie danach.',
        'Wenn Sie das nicht angefordert haben, ignorieren Sie diese E-Mail.',
      ],
    });
  });
});
