/** What an owner's own text and subject must be like, so that people and programs find the code in them. */
import { numberRule } from '../../handlers/domain/messages/lookalikes.ts';
import {
  FIELD_VARIABLE,
  fill,
  hasLooseBraces,
  TEXT_VARIABLES,
  variablesOf,
} from '../../handlers/domain/messages/template.ts';
import type { MessageSettings } from './message-settings.ts';

/**
 * A code is only sent again with at least a quarter of its time left. Where a text names minutes, that has to be
 * at least one.
 */
const SHORTEST_FOR_MINUTES = 240;

/**
 * An override reverses even the digits of a code: https://www.unicode.org/reports/tr9/#Explicit_Directional_Overrides
 * Isolates have taken the place of embeddings.
 */
const REORDERING = /[\u202a-\u202e]/;
const REORDERED =
  'embeddings or overrides of direction (U+202A to U+202E): use isolates (U+2066 to U+2069) instead';

/** Scripts without spaces may have their letters beside it: nobody takes those for a part of a code. */
const BESIDE_CODE = /[\p{N}\p{sc=Latn}}]\{\{ *code *\}\}|\{\{ *code *\}\}[\p{N}\p{sc=Latn}{]/u;

/** A character that no text may have. */
const MARK = '\u0000';

export function textRule(text: string, settings: MessageSettings): string | undefined {
  const { contextInMessage, tokenLifetimeSeconds } = settings;
  const variables = variablesOf(text);
  const fields = variables.filter((name) => name.startsWith(FIELD_VARIABLE));
  const known = [...TEXT_VARIABLES, ...contextInMessage.map((field) => `${FIELD_VARIABLE}${field}`)];
  if (REORDERING.test(text)) {
    return `must not have ${REORDERED}`;
  }
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
  if (passesForCode(textBeforeCode(text, settings))) {
    return 'must have {{code}} before anything that could pass for it, or for a phone number';
  }
  if (BESIDE_CODE.test(text)) {
    return 'must have {{code}} apart from other variables, digits and Latin letters, which could be read with it';
  }
  if (variables.includes('minutes') && tokenLifetimeSeconds < SHORTEST_FOR_MINUTES) {
    return `must have {{duration}} in place of {{minutes}}: with tokenLifetimeSeconds below ${SHORTEST_FOR_MINUTES} there may be none left`;
  }
  return undefined;
}

/** Lock screens show subjects to whoever holds the phone. */
export function subjectRule(subject: string): string | undefined {
  if (REORDERING.test(subject)) {
    return `must not have, in its subject, ${REORDERED}`;
  }
  const [other] = variablesOf(subject).filter((name) => name !== 'brand');
  if (hasLooseBraces(subject)) {
    return 'must have {{ and }} in its subject around the names of variables only';
  }
  return other === undefined
    ? undefined
    : `must not have {{${other}}} in its subject: {{brand}} is all there is`;
}

/** What stands before the code. Of a duration, the number counts; there are no values of the context yet. */
function textBeforeCode(text: string, { brandName, tokenLifetimeSeconds }: MessageSettings): string {
  const minutes = String(Math.floor(tokenLifetimeSeconds / 60));
  const time = { minutes, duration: minutes, expiry: minutes };
  const later = Object.fromEntries(variablesOf(text).map((name) => [name, 'x']));
  const [before = ''] = fill(text, { ...later, ...time, brand: brandName, code: MARK }).split(MARK);
  return before;
}

/**
 * Callers ask for codes of either format. With a letter after it the text is no amount, which alone may have as many
 * digits as a code.
 */
const passesForCode = (before: string): boolean => numberRule(`${before} x`, 'alphanumeric') !== undefined;
