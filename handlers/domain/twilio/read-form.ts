/** Form-encoded bodies, as Twilio's libraries send them. */
import { MAX_BODY_BYTES } from '../../contract/vocabulary.ts';
import type { Outcome } from './outcome.ts';
import { done, fail, invalid } from './outcome.ts';

const FORM_TYPE = 'application/x-www-form-urlencoded';

/** Parameters by Twilio's names; an empty one counts as absent. */
export type Form = ReadonlyMap<string, string>;

/** `mediaType` undefined is a body without the header; without a body, the header says nothing. */
export function readForm(body: string, mediaType: string | undefined): Outcome<Form> {
  if (body !== '' && mediaType !== undefined && mediaType !== FORM_TYPE) {
    return refused(`the body must be ${FORM_TYPE}`);
  }
  if (Buffer.byteLength(body) > MAX_BODY_BYTES) {
    return refused(`the body must have at most ${MAX_BODY_BYTES} bytes`);
  }
  const form = new Map<string, string>();
  for (const [name, value] of new URLSearchParams(body)) {
    if (form.has(name)) {
      return KNOWN.has(name)
        ? invalid(name, 'must not appear more than once')
        : refused('a parameter is repeated');
    }
    if (value !== '') {
      form.set(name, value);
    }
  }
  return done(form);
}

/** Parameters whose names an error may repeat; any other name is whatever the caller sent. */
const KNOWN = new Set([
  'To',
  'Channel',
  'Locale',
  'CustomCode',
  'Amount',
  'Payee',
  'RateLimits',
  'Code',
  'VerificationSid',
  'Status',
]);

const refused = (detail: string) => fail(60200, { detail, problem: 'invalid_request' });
