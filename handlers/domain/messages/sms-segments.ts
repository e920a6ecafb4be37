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

/** The number of parts in which a text is sent; at least one. */
export function smsSegments(text: string): number {
  const septets = gsmSeptets(text);
  const units = septets ?? [...text].map((character) => character.length);
  const room = septets === undefined ? UCS2_ROOM : GSM_ROOM;
  return total(units) <= room.single ? 1 : countParts(units, room.joined);
}

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

/** The septets of each character; undefined if one is not in the alphabet: the text is sent as UCS-2. */
function gsmSeptets(text: string): readonly number[] | undefined {
  const septets: number[] = [];
  for (const character of text) {
    if (GSM_BASIC.includes(character)) {
      septets.push(1);
    } else if (GSM_EXTENSION.includes(character)) {
      septets.push(2);
    } else {
      return undefined;
    }
  }
  return septets;
}
