/**
 * An owner's own words instead of ours, by purpose and language. They were checked at synth
 * (infra/config/messages.ts); what a request lacks shows only here.
 */
import type { Messages } from '../../contract/settings/messages.ts';
import { EVERY_PURPOSE } from '../../contract/settings/messages.ts';
import type { Values } from './template.ts';
import { FIELD_VARIABLE, TIME_VARIABLES, variablesOf } from './template.ts';

export interface OwnWords {
  readonly text: string;
  /** Absent if ours is used. */
  readonly subject?: string | undefined;
}

interface Asked {
  readonly purpose: string;
  readonly locale: string;
  readonly fields: Values;
  /** How long the code is valid; undefined when nobody knows. */
  readonly lifetimeSeconds: number | undefined;
}

/**
 * The words for the purpose, or else those for every purpose. Also undefined when the context lacks a field
 * that they show, or when they say how long the code is valid and nobody knows: a text with a gap would mislead, so
 * ours is sent instead.
 */
export function ownWords(messages: Messages, asked: Asked): OwnWords | undefined {
  const { purpose, locale } = asked;
  const own =
    memberOf(memberOf(messages, purpose), locale) ?? memberOf(memberOf(messages, EVERY_PURPOSE), locale);
  const words = typeof own === 'string' ? { text: own } : own;
  return words !== undefined && isComplete(words, asked) ? words : undefined;
}

/** The languages of the words for a purpose. */
export const ownLanguages = (messages: Messages, purpose: string): readonly string[] =>
  [purpose, EVERY_PURPOSE].flatMap((each) => Object.keys(memberOf(messages, each) ?? {}));

/** The subject has no such variables (infra/config/template-rules.ts). */
const isComplete = ({ text }: OwnWords, { fields, lifetimeSeconds }: Asked): boolean =>
  variablesOf(text).every((name) =>
    name.startsWith(FIELD_VARIABLE)
      ? Object.hasOwn(fields, name.slice(FIELD_VARIABLE.length))
      : !isTimeVariable(name) || isSayable(name, lifetimeSeconds),
  );

/** Less than a minute would be none. */
const isSayable = (name: string, seconds: number | undefined): boolean =>
  seconds !== undefined && (name !== 'minutes' || seconds >= 60);

const isTimeVariable = (name: string): boolean => (TIME_VARIABLES as readonly string[]).includes(name);

/** A purpose may be called `constructor`. */
const memberOf = <T>(record: Readonly<Record<string, T>> | undefined, name: string): T | undefined =>
  record !== undefined && Object.hasOwn(record, name) ? record[name] : undefined;
