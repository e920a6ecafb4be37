/** How many parts texts have, which decides their cost; for the synth and the documentation. */
import type { TokenFormat } from '../../contract/vocabulary.ts';
import type { Language } from './languages.ts';
import { LANGUAGES } from './languages.ts';
import type { MessageFacts } from './message-words.ts';
import type { SmsWording } from './sms-draft.ts';
import { draftCode, longestSms } from './sms-draft.ts';
import { isGsmCharacter, smsSegments } from './sms-segments.ts';
import { PURPOSE_OF, USES } from './use.ts';

export interface PlannedText extends SmsWording {
  readonly tokenFormat: TokenFormat;
  readonly tokenLength: number;
}

/** Languages by the number of parts of our longest text. */
export function languagesByParts(planned: PlannedText): ReadonlyMap<number, readonly Language[]> {
  const parts = (language: Language) =>
    Math.max(...ourTexts(language, planned).map((text) => smsSegments(text)));
  const languages = Object.keys(LANGUAGES) as Language[];
  return new Map([...Map.groupBy(languages, parts)].sort(([one], [other]) => one - other));
}

/** Our longest texts in a language, one for each use. */
export const ourTexts = (language: string, planned: PlannedText): readonly string[] =>
  USES.map((use) =>
    plannedText({ locale: language, purpose: PURPOSE_OF[use] }, { ...planned, messages: {} }),
  );

/** The longest form of a text. Values of the context are given, or left out. */
export const plannedText = (
  facts: Pick<MessageFacts, 'locale' | 'purpose'> & Partial<Pick<MessageFacts, 'fields'>>,
  planned: PlannedText,
): string => {
  const code = draftCode({ format: planned.tokenFormat, length: planned.tokenLength });
  return longestSms({ fields: {}, ...facts, code, context: '' }, planned);
};

/** The distinct characters that make a text UCS-2. */
export const beyondGsm = (text: string): readonly string[] => [
  ...new Set([...text].filter((character) => !isGsmCharacter(character))),
];
