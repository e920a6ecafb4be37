/** An owner's own words, as the synth checks and counts them. */
import { describe, expect, it } from '@jest/globals';
import { messageLines } from '../../../infra/config/message-lines.ts';
import { parseConfig } from '../../../infra/config/schema.ts';

const BASE = { region: 'eu-central-1', brandName: 'Acme' };
const own = (text: unknown, values: object = {}) => ({
  ...BASE,
  ...values,
  messages: { login: { en: text } },
});

describe("an owner's own words", () => {
  it.each([
    [own('{{code}}')],
    [own('Your {{ brand }} code: {{code}}. It expires {{expiry}}.\n{{duration}}, {{minutes}} min')],
    [own({ text: '{{code}}', subject: 'Sign in to {{brand}}' })],
    [own('{{code}} pays {{context.amount}}', { contextInMessage: ['amount'] })],
    [own('Order 4821, {{minutes}} minutes: {{code}}. Questions? +49 30 123456')],
    [own('\u2067{{code}}\u2069')],
    [own('G-{{code}}\n{{brand}}')],
    [own('验证码{{code}}，{{brand}}')],
    [{ ...BASE, messages: { '*': { 'zh-Hant-HK': '{{code}}' } }, defaultLocale: 'zh-Hant-HK' }],
    [{ ...BASE, messages: { '*': { sw: '{{code}}' } }, defaultLocale: 'sw-KE' }],
    [{ ...BASE, messages: '{"login":{"en":"{{code}}"}}', defaultLocale: 'pt-BR' }],
  ])('are accepted: %j', (values) => {
    expect(() => parseConfig(values)).not.toThrow();
  });

  it.each([
    [own('Hello'), 'messages.login.en: must have {{code}} once'],
    [own('{{code}} {{code}}'), 'messages.login.en: must have {{code}} once'],
    [
      own('{{code}} {{token}}'),
      'messages.login.en: must not have {{token}}, which is no variable: there are code',
    ],
    [
      own('{{code}} {{context.amount}}'),
      'must not have {{context.amount}}: contextInMessage does not name amount',
    ],
    [own('{{code}} {{constructor}}'), 'must not have {{constructor}}, which is no variable'],
    [own('{{code}'), 'must have {{ and }} around the names of variables only'],
    [own('{{code}} {{}}'), 'must have {{ and }} around the names of variables only'],
    [own('{{code}} {{a b}}'), 'must have {{ and }} around the names of variables only'],
    [
      own('Pay {{context.amount}}: your code is {{code}}', { contextInMessage: ['amount'] }),
      'must have {{code}} before anything of the context',
    ],
    [
      own('{{code}}, {{minutes}} min', { tokenLifetimeSeconds: 239 }),
      'must have {{duration}} in place of {{minutes}}',
    ],
    [own({ text: '{{code}}', subject: 'Code {{code}}' }), 'must not have {{code}} in its subject'],
    [own({ text: '{{code}}', subject: '{{' }), 'must have {{ and }} in its subject around'],
    [own({ text: '{{code}}', subject: 'a\nb' }), 'one line'],
    [own({ subject: 'a' }), 'messages.login.en: must be a text without control characters, or'],
    [own('{{code}}\u0007'), 'messages.login.en: must be text without control characters'],
    ...[
      ...['123456 {{code}}', '123-456: {{code}}', '1234567.00{{code}}', 'From +49 30: {{code}}'],
      ...['1{{minutes}}0000 {{code}}', '12345 {{minutes}}: {{code}}'],
    ].map((text): [object, string] => [
      own(text),
      'must have {{code}} before anything that could pass for it',
    ]),
    ...[
      '12{{code}}',
      '{{ code }}٣',
      'G{{code}}',
      '{{code}}é',
      '{{brand}}{{code}}',
      '{{code}}{{minutes}}',
    ].map((text): [object, string] => [own(text), 'must have {{code}} apart from other variables, digits']),
    [
      own('{{brand}}: {{code}}', { brandName: '24 7 9000 1' }),
      'must have {{code}} before anything that could pass for it',
    ],
    [own('\u202e{{code}}'), 'messages.login.en: must not have embeddings or overrides of direction'],
    [own('{{code}} \u202a'), 'must not have embeddings or overrides of direction'],
    [
      own({ text: '{{code}}', subject: '\u202eAcme' }),
      'must not have, in its subject, embeddings or overrides of direction',
    ],
    [own(`{{code}} ${'x'.repeat(1591)}`, { tokenLength: 10 }), 'SNS takes 1600'],
    [
      { ...BASE, messages: { login: { pt_BR: '{{code}}' } } },
      'messages.login.pt_BR: must be named by a BCP 47 tag',
    ],
    [{ ...BASE, messages: { login: { 'pt-br': '{{code}}' } } }, 'messages.login.pt-br: must be named pt-BR'],
    [{ ...BASE, messages: { 'log in': { en: '{{code}}' } } }, 'messages.log in: must be named by a purpose'],
    [{ ...BASE, defaultLocale: 'tlh' }, 'defaultLocale: must be a language with texts: ar, bg, bn'],
    [
      { ...BASE, messages: { login: { sw: '{{code}}' } }, defaultLocale: 'sw' },
      'defaultLocale: must be a language with texts',
    ],
  ])('are refused: %j', (values, message) => {
    expect(() => parseConfig(values)).toThrow(message);
  });
});

describe('the parts that the synth prints', () => {
  const lines = (values: object = {}) => messageLines(parseConfig({ ...BASE, ...values })).split('\n');

  it('are those of every language', () => {
    expect(lines()).toEqual([
      'Parts of a text, with a code of 6 characters: 1 in ca, cs, da, de, en, es, fi, fr, hr, hu, id, it, ja, ko, ms, nb, nl, pl, pt, pt-BR, ro, sk, sv, tr, vi, zh-Hans, zh-Hant; 2 in ar, bg, bn, el, fa, he, hi, ru, th, uk.',
    ]);
  });

  it('are more with what ends the texts', () => {
    expect(lines({ webOtpDomain: 'login.acme.example', smsRetrieverHash: 'FA+9qCX9VSu' })[0]).toMatch(
      /: 1 in .*\bes\b.*; 2 in .*\bja\b/,
    );
  });

  it('are those of own words with the longest values, and why they hold less', () => {
    const messages = {
      login: { en: '{{code}} is your code', de: `{{code}} – ${'x'.repeat(70)}` },
      payment: { en: { text: `{{code}} for {{context.amount}}${'x'.repeat(120)}` } },
    };
    expect(lines({ messages, contextInMessage: ['amount'] }).slice(1)).toEqual([
      '  messages.login.en: 1 part',
      '  messages.login.de: 2 parts, of 70 characters because of –',
      '  messages.payment.en: 2 parts, or 3 where it shows letters that GSM lacks',
    ]);
  });

  it('are at most one more than without what own words show, as requests are judged', () => {
    const contextInMessage = ['amount', 'payee', 'order', 'shop', 'till'];
    const all = contextInMessage.map((field) => `{{context.${field}}}`).join('');
    const messages = { login: { en: `{{code}}:${all}`, ru: `{{code}}. Счёт:${all}` } };
    expect(lines({ messages, contextInMessage }).slice(1)).toEqual([
      '  messages.login.en: 2 parts',
      '  messages.login.ru: 2 parts, of 70 characters because of С ч ё т',
    ]);
  });
});
