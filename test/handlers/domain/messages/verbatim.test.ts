import { describe, expect, it } from '@jest/globals';
import { emailMessage } from '../../../../handlers/domain/messages/email-message.ts';
import { LANGUAGES } from '../../../../handlers/domain/messages/languages.ts';
import type { MessageFacts } from '../../../../handlers/domain/messages/message-words.ts';
import { messageWords } from '../../../../handlers/domain/messages/message-words.ts';
import { smsText } from '../../../../handlers/domain/messages/messages.ts';

const CODE = '4711abcOWXYZ';
const facts = (overrides: Partial<MessageFacts> = {}): MessageFacts => ({
  ...{ code: CODE, isVerbatim: true, brand: 'Acme', lifetimeSeconds: undefined, locale: 'en' },
  ...{ purpose: 'login', context: '', fields: {} },
  ...overrides,
});
const sms = (overrides: Partial<MessageFacts>, messages = {}) =>
  smsText(facts(overrides), { messages, webOtpDomain: 'acme.example', smsRetrieverHash: '' });

describe('a code that somebody else made', () => {
  it('is in text and email as it is, where ours would be in groups', () => {
    expect(sms({})).toBe(
      `${CODE} is your Acme sign-in code. Do not share it: we won't ask for it.\n\n@acme.example #${CODE}`,
    );
    const { text, html } = emailMessage(facts(), {});
    expect(text).toContain(CODE);
    expect(html.split(CODE).length).toBeGreaterThan(2);
    expect([text, html].join()).not.toContain('4711-');
    expect(sms({ isVerbatim: false })).toContain('4711-abcO-WXYZ');
  });

  it.each(Object.keys(LANGUAGES))('says nothing of its validity where nobody knows it: %s', (locale) => {
    const timed = messageWords(facts({ locale, lifetimeSeconds: 300 }), {}).sentences;
    const untimed = messageWords(facts({ locale }), {}).sentences;
    expect(untimed).toHaveLength(timed.length - 1);
    expect(timed).toEqual(expect.arrayContaining([...untimed]));
    expect(untimed.join(' ')).not.toMatch(/\{\{/);
  });

  it('says how long it is valid where its maker said so', () => {
    expect(sms({ lifetimeSeconds: 3600 })).toContain('Valid for 60 minutes.');
  });

  it('has our words instead of own ones that say how long, where nobody knows or it is under a minute', () => {
    const messages = {
      login: { en: '{{code}}, valid for {{minutes}} min.' },
      '*': { en: '{{code}}: {{brand}}.' },
    };
    expect(sms({ lifetimeSeconds: 120 }, messages)).toContain(`${CODE}, valid for 2 min.`);
    expect(sms({}, messages)).toContain('is your Acme sign-in code.');
    expect(sms({ lifetimeSeconds: 59 }, messages)).toContain('Valid for 59 seconds.');
    expect(sms({ purpose: 'export' }, messages)).toContain(`${CODE}: Acme.`);
  });
});
