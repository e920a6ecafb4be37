import { describe, expect, it } from '@jest/globals';
import {
  changeParameters,
  choice,
  instant,
  mayBeInUrl,
  name,
  readParameters,
  sorting,
  typed,
} from '../src/shell/url-parameters.ts';

const SHOWN = {
  period: choice(['hour', 'day'], 'day'),
  filter: typed(),
  user_id: name(),
  sort: sorting('-at'),
  from: instant(),
};

const read = (query: string) => readParameters(SHOWN, new URLSearchParams(query));

describe('readParameters', () => {
  it('reads what the URL says', () => {
    const query = 'period=hour&filter=a%26b&user_id=ada&sort=actor&from=2026-11-26T00:00:00Z';
    expect(read(query)).toEqual({
      period: 'hour',
      filter: 'a&b',
      user_id: 'ada',
      sort: 'actor',
      from: '2026-11-26T00:00:00Z',
    });
  });

  it('has a default for what is missing or not valid', () => {
    const defaults = { period: 'day', filter: '', user_id: '', sort: '-at', from: '' };
    expect(read('')).toEqual(defaults);
    expect(read('period=year&from=yesterday')).toEqual(defaults);
  });
});

describe('changeParameters', () => {
  it('writes what is not the default, and keeps the view and what others wrote', () => {
    const hash = changeParameters(SHOWN, '#/audit?panel=x', { period: 'hour', sort: 'actor' });
    expect(hash).toBe('#/audit?panel=x&period=hour&sort=actor');
  });

  it('removes what is back to its default', () => {
    const hash = '#/audit?period=hour&filter=ada&sort=actor';
    expect(changeParameters(SHOWN, hash, { period: 'day', filter: '', sort: '-at' })).toBe('#/audit');
  });

  it('is read back as it was written', () => {
    const filter = 'ünï & co?#/+ %';
    const [, query = ''] = changeParameters(SHOWN, '#/audit', { filter }).split('?');
    expect(read(query).filter).toBe(filter);
  });

  it('removes a filter that was in the URL when a destination is typed', () => {
    expect(changeParameters(SHOWN, '#/tokens?filter=ada', { filter: '+1 425 555 0123' })).toBe('#/tokens');
  });
});

describe('mayBeInUrl', () => {
  it.each([
    'ada',
    'login',
    'order-12',
    'v1.2',
    '7b0f8f0e-3f6b-4c43-9c39-3a4bfb7c3f55',
    '11111111-1111-4111-8111-111111111111',
  ])('accepts %j', (text) => expect(mayBeInUrl(text)).toBe(true));

  it.each([
    'ada@example.com',
    'ada＠example.com',
    '+14255550123',
    '+1 425 555 0123',
    '(425) 555-0123',
    '12 34 56 78',
    '555.0123',
    '٠٩٦١٤٤',
    '096144',
    'ada 0961',
  ])('refuses %j', (text) => expect(mayBeInUrl(text)).toBe(false));
});
