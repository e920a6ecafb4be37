import { describe, expect, it } from '@jest/globals';
import { chooseLanguage } from '../../../../handlers/domain/messages/choose-language.ts';

const choose = (...wanted: (string | undefined)[]): string => chooseLanguage(wanted, 'login', {});

describe('the language of a message', () => {
  it('is what the request names, then what the contact does, then the default', () => {
    expect(choose('de', 'fr', 'nl')).toBe('de');
    expect(choose(undefined, 'fr', 'nl')).toBe('fr');
    expect(choose(undefined, undefined, 'nl')).toBe('nl');
  });

  it('is the next where there are no texts in it, and English at last', () => {
    expect(choose('tlh', 'fr', 'nl')).toBe('fr');
    expect(choose('x-private', 'i-klingon', 'nl')).toBe('nl');
    expect(choose('tlh')).toBe('en');
    expect(choose('toString', 'a', '')).toBe('en');
  });

  it.each([
    ['zh', 'zh-Hans'],
    ['zh-CN', 'zh-Hans'],
    ['zh-SG', 'zh-Hans'],
    ['zh-TW', 'zh-Hant'],
    ['zh-HK', 'zh-Hant'],
    ['zh-TW-Hant', 'zh-Hant'],
    ['zh-TW-Hans', 'zh-Hans'],
    ['zh-Hant-MO', 'zh-Hant'],
    ['zh-Hans-TW', 'zh-Hans'],
    ['yue-HK', 'zh-Hant'],
    ['pt', 'pt'],
    ['pt-PT', 'pt'],
    ['pt-AO', 'pt'],
    ['pt-BR', 'pt-BR'],
    ['pt-br', 'pt-BR'],
    ['en-IN', 'en'],
    ['es-419', 'es'],
    ['de-CH-1996', 'de'],
    ['de-u-co-phonebk', 'de'],
    ['no', 'nb'],
    ['nn-NO', 'nb'],
    ['iw', 'he'],
    ['in', 'id'],
    ['AR-eg', 'ar'],
  ])('for %s is %s', (tag, language) => {
    expect(choose(tag)).toBe(language);
  });

  it('may be one that only own words are in, for their purpose', () => {
    const messages = { login: { sw: '{{code}}' }, '*': { 'de-AT': '{{code}}' } };
    expect(chooseLanguage(['sw-KE', 'fr'], 'login', messages)).toBe('sw');
    expect(chooseLanguage(['sw-KE', 'fr'], 'payment', messages)).toBe('fr');
    expect(chooseLanguage(['de-AT'], 'payment', messages)).toBe('de-AT');
    expect(chooseLanguage(['de-CH'], 'payment', messages)).toBe('de');
  });
});
