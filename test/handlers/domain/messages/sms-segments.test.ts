import { describe, expect, it } from '@jest/globals';
import { smsText } from '../../../../handlers/domain/messages/messages.ts';
import { smsSegments } from '../../../../handlers/domain/messages/sms-segments.ts';

describe('the segments that a text is billed as', () => {
  it.each([
    ['160 characters of the GSM alphabet', 'a'.repeat(160), 1],
    ['one more', 'a'.repeat(161), 2],
    ['as many as two joined segments hold', 'a'.repeat(306), 2],
    ['one more than those', 'a'.repeat(307), 3],
    ['characters that take two septets', '€'.repeat(80), 1],
    ['one more of those', '€'.repeat(81), 2],
    ['70 characters outside the alphabet', 'ą'.repeat(70), 1],
    ['one more outside the alphabet', 'ą'.repeat(71), 2],
    ['one such character in a text of 71', `ą${'a'.repeat(70)}`, 2],
    ['emoji, two units each', '🔑'.repeat(35), 1],
    ['an escaped character that two segments would split', `${'x'.repeat(152)}[${'x'.repeat(152)}`, 3],
    ['the same when none is split', `${'x'.repeat(151)}[${'x'.repeat(153)}`, 2],
    ['an emoji that two segments would split', `${'я'.repeat(66)}😀${'я'.repeat(133)}`, 4],
    ['an emoji at the end of a segment', `${'я'.repeat(65)}😀${'я'.repeat(67)}`, 2],
    ['an extension character in a UCS-2 text', `[${'ą'.repeat(69)}`, 1],
    ['an empty text', '', 1],
  ])('are counted for %s', (_, text, segments) => {
    expect(smsSegments(text)).toBe(segments);
  });

  it('are one for our own text, even with a long code and brand', () => {
    const facts = {
      code: '0'.repeat(32),
      brand: 'A'.repeat(30),
      lifetimeSeconds: 300,
      locale: 'en',
      context: '',
    };
    expect(smsSegments(smsText(facts, ''))).toBe(1);
  });
});
