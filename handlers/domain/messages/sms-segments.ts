/**
 * The number of parts in which a text is sent and billed.
 *
 * A single part holds 160 septets of the GSM alphabet or 70 UTF-16 units. If there are several, each holds
 * less, because a header joins them (3GPP TS 23.038 section 6, 3GPP TS 23.040 section 9.2.3.24.1).
 * https://docs.aws.amazon.com/sms-voice/latest/userguide/sms-limitations-character.html
 */
const GSM_BASIC =
  '@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !"#¤%&\'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà';
/** Each takes two septets: an escape precedes it. */
const GSM_EXTENSION = '\f^{}\\[~]|€';

const GSM_ROOM = { single: 160, joined: 153 };
const UCS2_ROOM = { single: 70, joined: 67 };

/** The number of parts in which a text is sent; at least one. `inGsm` is false if the rest needs UCS-2. */
export function smsSegments(text: string, inGsm = isGsm(text)): number {
  const units = unitsOf(text, inGsm);
  const room = roomOf(inGsm);
  return total(units) <= room.single ? 1 : countParts(units, room.joined);
}

/** The GSM septets or UTF-16 units left in so many parts; negative if the text needs more parts. */
export function roomLeft(text: string, parts: number): number {
  const inGsm = isGsm(text);
  const room = roomOf(inGsm);
  return (parts === 1 ? room.single : parts * room.joined) - total(unitsOf(text, inGsm));
}

/** Whether a text is in the GSM alphabet, whose parts hold more than twice as much. */
export const isGsm = (text: string): boolean => [...text].every(isGsmCharacter);

export const isGsmCharacter = (character: string): boolean =>
  GSM_BASIC.includes(character) || GSM_EXTENSION.includes(character);

const roomOf = (inGsm: boolean) => (inGsm ? GSM_ROOM : UCS2_ROOM);

/** For each character. In the GSM alphabet, those outside the basic table take two septets. */
const unitsOf = (text: string, inGsm: boolean): readonly number[] =>
  [...text].map((character) => (inGsm ? (GSM_BASIC.includes(character) ? 1 : 2) : character.length));

/** An escape and its character, or a surrogate pair, are never split: both move to the next part. */
function countParts(units: readonly number[], room: number): number {
  let parts = 1;
  let used = 0;
  for (const unit of units) {
    if (used + unit > room) {
      parts += 1;
      used = 0;
    }
    used += unit;
  }
  return parts;
}

const total = (units: readonly number[]): number => units.reduce((sum, unit) => sum + unit, 0);
