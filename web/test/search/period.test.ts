import { describe, expect, it } from '@jest/globals';
import { boundsOf } from '../../src/views/search/period.ts';

const NOW_MS = Date.UTC(2026, 10, 22, 12);
const NONE = { from: '', to: '' };

describe('the period of a search', () => {
  it('ends now, so that only its beginning is asked for', () => {
    expect(boundsOf({ period: 'day', ...NONE }, NOW_MS)).toEqual({ from: '2026-11-21T12:00:00.000Z' });
    expect(boundsOf({ period: 'any', ...NONE }, NOW_MS)).toEqual({});
  });

  it('is what a link names instead, in UTC', () => {
    const from = '2026-11-22T10:00:00+01:00';
    expect(boundsOf({ period: 'day', from, to: '' }, NOW_MS)).toEqual({ from: '2026-11-22T09:00:00.000Z' });
    expect(boundsOf({ period: 'day', from, to: '2026-11-22T11:00:00Z' }, NOW_MS)).toEqual({
      from: '2026-11-22T09:00:00.000Z',
      to: '2026-11-22T11:00:00.000Z',
    });
  });
});
