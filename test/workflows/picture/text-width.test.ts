import { describe, expect, it } from '@jest/globals';
import { textWidth, wrap } from '../../../workflows/picture/drawing/text-width.ts';

describe('the width of a text', () => {
  it("is the sum of Helvetica's widths", () => {
    // 722 + 556 + 556 + 556 + 222 + 278 + 556
    expect(textWidth('Cognito', 1000)).toBe(3446);
    expect(textWidth('Cognito', 10)).toBeCloseTo(34.46);
  });

  it('is larger in bold', () => {
    // 722 + 611 + 611 + 611 + 278 + 333 + 611
    expect(textWidth('Cognito', 1000, true)).toBe(3777);
  });

  it('counts a character that is not in the table as the widest', () => {
    expect(textWidth('中', 1000)).toBe(1015);
  });
});

describe('wrapping', () => {
  it('breaks between words where a line would be too wide', () => {
    expect(wrap('Take back both sends', 80, 12)).toEqual(['Take back', 'both sends']);
  });

  it('leaves a text alone that fits', () => {
    expect(wrap('Take back both sends', 120, 12)).toEqual(['Take back both sends']);
  });

  it('does not break a word', () => {
    expect(wrap('StartSyncExecution', 10, 12)).toEqual(['StartSyncExecution']);
  });
});
