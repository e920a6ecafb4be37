/**
 * Reads the JSON body of a hook. Lenient, unlike the API's own routes: other systems send more members than are
 * needed, and add some at any time.
 */
import type { $ZodType, output } from 'zod/v4/core';
import type { Decision } from '../decision.ts';
import { refuseFields } from '../decision.ts';
import { parseFields } from '../parse-request.ts';

/** The members that the schema names; a refusal names those that are wrong, without their values. */
export function readJson<S extends $ZodType>(rawBody: string, schema: S): Decision<output<S>> {
  const body = parse(rawBody);
  return typeof body === 'object' && body !== null && !Array.isArray(body)
    ? parseFields(schema, body)
    : refuseFields([{ field: 'body', rule: 'must be a JSON object' }]);
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
