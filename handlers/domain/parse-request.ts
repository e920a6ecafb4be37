/**
 * Turns text into a validated request, or into the list of invalid fields and the rules they break.
 *
 * Both steps and endpoints use it, so the same mistake gets the same error everywhere. Errors never repeat a
 * field's value; they do repeat the name of an unknown field, shortened.
 */
import type { $ZodIssue, $ZodType, output } from 'zod/v4/core';
import { safeParse } from 'zod/v4/core';
import type { FieldError } from '../contract/problem-document.ts';
import { MAX_BODY_BYTES } from '../contract/vocabulary.ts';
import type { Decision } from './decision.ts';
import { accept, refuse, refuseFields } from './decision.ts';
import { repeatedMembers } from './repeated-members.ts';

const MAX_FIELD_NAME_LENGTH = 64;
/** Enough to correct a request, and keeps the response small even if a body has 2,000 unknown fields. */
const MAX_ERRORS = 20;

/**
 * API Gateway decodes a body as UTF-8 and has already replaced every invalid byte with this character. A
 * caller who means the character itself can write `\ufffd`.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-payload-encodings.html
 */
const REPLACEMENT_CHARACTER = '\ufffd';
const NOT_UTF_8 = 'must be valid UTF-8, without U+FFFD, which replaces invalid bytes';

/** Validates a JSON body. `text` is undefined or null when there is none. */
export function parseBody<T extends $ZodType>(
  schema: T,
  text: string | null | undefined,
): Decision<output<T>> {
  if (text === undefined || text === null || text.trim() === '') {
    return refuseBody('is missing');
  }
  if (Buffer.byteLength(text) > MAX_BODY_BYTES) {
    return refuse('body_too_large', `The body must not exceed ${MAX_BODY_BYTES} bytes.`, [
      { field: 'body', rule: `must have at most ${MAX_BODY_BYTES} bytes` },
    ]);
  }
  if (text.includes(REPLACEMENT_CHARACTER)) {
    return refuseBody(NOT_UTF_8);
  }
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return refuseBody('must be JSON');
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    return refuseBody('must be a JSON object');
  }
  const repeated = repeatedMembers(text, MAX_ERRORS);
  if (repeated.length > 0) {
    return refuseFields(
      repeated.map((path) => ({ field: shorten(path), rule: 'must not appear more than once' })),
    );
  }
  return parseFields(schema, value);
}

/** Validates a value that is already parsed: a query, path parameters, a header. */
export function parseFields<T extends $ZodType>(
  schema: T,
  value: unknown,
  field = 'body',
): Decision<output<T>> {
  const result = safeParse(schema, value);
  if (result.success) {
    return accept(result.data);
  }
  const errors = result.error.issues.flatMap((issue) => fieldErrors(issue, field));
  return refuseFields(errors.slice(0, MAX_ERRORS));
}

const refuseBody = (rule: string) => refuseFields([{ field: 'body', rule }]);

function fieldErrors(issue: $ZodIssue, whole: string): FieldError[] {
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => ({ field: shorten(key), rule: 'is not a known field' }));
  }
  return [{ field: issue.path.map(String).join('.') || whole, rule: issue.message }];
}

const shorten = (name: string) =>
  name.length > MAX_FIELD_NAME_LENGTH ? `${name.slice(0, MAX_FIELD_NAME_LENGTH)}…`.toWellFormed() : name;
