/**
 * The context fields that messages show, and which values they may have.
 *
 * A payee's name is often written by the person who wants the money, and it appears in a message that people
 * trust. So a value must be short, must not look like anything else, and must stay in its place: it is
 * quoted, contains no quotation mark, and follows the sentence with the code, so that nothing in it can
 * precede or reverse the code.
 */
import type { TokenContext } from '../../contract/fields.ts';
import type { FieldError } from '../../contract/problem-document.ts';
import type { TokenFormat } from '../../contract/vocabulary.ts';
import { plainText } from '../typed-text.ts';
import { isAmount } from './amounts-and-dates.ts';
import { wordingIn } from './choose-language.ts';
import { isolated } from './direction.ts';
import { linkRule, numberRule } from './lookalikes.ts';
import { isOneScript } from './one-script.ts';

/** Characters of a value. */
export const LONGEST_SHOWN = 35;

/** Control, format, private-use and unassigned characters, and others that display nothing. */
const INVISIBLE = /[\p{C}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}\u2800]/u;
const VISIBLE = /[\p{L}\p{N}\p{P}\p{S}]/u;

/** One apostrophe may be part of a name. Two look like a quotation mark, as does a double prime. */
const QUOTES = /(?!['’‘])\p{Quotation_Mark}|["ʺ˝ˮ״″‶″〃]|['’‘`´′]{2}/u;

/** A leading combining mark would attach to the quotation mark; many on one letter cover other lines. */
const LOOSE_MARKS = /^\p{M}|\p{M}{4}|\p{Me}/u;

/** The configured fields of the context, as our texts in a language show them; empty for none. */
export function shownContext(
  context: TokenContext | undefined,
  fields: readonly string[],
  language: string,
): string {
  const names: Readonly<Record<string, string>> = wordingIn(language).wording.fields;
  return shownFields(context, fields)
    .map(([field, value]) => {
      // Next to each other, two names in Latin letters would turn a right-to-left text around.
      const name = Object.hasOwn(names, field) ? names[field] : isolated(field, language);
      return `${name}: ${quoted(value, language)}`;
    })
    .join(', ');
}

/** The configured fields by name, for own words. */
export const shownValues = (
  context: TokenContext | undefined,
  fields: readonly string[],
): Readonly<Record<string, string>> => Object.fromEntries(shownFields(context, fields));

/** The member whose values need no quotation marks in own words, if they are amounts. */
const AMOUNT = 'amount';

/** A value in own words. Where a payee is expected, 482913 lei would pass for a code, so it is quoted there. */
export const shownField = (field: string, value: string, language: string): string =>
  field === AMOUNT && isAmount(plainText(value)) ? isolated(value, language) : quoted(value, language);

const quoted = (value: string, language: string): string => `"${isolated(value, language)}"`;

/** The rules that shown values break, at most one per field; `format` is that of the message's code. */
export const shownContextErrors = (
  context: TokenContext | undefined,
  fields: readonly string[],
  format: TokenFormat,
): FieldError[] =>
  shownFields(context, fields).flatMap(([field, value]) => {
    const rule = brokenRule(value, format);
    return rule === undefined ? [] : [{ field: `context.${field}`, rule }];
  });

const shownFields = (context: TokenContext | undefined, fields: readonly string[]): [string, string][] =>
  fields.flatMap((field) =>
    context && Object.hasOwn(context, field) ? [[field, context[field] ?? '']] : [],
  );

function brokenRule(value: string, format: TokenFormat): string | undefined {
  if ([...value].length > LONGEST_SHOWN) {
    return `must have at most ${LONGEST_SHOWN} characters, because messages show it`;
  }
  if (INVISIBLE.test(value) || !VISIBLE.test(value)) {
    return 'must not have control, format or invisible characters';
  }
  if (QUOTES.test(value)) {
    return 'must not have quotation marks';
  }
  if (LOOSE_MARKS.test(value)) {
    return 'must not have combining marks without a letter, or too many on one letter';
  }
  return (
    linkRule(value) ?? (isOneScript(value) ? undefined : 'must be in one script') ?? numberRule(value, format)
  );
}
