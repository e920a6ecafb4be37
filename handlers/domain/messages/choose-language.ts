/** The language of a message: that of the request, then the contact's, then the deployment's. */
import type { Messages } from '../../contract/settings/messages.ts';
import { findLanguage } from './find-language.ts';
import type { Language } from './languages.ts';
import { FALLBACK_LANGUAGE, LANGUAGES } from './languages.ts';
import { ownLanguages } from './own-words.ts';
import type { Wording } from './wording.ts';

const OURS: ReadonlySet<string> = new Set(Object.keys(LANGUAGES));

/** `wanted` is in order of preference; a language without texts is skipped. */
export const chooseLanguage = (
  wanted: readonly (string | undefined)[],
  purpose: string,
  messages: Messages,
): string => findLanguage(wanted, languagesFor(purpose, messages)) ?? FALLBACK_LANGUAGE;

/** The languages of messages for a purpose: ours, and those of own words. */
export const languagesFor = (purpose: string, messages: Messages): ReadonlySet<string> =>
  new Set([...OURS, ...ownLanguages(messages, purpose)]);

/** Our texts in the language, or in the closest one that has texts. */
export function wordingIn(language: string): { readonly language: Language; readonly wording: Wording } {
  const found = (findLanguage([language], OURS) ?? FALLBACK_LANGUAGE) as Language;
  return { language: found, wording: LANGUAGES[found] };
}
