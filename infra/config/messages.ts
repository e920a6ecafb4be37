/** Checks an owner's own words at synth, so that nothing is wrong with them when somebody waits for a code. */
import { languagesFor } from '../../handlers/domain/messages/choose-language.ts';
import { findLanguage } from '../../handlers/domain/messages/find-language.ts';
import {
  FIELD_VARIABLE,
  hasLooseBraces,
  TEXT_VARIABLES,
  variablesOf,
} from '../../handlers/domain/messages/template.ts';
import type { SettingError } from './fields.ts';
import type { MessageSettings } from './message-settings.ts';
import { longestOwnText } from './own-text.ts';

/**
 * A code is only sent again with at least a quarter of its time left. Where a text names minutes, that has to be
 * at least one.
 */
const SHORTEST_FOR_MINUTES = 240;

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

function textRule(text: string, settings: MessageSettings): string | undefined {
  const { contextInMessage, tokenLifetimeSeconds } = settings;
  const variables = variablesOf(text);
  const fields = variables.filter((name) => name.startsWith(FIELD_VARIABLE));
  const known = [...TEXT_VARIABLES, ...contextInMessage.map((field) => `${FIELD_VARIABLE}${field}`)];
  if (hasLooseBraces(text)) {
    return 'must have {{ and }} around the names of variables only';
  }
  const hidden = fields.find((name) => !known.includes(name));
  if (hidden !== undefined) {
    return `must not have {{${hidden}}}: contextInMessage does not name ${hidden.slice(FIELD_VARIABLE.length)}`;
  }
  const unknown = variables.find((name) => !known.includes(name));
  if (unknown !== undefined) {
    return `must not have {{${unknown}}}, which is no variable: there are ${known.join(', ')}`;
  }
  if (variables.filter((name) => name === 'code').length !== 1) {
    return 'must have {{code}} once';
  }
  if (variables.slice(0, variables.indexOf('code')).some((name) => fields.includes(name))) {
    return 'must have {{code}} before anything of the context, which could pass for it';
  }
  if (variables.includes('minutes') && tokenLifetimeSeconds < SHORTEST_FOR_MINUTES) {
    return `must have {{duration}} in place of {{minutes}}: with tokenLifetimeSeconds below ${SHORTEST_FOR_MINUTES} there may be none left`;
  }
  return undefined;
}

/** Lock screens show subjects to whoever holds the phone. */
function subjectRule(subject: string): string | undefined {
  const [other] = variablesOf(subject).filter((name) => name !== 'brand');
  if (hasLooseBraces(subject)) {
    return 'must have {{ and }} in its subject around the names of variables only';
  }
  return other === undefined
    ? undefined
    : `must not have {{${other}}} in its subject: {{brand}} is all there is`;
}

function lengthRule(
  own: { readonly purpose: string; readonly language: string; readonly text: string },
  settings: MessageSettings,
): string | undefined {
  const { length } = longestOwnText(own, settings);
  return length > LONGEST_TEXT
    ? `must be shorter: with all that it shows, the text may have ${length} characters, and SNS takes ${LONGEST_TEXT}`
    : undefined;
}
