import { describe, expect, it } from '@jest/globals';
import type { Messages } from '../../../../handlers/contract/settings/messages.ts';
import { emailMessage } from '../../../../handlers/domain/messages/email-message.ts';
import type { MessageFacts } from '../../../../handlers/domain/messages/message-words.ts';
import { smsText } from '../../../../handlers/domain/messages/messages.ts';

const MESSAGES: Messages = {
  login: {
    en: {
      text: '{{code}} opens {{ brand }} for {{duration}}, {{minutes}} in numbers.',
      subject: 'Come in to {{brand}}',
    },
    de: 'Código: {{code}} läuft {{expiry}} ab.',
  },
  payment: { en: '{{code}} pays {{context.amount}} to {{context.payee}}.', ar: '{{code}} {{context.payee}}' },
  '*': { en: '{{code}}: {{brand}}' },
};
const facts: MessageFacts = {
  ...{ code: '123456', brand: 'Acme', lifetimeSeconds: 300, locale: 'en', purpose: 'login' },
  ...{ context: '', fields: {} },
};
const sms = (overrides: Partial<MessageFacts>): string =>
  smsText(
    { ...facts, ...overrides },
    { messages: MESSAGES, webOtpDomain: 'acme.example', smsRetrieverHash: '' },
  );
const LINE = '\n\n@acme.example #123456';

describe("an owner's own words", () => {
  it('take the place of ours for their purpose and language, before the line that programs read', () => {
    expect(sms({})).toBe(`123456 opens Acme for 5 minutes, 5 in numbers.${LINE}`);
    expect(sms({ purpose: 'export' })).toBe(`123456: Acme${LINE}`);
    expect(sms({ purpose: 'constructor', locale: 'fr' })).toMatch(/^123456 est votre code Acme\. /);
  });

  it('are spelt as they were written', () => {
    expect(sms({ locale: 'de' })).toBe(`Código: 123456 läuft in 5 Minuten ab.${LINE}`);
  });

  it('have their own subject, or ours', () => {
    expect(emailMessage(facts, MESSAGES)).toMatchObject({
      ...{ subject: 'Come in to Acme', asciiSubject: 'Come in to Acme' },
      text: '123456 opens Acme for 5 minutes, 5 in numbers.',
      html: expect.stringContaining('>123456 opens Acme for 5 minutes, 5 in numbers.</p>'),
    });
    expect(emailMessage({ ...facts, locale: 'de' }, MESSAGES).subject).toBe('Acme: Ihr Anmeldecode');
  });

  it('quote what callers have shown, except for an amount where one is expected', () => {
    const fields = { amount: '12.50 EUR', payee: 'ACME {{code}}' };
    expect(sms({ purpose: 'payment', fields })).toBe(`123456 pays 12.50 EUR to "ACME {{code}}".${LINE}`);
    expect(sms({ purpose: 'payment', fields: { amount: 'free of charge', payee: 'ACME' } })).toContain(
      'pays "free of charge" to',
    );
    expect(sms({ purpose: 'payment', fields: { amount: '12.50 EUR', payee: '482913 lei' } })).toContain(
      '123456 pays 12.50 EUR to "482913 lei".',
    );
    expect(sms({ purpose: 'payment', locale: 'ar', fields })).toContain('123456 "\u2068ACME {{code}}\u2069"');
  });

  it('give way to ours when the context lacks what they show', () => {
    const fields = { amount: '12.50 EUR' };
    expect(sms({ purpose: 'payment', fields, context: 'amount: "12.50 EUR"' })).toMatch(
      /^123456 is your Acme payment code\. For amount: "12\.50 EUR"\. /,
    );
  });
});
