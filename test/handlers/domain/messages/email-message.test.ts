import { describe, expect, it } from '@jest/globals';
import { layOutEmail } from '../../../../handlers/domain/messages/email-layout.ts';
import { confirmationMessage, emailMessage } from '../../../../handlers/domain/messages/email-message.ts';
import type { MessageFacts } from '../../../../handlers/domain/messages/message-words.ts';
import { shownContext } from '../../../../handlers/domain/messages/shown-context.ts';

const facts: MessageFacts = {
  ...{ code: '123456', brand: 'Acme', lifetimeSeconds: 300, locale: 'en', purpose: 'login' },
  ...{ context: '', fields: {} },
};

/** What a reader sees of HTML: its text, with what stands in for characters put back. */
const visible = (html: string): string =>
  html
    .replace(/<head>[\s\S]*<\/head>/, '')
    .replace(/<[^>]*>/g, '\n')
    .replace(/&#(\d+);/g, (_, code: string) => String.fromCharCode(Number(code)));
const linesOf = (html: string): string[] => visible(html).split(/\n+/).filter(Boolean);

describe('an email with a code', () => {
  it('has the code in its text and not in its subject', () => {
    expect(emailMessage({ ...facts, purpose: 'export' }, {})).toMatchObject({
      subject: 'Your Acme security code',
      text: "123456 is your Acme code. Valid for 5 minutes. Do not share it: we won't ask for it.",
      locale: 'en',
    });
  });

  it('says the same in HTML, with the code in a separate block', () => {
    const { html } = emailMessage({ ...facts, purpose: 'payment', context: 'amount: "12.50 EUR"' }, {});
    expect(linesOf(html)).toEqual([
      'Your Acme payment code',
      '123456',
      '123456 is your Acme payment code.',
      'For amount: "12.50 EUR".',
      'Valid for 5 minutes.',
      "Do not share it: we won't ask for it.",
    ]);
  });

  it('is in English when the language is unknown, and says so', () => {
    const { html, locale } = emailMessage({ ...facts, locale: 'xx-YY' }, {});
    expect(locale).toBe('en');
    expect(html).toContain('<html lang="en" dir="ltr">');
  });

  it.each([
    ['vi', 'Mã đăng nhập Acme của bạn', 'Ma dang nhap Acme cua ban', '123456 là mã đăng nhập Acme của bạn.'],
    ['da', 'Din loginkode til Acme', 'Din loginkode til Acme', '123456 er din loginkode til Acme.'],
    ['ru', 'Код для входа в Acme', 'Your Acme sign-in code', '123456 — код для входа в Acme.'],
    ['ja', 'Acme のログインコード', 'Your Acme sign-in code', '123456 は Acme のログインコードです。'],
  ])(
    'in %s has a subject in its script, one in ASCII, and words as they are spelt',
    (locale, subject, ascii, begins) => {
      const email = emailMessage({ ...facts, locale }, {});
      expect([email.locale, email.subject, email.asciiSubject]).toEqual([locale, subject, ascii]);
      expect(email.text.startsWith(begins)).toBe(true);
      expect(linesOf(email.html)).toContain(begins);
    },
  );

  it('runs from right to left in Arabic, and its code from left to right', () => {
    const { html } = emailMessage({ ...facts, locale: 'ar', code: 'HPK45SKQ1AX2E0M' }, {});
    expect(html).toContain('<html lang="ar" dir="rtl">');
    expect(html).toMatch(/<span dir="ltr"[^>]*>HPK45-SKQ1A-X2E0M<\/span>/);
    expect(linesOf(html)).toContain('\u2066HPK45-SKQ1A-X2E0M\u2069 هو رمز دخولك إلى \u2066Acme\u2069.');
  });

  it('sets apart in Arabic what callers have shown, in the text and in HTML', () => {
    const context = shownContext({ amount: '12.50 EUR', payee: 'ACME' }, ['amount', 'payee'], 'ar');
    const email = emailMessage({ ...facts, locale: 'ar', purpose: 'payment', context }, {});
    const shown = 'المبلغ: "\u206812.50 EUR\u2069", المستفيد: "\u2068ACME\u2069".';
    expect(email.text).toContain(shown);
    expect(linesOf(email.html)).toContain(shown);
    // No paragraph has its own direction, so each has that of the document.
    expect(email.html).not.toMatch(/<p[^>]*dir=/);
  });

  it("has the owner's own words, a paragraph for each line, and their subject", () => {
    const own = { text: '{{code}} opens it.\n\nCall us: {{brand}}', subject: 'Вход в {{brand}}' };
    const email = emailMessage(facts, { login: { en: own } });
    expect([email.subject, email.asciiSubject]).toEqual(['Вход в Acme', 'Your Acme sign-in code']);
    expect(email.text).toBe('123456 opens it.\n\nCall us: Acme');
    expect(linesOf(email.html)).toEqual(['Вход в Acme', '123456', '123456 opens it.', 'Call us: Acme']);
    expect(email.html.match(/<p style/g)).toHaveLength(2);
  });
});

describe('an email that has an address confirmed', () => {
  const confirmation = { code: '482135', brand: 'Acme', lifetimeSeconds: 3600 };

  it('begins with its code, says how long that is valid, to keep it, and what to do who did not ask for it', () => {
    const { subject, text } = confirmationMessage({ ...confirmation, locale: 'en' });
    expect(subject).toBe('Confirm your email address for Acme');
    expect(text).toMatch(
      /^482135 is your code .* for 60 minutes\. Do not share it: .*\. If you did not ask for this, ignore/,
    );
  });

  it('is in the language of the person', () => {
    const { subject, asciiSubject, html } = confirmationMessage({ ...confirmation, locale: 'de' });
    expect([subject, asciiSubject]).toEqual([
      'Acme: Bitte E-Mail-Adresse bestätigen',
      'Acme: Bitte E-Mail-Adresse bestaetigen',
    ]);
    expect(linesOf(html)).toContain('Er gilt 60 Minuten.');
    expect(confirmationMessage({ ...confirmation, locale: 'ja' }).asciiSubject).toBe(
      'Confirm your email address for Acme',
    );
  });
});

describe('the HTML of an email', () => {
  const html = layOutEmail({
    locale: 'en',
    title: 'A <title>',
    code: '123456',
    sentences: ['payee: "<img src=x onerror=alert(1)>" & \'more\'', '<script>alert(1)</script>'],
  });

  it('lets nothing of what is put into it become markup', () => {
    expect(html).not.toMatch(/<img|<script|onerror="/);
    expect(visible(html)).toContain('payee: "<img src=x onerror=alert(1)>" & \'more\'');
    expect(html).not.toContain('<title>A <title>');
  });

  it('loads nothing and links nowhere', () => {
    const { html: plain } = emailMessage(facts, {});
    expect(plain).not.toMatch(/https?:|\bsrc=|\bhref=|url\(|<link|<img|@import/i);
  });

  it('leaves colours to the client, so that a dark one has nothing to get wrong', () => {
    expect(html).toContain('<meta name="color-scheme" content="light dark">');
    expect(html).not.toMatch(/[\s"';]background(-color)?:|[\s"';]color:/);
  });

  it('has a code that is selected as a whole, and that no client takes for a telephone number', () => {
    expect(html).toMatch(/user-select: all">123456<\/span>/);
    expect(html).toContain('telephone=no');
  });

  it.each([
    ['0'.repeat(10), 30],
    ['AAAA-AAAA', 30],
    ['HPK45-SKQ1A-X2E0M', 22],
  ])('has %s in one line on a phone of 320 px', (code, expected) => {
    const text = layOutEmail({ locale: 'en', title: 't', code, sentences: ['s'] });
    const [, size, spacing] = /<span[^>]*font-size: (\d+)px; letter-spacing: (\d+)px/.exec(text) ?? [];
    expect(Number(size)).toBe(expected);
    const [, bodySides] = /<body[^>]*padding: 24px (\d+)px/.exec(text) ?? [];
    const [, cellSides, border] = /<td[^>]*padding: 14px (\d+)px; border: (\d+)px/.exec(text) ?? [];
    const room = 320 - 2 * (Number(bodySides) + Number(cellSides) + Number(border));
    // The widest of the fonts that are named has characters of 0.62 of its size.
    expect(code.length * (0.62 * Number(size) + Number(spacing))).toBeLessThanOrEqual(room);
  });

  it('has the code in a table of one cell, because Outlook pads nothing else and knows no max-width', () => {
    const cell =
      /<table role="presentation"[^>]*>\s*<tr>\s*<td [^>]*padding: 14px[^>]*><span[^>]*>123456<\/span><\/td>\s*<\/tr>\s*<\/table>/;
    expect(html).toMatch(cell);
    expect(html).not.toMatch(/<(p|div|span)[^>]*padding:/);
    const outlook = html.replaceAll(/<!--\[if mso\]>(.*?)<!\[endif\]-->/g, '$1');
    expect(outlook).toMatch(
      /<table role="presentation"[^>]* width="480"><tr><td>\s*<div role="article"[\s\S]*<\/div>\s*<\/td><\/tr><\/table>\s*<\/body>/,
    );
  });

  it.each([
    ['ar', 'rtl'],
    ['he-IL', 'rtl'],
    ['pt-BR', 'ltr'],
  ])('in %s is %s, and its code from left to right', (locale, direction) => {
    const text = layOutEmail({ locale, title: 't', code: '123456', sentences: ['s'] });
    expect(text).toContain(`<html lang="${locale}" dir="${direction}">`);
    expect(text).toMatch(/<span dir="ltr"[^>]*>123456<\/span>/);
  });
});
