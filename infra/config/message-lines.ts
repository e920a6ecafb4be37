/** Prints at synth how many parts texts have, because each part is billed. */
import { smsSegments } from '../../handlers/domain/messages/sms-segments.ts';
import { mostParts } from '../../handlers/domain/messages/text-length-rule.ts';
import { beyondGsm, languagesByParts } from '../../handlers/domain/messages/text-parts.ts';
import type { MessageSettings } from './message-settings.ts';
import type { OwnText } from './own-text.ts';
import { BEYOND_GSM, IN_GSM, longestOwnText, NOTHING } from './own-text.ts';

/** The most characters outside the alphabet that a line names. */
const NAMED = 5;

export function messageLines(settings: MessageSettings): string {
  const { brandName: brand, tokenLifetimeSeconds: lifetimeSeconds, tokenLength } = settings;
  const byParts = languagesByParts({ ...settings, brand, lifetimeSeconds });
  const ours = [...byParts].map(([parts, languages]) => `${parts} in ${languages.join(', ')}`);
  return [
    `Parts of a text, with a code of ${tokenLength} characters: ${ours.join('; ')}.`,
    ...ownTexts(settings).map((own) => lineOf(own, settings)),
  ].join('\n');
}

const ownTexts = ({ messages }: MessageSettings): OwnText[] =>
  Object.entries(messages).flatMap(([purpose, byLanguage]) =>
    Object.entries(byLanguage).map(([language, own]) => ({
      purpose,
      language,
      text: typeof own === 'string' ? own : own.text,
    })),
  );

function lineOf(own: OwnText, settings: MessageSettings): string {
  const text = longestOwnText(own, settings, IN_GSM);
  const [parts, otherwise] = [text, longestOwnText(own, settings, BEYOND_GSM)].map((shown) =>
    partsOf(shown, longestOwnText(own, settings, NOTHING)),
  );
  const beyond = beyondGsm(text);
  const because =
    beyond.length === 0
      ? ''
      : `, of 70 characters because of ${beyond.slice(0, NAMED).join(' ')}${beyond.length > NAMED ? ' …' : ''}`;
  const or = otherwise === parts ? '' : `, or ${otherwise} where it shows letters that GSM lacks`;
  return `  messages.${own.purpose}.${own.language}: ${parts === 1 ? '1 part' : `${parts} parts`}${because}${or}`;
}

/** A request whose values would add more is refused. */
const partsOf = (text: string, without: string): number =>
  Math.min(smsSegments(text), mostParts(without, text));
