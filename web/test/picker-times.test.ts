import { describe, expect, it } from '@jest/globals';
import { pickerTimes } from '../src/time/picker-times.ts';

describe('a picker of a range', () => {
  it('takes and shows times in UTC where the console does, in winter and in summer', () => {
    const { getTimeOffset } = pickerTimes('utc');
    expect(['2026-01-01', '2026-07-01'].map((day) => getTimeOffset?.(new Date(day)))).toEqual([0, 0]);
  });

  it("else has the browser's time, with days before months", () => {
    expect(pickerTimes('local')).toEqual({ absoluteFormat: 'long-localized', locale: 'en-GB' });
  });
});
