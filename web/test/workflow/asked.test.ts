import { describe, expect, it } from '@jest/globals';
import { askedFor, hrefOf } from '../../src/views/workflow/asked.ts';

const asked = (query: string) => askedFor(new URLSearchParams(query));

describe('the trace that a URL names', () => {
  it.each([
    ['user_id=ada', { kind: 'person', userId: 'ada', purpose: 'login' }],
    [
      'request_id=VjR22Hr2oAMFnIw%3D&at=2026-11-22T10%3A00%3A00.000Z',
      { kind: 'request', id: 'VjR22Hr2oAMFnIw=', at: '2026-11-22T10:00:00.000Z' },
    ],
    ['request_id=x&at=yesterday', { kind: 'request', id: 'x' }],
    ['execution=arn%3Ax&user_id=ada', { kind: 'execution', id: 'arn:x' }],
  ])('%s', (query, expected) => {
    expect(asked(query)).toEqual(expected);
  });

  it('is none without an id', () => {
    expect(asked('purpose=login&failed=all')).toBeUndefined();
  });

  it('is found again in its own link', () => {
    for (const query of [
      'user_id=ada&purpose=pay',
      'request_id=a&at=2026-11-22T10%3A00%3A00Z',
      'execution=arn%3Ax',
    ]) {
      const trace = asked(query);
      expect(trace && asked(hrefOf(trace).split('?')[1] ?? '')).toEqual(trace);
    }
  });
});
