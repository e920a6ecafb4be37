/**
 * Checks that the line that names the site does not add a part to a text: each part is billed as a text, and
 * one more part is reserved for what callers want to show.
 *
 * It holds for our texts in the default language. In other languages a text is as long as it is; synth says
 * how long (message-lines.ts).
 */
import { wordingIn } from '../../handlers/domain/messages/choose-language.ts';
import { isGsm, roomLeft } from '../../handlers/domain/messages/sms-segments.ts';
import type { PlannedText } from '../../handlers/domain/messages/text-parts.ts';
import { ourTexts } from '../../handlers/domain/messages/text-parts.ts';
import type { SettingError } from './fields.ts';
import type { MessageSettings } from './message-settings.ts';

/** The longest time that codes are valid, in seconds. */
const LONGEST_LIFETIME = 600;

/** What is wrong with settings that are each well-formed. */
export function checkWebOtpDomain(settings: MessageSettings): SettingError[] {
  const { webOtpDomain, defaultLocale, brandName: brand, tokenLength } = settings;
  if (webOtpDomain === '') {
    return [];
  }
  const { language } = wordingIn(defaultLocale);
  const room = roomForDomain(language, { ...settings, brand, lifetimeSeconds: LONGEST_LIFETIME });
  if (webOtpDomain.length <= Math.max(0, room.characters)) {
    return [];
  }
  const rule = room.characters > 0 ? `must have at most ${room.characters} characters` : 'must be left out';
  const most = room.parts === 1 ? 'one part' : `${room.parts} parts`;
  const reason = `with this brandName and codes of ${tokenLength} characters, a text in ${language} would otherwise have more than ${most}, and each part is billed`;
  return [{ path: ['webOtpDomain'], message: `${rule}: ${reason}` }];
}

/** Outside the GSM alphabet, a part has so little room that even the shortest text needs two. */
function roomForDomain(language: string, planned: PlannedText) {
  const texts = ourTexts(language, { ...planned, webOtpDomain: 'x' });
  const parts = texts.every(isGsm) ? 1 : 2;
  return { parts, characters: 1 + Math.min(...texts.map((text) => roomLeft(text, parts))) };
}
