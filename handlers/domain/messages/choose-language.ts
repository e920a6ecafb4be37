/** The language of a message: what the request wants, then the contact, then the deployment. */
import type { Messages } from '../../contract/settings/messages.ts';
import { findLanguage } from './find-language.ts';
import type { Language } from './languages.ts';
import { FALLBACK_LANGUAGE, LANGUAGES } from './languages.ts';
import { ownLanguages } from './own-words.ts';
import type { Wording } from './wording.ts';

const OURS: ReadonlySet<string> = new Set(Object.keys(LANGUAGES));

/** `wanted` is in the order of preference; a language without texts gives way to the next. */
export const chooseLanguage = (
  wanted: readonly (string | undefined)[],
  purpose: string,
  messages: Messages,
): string => findLanguage(wanted, languagesFor(purpose, messages)) ?? FALLBACK_LANGUAGE;

/** The languages that messages for a purpose can be in: ours, and those of own words. */
export const languagesFor = (purpose: string, messages: Messages): ReadonlySet<string> =>
  new Set([...OURS, ...ownLanguages(messages, purpose)]);

/** Our texts in the language, or in the nearest that there are. */
export function wordingIn(language: string): { readonly language: Language; readonly wording: Wording } {
  const found = (findLanguage([language], OURS) ?? FALLBACK_LANGUAGE) as Language;
  return { language: found, wording: LANGUAGES[found] };
}
