import { describe, expect, it } from '@jest/globals';
import { smsText } from '../../../../handlers/domain/messages/messages.ts';

const facts = { code: '123456', brand: 'Acme', lifetimeSeconds: 300, locale: '', context: '' };
/** The part of the basic GSM 03.38 alphabet that the texts may use. */
const GSM_7 = /^[@£$¥\n\r !"#%&'()*+,\-./0-9:;<=>?A-Za-z]*$/;

describe('an SMS', () => {
  it('has the code, the brand, the minutes and the warning', () => {
    expect(smsText(facts, '')).toBe('123456 is your Acme code. It is valid for 5 minutes. Do not share it.');
  });

  it('ends with the line that binds the code to a site', () => {
    expect(smsText(facts, 'acme.example').split('\n').at(-1)).toBe('@acme.example #123456');
  });

  it('stays within the GSM alphabet and one segment', () => {
    const longest = smsText({ ...facts, code: 'A'.repeat(15) }, 'login.acme.example');
    expect(longest).toMatch(GSM_7);
    expect(longest.length).toBeLessThanOrEqual(160);
  });

  it.each([
    [1, '1 second'],
    [59, '59 seconds'],
    [60, '1 minute'],
    [119, '1 minute'],
    [600, '10 minutes'],
  ])('promises no more than a lifetime of %i s', (lifetimeSeconds, words) => {
    expect(smsText({ ...facts, lifetimeSeconds }, '')).toContain(`valid for ${words}.`);
  });

  it('is in English when the language is unknown', () => {
    expect(smsText({ ...facts, locale: 'xx-YY' }, '')).toBe(smsText({ ...facts, locale: 'en-IN' }, ''));
    expect(smsText({ ...facts, locale: 'constructor' }, '')).toContain('123456');
  });
});
