import { describe, expect, it } from '@jest/globals';
import type { MessageFacts } from '../../../../handlers/domain/messages/message-words.ts';
import type { SmsSettings } from '../../../../handlers/domain/messages/messages.ts';
import { smsText } from '../../../../handlers/domain/messages/messages.ts';

const facts: MessageFacts = {
  ...{ code: '123456', brand: 'Acme', lifetimeSeconds: 300, locale: 'en', purpose: 'login' },
  ...{ context: '', fields: {} },
};
const PLAIN: SmsSettings = { messages: {}, webOtpDomain: '', smsRetrieverHash: '' };
/** The part of the basic GSM 03.38 alphabet that English may use. */
const GSM_7 = /^[@£$¥\n\r !"#%&'()*+,\-./0-9:;<=>?A-Za-z]*$/;

describe('an SMS', () => {
  it.each([
    ['login', "123456 is your Acme sign-in code. Valid for 5 minutes. Do not share it: we won't ask for it."],
    [
      'payment',
      "123456 is your Acme payment code. Valid for 5 minutes. Do not share it: we won't ask for it.",
    ],
    ['constructor', "123456 is your Acme code. Valid for 5 minutes. Do not share it: we won't ask for it."],
  ])('for %s says what the code is for, how long it is valid, and the warning', (purpose, text) => {
    expect(smsText({ ...facts, purpose }, PLAIN)).toBe(text);
  });

  it('ends with the line that binds the code to a site', () => {
    const text = smsText(facts, { ...PLAIN, webOtpDomain: 'acme.example' });
    expect(text.split('\n').at(-1)).toBe('@acme.example #123456');
  });

  it('ends with the hash of the Android app, also after the line of the site', () => {
    const smsRetrieverHash = 'FA+9qCX9VSu';
    expect(smsText(facts, { ...PLAIN, smsRetrieverHash })).toMatch(/ask for it\.\n\nFA\+9qCX9VSu$/);
    const both = smsText(facts, { ...PLAIN, webOtpDomain: 'acme.example', smsRetrieverHash });
    expect(both.split('\n').at(-1)).toBe('@acme.example #123456 FA+9qCX9VSu');
  });

  it('groups a code with letters where people read it, and not where programs do', () => {
    const text = smsText({ ...facts, code: 'HPK45SKQ1AX2E0M' }, { ...PLAIN, webOtpDomain: 'acme.example' });
    expect(text).toMatch(/^HPK45-SKQ1A-X2E0M is your Acme sign-in code\./);
    expect(text).toMatch(/\n@acme\.example #HPK45SKQ1AX2E0M$/);
  });

  it('stays within the GSM alphabet and one segment', () => {
    const longest = smsText(
      { ...facts, code: 'A'.repeat(15) },
      { ...PLAIN, webOtpDomain: 'login.acme.example' },
    );
    expect(longest).toMatch(GSM_7);
    expect(longest.length).toBeLessThanOrEqual(160);
  });

  it.each([
    [1, '1 second'],
    [59, '59 seconds'],
    [59.9, '59 seconds'],
    [60, '1 minute'],
    [119, '1 minute'],
    [600, '10 minutes'],
    [7200, '2 hours'],
  ])('promises no more than a lifetime of %d s', (lifetimeSeconds, words) => {
    expect(smsText({ ...facts, lifetimeSeconds }, PLAIN)).toContain(`Valid for ${words}.`);
  });

  it('is in English when the language is unknown', () => {
    expect(smsText({ ...facts, locale: 'xx-YY' }, PLAIN)).toBe(smsText(facts, PLAIN));
    expect(smsText({ ...facts, locale: 'x-private' }, PLAIN)).toBe(smsText(facts, PLAIN));
    expect(smsText({ ...facts, locale: '' }, PLAIN)).toBe(smsText(facts, PLAIN));
  });
});
