import { describe, expect, it } from '@jest/globals';
import { isKnown, readBasic } from '../../../../handlers/domain/twilio/credentials.ts';

const basic = (text: string) => `Basic ${Buffer.from(text).toString('base64')}`;

describe('HTTP Basic', () => {
  it.each([
    [basic('AC1:token'), 'AC1:token'],
    [basic('AC1:to:ken').replace('Basic', 'basic'), 'AC1:to:ken'],
    ['Bearer abc', undefined],
    ['Basic', undefined],
    ['Basic a b', undefined],
    [undefined, undefined],
  ])('%s has the credentials %s', (header, credentials) => {
    expect(readBasic(header)).toBe(credentials);
  });
});

describe('credentials', () => {
  const tokens = ['new', 'old'];
  it.each([
    ['AC1:new', true],
    ['AC1:old', true],
    ['AC2:new', false],
    ['AC1:older', false],
    ['AC1:', false],
    ['', false],
  ])('%s with the tokens new and old are known: %s', (given, known) => {
    expect(isKnown(given, 'AC1', tokens)).toBe(known);
  });

  it('are never known without a token', () => {
    expect(isKnown('AC1:', 'AC1', [])).toBe(false);
    expect(isKnown('', '', [])).toBe(false);
  });
});
