import { describe, expect, it } from '@jest/globals';
import { recognise, SEARCH_KINDS } from '../../src/views/search/recognise.ts';

describe('what somebody typed', () => {
  it.each([
    ['ada.lovelace', 'person'],
    ['premjeetsahu123', 'person'],
    ['PremjeetSahu', 'person'],
    ['0b1c4a3e-1b2c-4d5e-8f90-a1b2c3d4e5f6', 'person'],
    ['12345678', 'person'],
    ['+91 98765 43210', 'phone'],
    ['0049 (151) 234-5678', 'phone'],
    ['grace@example.com', 'email'],
    ['VjR22Hr2oAMFnIw=', 'request'],
    ['a/b+c/d+e8fGHIj=', 'request'],
    ['VjR22Hr2oAMFnIw', 'request'],
    ['arn:aws:states:eu-west-1:123456789012:express:m:VjR22Hr2oAMFnIw:u', 'execution'],
  ])('%s is read as: %s', (typed, kind) => {
    expect(recognise(` ${typed} `, SEARCH_KINDS)).toBe(kind);
  });

  it('is a person where nothing else that it looks like can be searched by', () => {
    expect(recognise('grace@example.com', ['person', 'request'])).toBe('person');
  });
});
