/**
 * Spelling without the letters that the GSM alphabet lacks. A single one makes a text UCS-2, with 70 characters
 * a part instead of 160, so readers of these languages are used to texts without: `codigo`, `kod`, `ma dang nhap`.
 */
import { isGsmCharacter } from './sms-segments.ts';

/** Letters without a base letter in Unicode, or with a closer one in the alphabet. */
const SUBSTITUTES: Readonly<Record<string, string>> = {
  ...{ ł: 'l', Ł: 'L', đ: 'd', Đ: 'D', ı: 'i', ő: 'ö', Ő: 'Ö', ű: 'ü', Ű: 'Ü', ß: 'ss' },
  ...{ æ: 'ae', Æ: 'AE', ø: 'o', Ø: 'O', œ: 'oe', Œ: 'OE' },
  ...{ '’': "'", '‘': "'", '“': '"', '”': '"', '„': '"', '«': '"', '»': '"', '–': '-', '—': '-', '…': '...' },
};

/** The text as an SMS spells it; what no letter of the alphabet passes for stays as it is. */
export const inGsmLetters = (text: string): string => respelt(text, isGsmCharacter);

/** How languages write letters that they have no base letter for, by primary language subtag. */
const OF_LANGUAGE: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  de: { ä: 'ae', ö: 'oe', ü: 'ue', Ä: 'Ae', Ö: 'Oe', Ü: 'Ue' },
  da: { å: 'aa', Å: 'Aa', ø: 'oe', Ø: 'Oe' },
  nb: { å: 'aa', Å: 'Aa', ø: 'oe', Ø: 'Oe' },
};

/** For what takes ASCII only, such as the subjects of SNS. */
export function inAscii(text: string, language = ''): string {
  const own = OF_LANGUAGE[language] ?? {};
  const spelt = text.normalize('NFC').replace(/[^ -~]/g, (character) => own[character] ?? character);
  return respelt(spelt, (character) => /[ -~]/.test(character));
}

const respelt = (text: string, isAllowed: (character: string) => boolean): string =>
  [...text.normalize('NFC')]
    .map((character) => (isAllowed(character) ? character : substituteOf(character, isAllowed)))
    .join('');

function substituteOf(character: string, isAllowed: (character: string) => boolean): string {
  const substitute = SUBSTITUTES[character] ?? character;
  if ([...substitute].every(isAllowed)) {
    return substitute;
  }
  const bare = substitute.normalize('NFD').replace(/\p{M}/gu, '');
  return [...bare].every(isAllowed) ? bare : character;
}
