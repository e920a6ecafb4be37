/** What a message says: its subject, and its sentences in their order. */
import type { Messages } from '../../contract/settings/messages.ts';
import { chooseLanguage, wordingIn } from './choose-language.ts';
import { isolatedCode, isRightToLeft, leftToRight } from './direction.ts';
import { groupCode } from './group-code.ts';
import { durationIn, expiryIn } from './lifetime-words.ts';
import { ownWords } from './own-words.ts';
import { shownField } from './shown-context.ts';
import type { TextVariable, Values } from './template.ts';
import { FIELD_VARIABLE, fill } from './template.ts';
import { useOf } from './use.ts';
import type { Wording } from './wording.ts';

export interface MessageFacts {
  readonly code: string;
  readonly brand: string;
  readonly lifetimeSeconds: number;
  /** BCP 47 tag of the language, as chooseLanguage returned it. */
  readonly locale: string;
  readonly purpose: string;
  /** What the code confirms, as our texts show it; or empty. */
  readonly context: string;
  /** The configured fields by name, for own words. */
  readonly fields: Values;
}

/** What the email that confirms an address says. */
export type ConfirmationFacts = Pick<MessageFacts, 'code' | 'brand' | 'lifetimeSeconds' | 'locale'>;

export interface MessageWords {
  /** BCP 47 tag of their language. */
  readonly locale: string;
  readonly subject: string;
  readonly sentences: readonly string[];
}

/** How our words are spelt. Own words stay as written, and the shown context as the caller sent it. */
export type Spelling = (words: string, wording: Wording) => string;

const asWritten = (words: string): string => words;

/** The message with a code. */
export function messageWords(
  facts: MessageFacts,
  messages: Messages,
  spelt: Spelling = asWritten,
): MessageWords {
  const { purpose, context, fields } = facts;
  const locale = chooseLanguage([facts.locale], purpose, messages);
  const use = useOf(purpose);
  const own = ownWords(messages, { purpose, locale, fields });
  if (own !== undefined) {
    const values = { ...valuesOf(facts, locale, asWritten), ...fieldValues(fields, locale) };
    const subject = own.subject ?? wordingIn(locale).wording.subject[use];
    return { locale, subject: fill(subject, values), sentences: [fill(own.text, values)] };
  }
  const { language, wording } = wordingIn(locale);
  const values = { ...valuesOf(facts, language, (words) => spelt(words, wording)), context };
  const sentences = [
    wording.code[use],
    ...(context === '' ? [] : [wording.context]),
    wording.validity,
    wording.warning,
  ];
  return {
    locale: language,
    subject: fill(wording.subject[use], values),
    sentences: sentences.map((sentence) => fill(spelt(sentence, wording), values)),
  };
}

/** The email by which the owner of an address confirms it. */
export function confirmationWords(facts: ConfirmationFacts): MessageWords {
  const { language, wording } = wordingIn(facts.locale);
  const { subject, code, unasked } = wording.confirmAddress;
  const values = valuesOf(facts, language, asWritten);
  return {
    locale: language,
    subject: fill(subject, values),
    sentences: [code, wording.validity, wording.warning, unasked].map((sentence) => fill(sentence, values)),
  };
}

function valuesOf(
  { code, brand, lifetimeSeconds }: Pick<MessageFacts, 'code' | 'brand' | 'lifetimeSeconds'>,
  language: string,
  spelt: (words: string) => string,
): Readonly<Record<TextVariable, string>> {
  const rightToLeft = isRightToLeft(language);
  const grouped = groupCode(code);
  return {
    code: rightToLeft ? isolatedCode(grouped) : grouped,
    brand: rightToLeft ? leftToRight(brand) : brand,
    minutes: String(Math.floor(lifetimeSeconds / 60)),
    duration: spelt(durationIn(language, lifetimeSeconds)),
    expiry: spelt(expiryIn(language, lifetimeSeconds)),
  };
}

const fieldValues = (fields: Values, language: string): Values =>
  Object.fromEntries(
    Object.entries(fields).map(([name, value]) => [
      `${FIELD_VARIABLE}${name}`,
      shownField(name, value, language),
    ]),
  );
