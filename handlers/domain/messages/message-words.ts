/** What a message says: its subject, and its sentences in their order. */
import type { Messages } from '../../contract/settings/messages.ts';
import { chooseLanguage, wordingIn } from './choose-language.ts';
import { isolatedCode, isRightToLeft, leftToRight } from './direction.ts';
import { groupCode } from './group-code.ts';
import { durationIn, expiryIn } from './lifetime-words.ts';
import { ownWords } from './own-words.ts';
import { shownField } from './shown-context.ts';
import type { TextVariable, TimeVariable, Values } from './template.ts';
import { FIELD_VARIABLE, fill } from './template.ts';
import { useOf } from './use.ts';
import type { Wording } from './wording.ts';

export interface MessageFacts {
  readonly code: string;
  /** The code of somebody else, which is shown exactly as it is. */
  readonly isVerbatim?: boolean;
  readonly brand: string;
  /** Undefined when nobody knows how long it is valid: then the message does not say. */
  readonly lifetimeSeconds: number | undefined;
  /** BCP 47 tag of the language, as chooseLanguage returned it. */
  readonly locale: string;
  readonly purpose: string;
  /** What the code confirms, as our texts show it; or empty. */
  readonly context: string;
  /** The configured fields by name, for own words. */
  readonly fields: Values;
}

/** What the email that confirms an address says. */
export interface ConfirmationFacts extends Pick<MessageFacts, 'code' | 'brand' | 'locale'> {
  readonly lifetimeSeconds: number;
}

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
  const { purpose, context, fields, lifetimeSeconds } = facts;
  const locale = chooseLanguage([facts.locale], purpose, messages);
  const use = useOf(purpose);
  const own = ownWords(messages, { purpose, locale, fields, lifetimeSeconds });
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
    ...(lifetimeSeconds === undefined ? [] : [wording.validity]),
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

/** The code as people read it. */
export const shownCode = ({ code, isVerbatim = false }: Pick<MessageFacts, 'code' | 'isVerbatim'>): string =>
  isVerbatim ? code : groupCode(code);

function valuesOf(
  facts: Pick<MessageFacts, 'code' | 'isVerbatim' | 'brand' | 'lifetimeSeconds'>,
  language: string,
  spelt: (words: string) => string,
): Partial<Record<TextVariable, string>> {
  const { brand, lifetimeSeconds } = facts;
  const rightToLeft = isRightToLeft(language);
  const code = shownCode(facts);
  return {
    code: rightToLeft ? isolatedCode(code) : code,
    brand: rightToLeft ? leftToRight(brand) : brand,
    ...(lifetimeSeconds === undefined ? {} : timesIn(language, lifetimeSeconds, spelt)),
  };
}

const timesIn = (
  language: string,
  seconds: number,
  spelt: (words: string) => string,
): Record<TimeVariable, string> => ({
  minutes: String(Math.floor(seconds / 60)),
  duration: spelt(durationIn(language, seconds)),
  expiry: spelt(expiryIn(language, seconds)),
});

const fieldValues = (fields: Values, language: string): Values =>
  Object.fromEntries(
    Object.entries(fields).map(([name, value]) => [
      `${FIELD_VARIABLE}${name}`,
      shownField(name, value, language),
    ]),
  );
