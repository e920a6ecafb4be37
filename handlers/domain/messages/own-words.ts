/**
 * An owner's own words instead of ours, by purpose and language. They were checked at synth
 * (infra/config/messages.ts); what a request lacks shows only here.
 */
import type { Messages } from '../../contract/settings/messages.ts';
import { EVERY_PURPOSE } from '../../contract/settings/messages.ts';
import type { Values } from './template.ts';
import { FIELD_VARIABLE, variablesOf } from './template.ts';

export interface OwnWords {
  readonly text: string;
  /** Absent if ours is used. */
  readonly subject?: string | undefined;
}

interface Asked {
  readonly purpose: string;
  readonly locale: string;
  readonly fields: Values;
}

/**
 * The words for the purpose, or else those for every purpose. Also undefined when the context lacks a field
 * that they show: a text with a gap would mislead, so ours is sent instead.
 */
export function ownWords(messages: Messages, { purpose, locale, fields }: Asked): OwnWords | undefined {
  const own =
    memberOf(memberOf(messages, purpose), locale) ?? memberOf(memberOf(messages, EVERY_PURPOSE), locale);
  const words = typeof own === 'string' ? { text: own } : own;
  return words !== undefined && isComplete(words, fields) ? words : undefined;
}

/** The languages of the words for a purpose. */
export const ownLanguages = (messages: Messages, purpose: string): readonly string[] =>
  [purpose, EVERY_PURPOSE].flatMap((each) => Object.keys(memberOf(messages, each) ?? {}));

const isComplete = ({ text }: OwnWords, fields: Values): boolean =>
  variablesOf(text).every(
    (name) => !name.startsWith(FIELD_VARIABLE) || Object.hasOwn(fields, name.slice(FIELD_VARIABLE.length)),
  );

/** A purpose may be called `constructor`. */
const memberOf = <T>(record: Readonly<Record<string, T>> | undefined, name: string): T | undefined =>
  record !== undefined && Object.hasOwn(record, name) ? record[name] : undefined;
