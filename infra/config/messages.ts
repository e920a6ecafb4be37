/** Checks an owner's own words at synth, so that nothing is wrong with them when somebody waits for a code. */
import { languagesFor } from '../../handlers/domain/messages/choose-language.ts';
import { findLanguage } from '../../handlers/domain/messages/find-language.ts';
import type { SettingError } from './fields.ts';
import type { MessageSettings } from './message-settings.ts';
import { IN_GSM, longestOwnText } from './own-text.ts';
import { subjectRule, textRule } from './template-rules.ts';

/** SNS's limit: https://docs.aws.amazon.com/sns/latest/api/API_Publish.html */
const LONGEST_TEXT = 1600;

/** What is wrong with settings that are each well-formed. */
export const checkMessages = (settings: MessageSettings): SettingError[] => [
  ...checkDefaultLocale(settings),
  ...Object.entries(settings.messages).flatMap(([purpose, byLanguage]) =>
    Object.entries(byLanguage).flatMap(([language, own]) => {
      const { text, subject = '' } = typeof own === 'string' ? { text: own } : own;
      const rule =
        tagRule(language) ??
        textRule(text, settings) ??
        subjectRule(subject) ??
        lengthRule({ purpose, language, text }, settings);
      return rule === undefined ? [] : [{ path: ['messages', purpose, language], message: rule }];
    }),
  ),
];

/** Words for a single purpose are not enough: the others would have none. */
function checkDefaultLocale({ defaultLocale, messages }: MessageSettings): SettingError[] {
  const available = languagesFor('', messages);
  return findLanguage([defaultLocale], available) === undefined
    ? [
        {
          path: ['defaultLocale'],
          message: `must be a language with texts: ${[...available].sort().join(', ')}`,
        },
      ]
    : [];
}

function tagRule(language: string): string | undefined {
  const canonical = canonicalTag(language);
  if (canonical === undefined) {
    return 'must be named by a BCP 47 tag such as pt-BR';
  }
  return canonical === language ? undefined : `must be named ${canonical}, as BCP 47 writes it`;
}

function canonicalTag(language: string): string | undefined {
  try {
    return Intl.getCanonicalLocales(language)[0];
  } catch {
    return undefined;
  }
}

function lengthRule(
  own: { readonly purpose: string; readonly language: string; readonly text: string },
  settings: MessageSettings,
): string | undefined {
  const { length } = longestOwnText(own, settings, IN_GSM);
  return length > LONGEST_TEXT
    ? `must be shorter: with all that it shows, the text may have ${length} characters, and SNS takes ${LONGEST_TEXT}`
    : undefined;
}
