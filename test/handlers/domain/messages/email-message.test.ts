import { describe, expect, it } from '@jest/globals';
import { layOutEmail } from '../../../../handlers/domain/messages/email-layout.ts';
import { confirmationMessage, emailMessage } from '../../../../handlers/domain/messages/email-message.ts';

const facts = { code: '123456', brand: 'Acme', lifetimeSeconds: 300, locale: '', context: '' };

/** What a reader sees of HTML: its text, with what stands in for characters put back. */
const visible = (html: string): string =>
  html
    .replace(/<head>[\s\S]*<\/head>/, '')
    .replace(/<[^>]*>/g, '\n')
    .replace(/&#(\d+);/g, (_, code: string) => String.fromCharCode(Number(code)));

describe('an email with a code', () => {
  it('has the code in its text and not in its subject', () => {
    expect(emailMessage(facts)).toMatchObject({
      subject: 'Your Acme security code',
      text: '123456 is your Acme code. It is valid for 5 minutes. Do not share it.',
      locale: 'en',
    });
  });

  it('says the same in HTML, with the code in a block of its own', () => {
    const { html } = emailMessage({ ...facts, context: 'amount: "12.50 EUR"' });
    const lines = visible(html).split(/\n+/).filter(Boolean);
    expect(lines).toEqual([
      'Your Acme security code',
      '123456',
      '123456 is your Acme code.',
      'For amount: "12.50 EUR".',
      'It is valid for 5 minutes.',
      'Do not share it.',
    ]);
  });

  it('is in English where a language is not known, and says so', () => {
    const { html, locale } = emailMessage({ ...facts, locale: 'xx-YY' });
    expect(locale).toBe('en');
    expect(html).toContain('<html lang="en" dir="ltr">');
  });
});

describe('an email that has an address confirmed', () => {
  it('begins with its code, says how long that is valid, and what to do who did not ask for it', () => {
    const { subject, text } = confirmationMessage({ ...facts, code: '482135', lifetimeSeconds: 3600 });
    expect(subject).toBe('Confirm your email address for Acme');
    expect(text).toMatch(/^482135 is the code .* for 60 minutes\. If you did not ask for it, ignore/);
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
    const { html: plain } = emailMessage(facts);
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
    ['ar', 'rtl'],
    ['he-IL', 'rtl'],
    ['pt-BR', 'ltr'],
  ])('in %s runs from %s, and its code from left to right', (locale, direction) => {
    const text = layOutEmail({ locale, title: 't', code: '123456', sentences: ['s'] });
    expect(text).toContain(`<html lang="${locale}" dir="${direction}">`);
    expect(text).toMatch(/<span dir="ltr"[^>]*>123456<\/span>/);
  });
});
