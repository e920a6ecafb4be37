import { describe, expect, it } from '@jest/globals';
import type { MessageConfig, PageConfig } from '../../handlers/contract/page.ts';
import { languageOptions, previewOf } from '../src/views/messages/preview.ts';

const aConfig = (messages: Partial<MessageConfig> = {}) =>
  ({
    brand_name: 'Acme',
    token_lifetime: 300,
    messages: {
      default_locale: 'en',
      own_words: {},
      email_sender: 'ses',
      web_otp_domain: '',
      sms_retriever_hash: '',
      context_fields: ['amount', 'payee'],
      token_format: 'numeric',
      token_length: 6,
      ...messages,
    },
  }) as PageConfig;

describe('the preview of a message', () => {
  it('is what the service would send, with nobody’s code', () => {
    const asked = { purpose: 'payment', language: 'de', context: { amount: '12.50 EUR', payee: '' } };
    expect(previewOf(asked, aConfig())).toEqual({
      locale: 'de',
      rightToLeft: false,
      isOwn: false,
      sms: '123456 ist Ihr Code für eine Zahlung bei Acme. Betrag: "12.50 EUR". Er gilt 5 Minuten. Niemals weitergeben: Wir fragen nie danach.',
      parts: 1,
      isGsm: true,
      subject: 'Acme: Ihr Zahlungscode',
      email:
        '123456 ist Ihr Code für eine Zahlung bei Acme. Betrag: "12.50 EUR". Er gilt 5 Minuten. Niemals weitergeben: Wir fragen nie danach.',
    });
  });

  it('says what of it is the owner’s, and in how many parts it goes out', () => {
    const own_words = { login: { ru: '{{code}} — код. '.padEnd(80, 'я') } };
    const asked = { purpose: 'login', language: 'ru', context: {} };
    const config = aConfig({ own_words, token_format: 'alphanumeric', token_length: 8 });
    expect(previewOf(asked, config)).toMatchObject({ isOwn: true, parts: 2, isGsm: false });
    expect(previewOf(asked, config).sms).toMatch(/^ZYXW-VTSR — код/);
  });

  it('has the subject that the sender of emails takes: SNS only ASCII', () => {
    const asked = { purpose: 'login', language: 'ru', context: {} };
    expect(previewOf(asked, aConfig()).subject).toBe('Код для входа в Acme');
    expect(previewOf(asked, aConfig({ email_sender: 'sns' })).subject).toBe('Your Acme sign-in code');
  });

  it('is in the default language where there are no texts in another', () => {
    const asked = { purpose: 'login', language: 'sw', context: {} };
    expect(previewOf(asked, aConfig({ default_locale: 'ar' }))).toMatchObject({
      locale: 'ar',
      rightToLeft: true,
    });
  });
});

describe('the languages to choose from', () => {
  it('have their names, in English order, with those of own words', () => {
    const options = languageOptions('login', aConfig({ own_words: { login: { sw: '{{code}}' } } }));
    const names = options.map(({ label }) => label);
    expect(names).toContain('Swahili');
    expect(names).toEqual([...names].sort((one, other) => one.localeCompare(other, 'en')));
    expect(options.find(({ value }) => value === 'de')).toEqual({
      value: 'de',
      label: 'German',
      description: 'Deutsch (de)',
    });
  });
});
