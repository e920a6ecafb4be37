import { describe, expect, it } from '@jest/globals';
import { inAscii, inGsmLetters } from '../../../../handlers/domain/messages/sms-spelling.ts';

describe('the spelling of texts', () => {
  it.each([
    ['código é à ñ', 'codigo é à ñ'],
    ['Częstka płatności', 'Czestka platnosci'],
    ['őű ÖÄ ß å ø', 'öü ÖÄ ß å ø'],
    ['Kimseyle paylaşmayın', 'Kimseyle paylasmayin'],
    ['mã đăng nhập', 'ma dang nhap'],
    ['d’aquí – «a»…', 'd\'aqui - "a"...'],
    ['e\u0301', 'é'],
    ['код 验证码 й', 'код 验证码 й'],
  ])('in letters of GSM: %s', (text, spelt) => {
    expect(inGsmLetters(text)).toBe(spelt);
  });

  it('in ASCII leaves no accent', () => {
    expect(inAscii('Særlig Øl å Straße é')).toBe('Saerlig Ol a Strasse e');
    expect(inAscii('Größe bestätigen', 'de')).toBe('Groesse bestaetigen');
    expect(inAscii('Bekræft på Øl', 'da')).toBe('Bekraeft paa Oel');
  });
});
