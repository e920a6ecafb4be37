/**
 * Loads a VTL mapping template from infra/api/mapping/ and completes it.
 *
 * `%NAME%` is replaced by the value given for NAME, `%status:TEXT%` by the HTTP status of one of the texts below,
 * `%wait:TEXT%` by its seconds for Retry-After and `%problem:TEXT%` by its JSON. A text is named after its problem's
 * code, unless one code has several. A placeholder without a value, or a value without a placeholder, stops the
 * synth.
 */
import { readFileSync } from 'node:fs';
import { PROBLEMS, type ProblemCode, RETRY_AFTER_SECONDS } from '../../handlers/contract/problems.ts';
import { BODY_TOO_LARGE, type GatewayProblem, problemTemplate } from './problem-templates.ts';

const PROBLEM_TEXTS: Readonly<
  Record<string, Omit<GatewayProblem, 'code'> & { readonly code?: ProblemCode }>
> = {
  body_too_large: BODY_TOO_LARGE,
  delivery_failed: { detail: 'No channel accepted the token, so it was revoked. Ask for a new one.' },
  store_unavailable: { detail: 'The token store could not be reached. Nothing was sent; try again.' },
  secret_unavailable: { detail: 'The token secret could not be read. Nothing was sent; try again.' },
  service_unavailable: { detail: 'A part of the service could not be reached. Try again.' },
  timed_out: {
    code: 'service_unavailable',
    detail:
      'The request took too long. If a message was sent, its code is valid; if none arrives, ask again.',
  },
  internal_error: { detail: 'The service failed unexpectedly. The request id helps to find out why.' },
};

/** The completed template, without the `##` comment lines that are for its readers. */
export function mappingTemplate(file: string, values: Readonly<Record<string, string>> = {}): string {
  const unused = new Set(Object.keys(values));
  const text = readFileSync(new URL(`mapping/${file}`, import.meta.url), 'utf8')
    .split('\n')
    .filter((line) => !line.startsWith('##'))
    .join('\n')
    .replaceAll(/%(problem|status|wait):([a-z_]+)%/g, (placeholder, kind: string, name: string) => {
      const value = partOf(kind, name);
      if (value === undefined) throw new Error(`${file}: ${placeholder} has no value`);
      return String(value);
    })
    .replaceAll(/%([A-Z_]+)%/g, (placeholder, name: string) => {
      const value = values[name];
      if (value === undefined) throw new Error(`${file}: ${placeholder} has no value`);
      unused.delete(name);
      return value;
    });
  if (unused.size > 0) throw new Error(`${file}: no placeholder for ${[...unused].join(', ')}`);
  return text;
}

function partOf(kind: string, name: string): string | number | undefined {
  const text = PROBLEM_TEXTS[name];
  if (text === undefined) return undefined;
  const code = text.code ?? (name as ProblemCode);
  if (kind === 'status') return PROBLEMS[code].status;
  return kind === 'wait' ? RETRY_AFTER_SECONDS[code] : withoutDirectives(problemTemplate({ ...text, code }));
}

/** A `#` in printed text could be read as the start of a directive; every template sets `$hash` to it. */
// biome-ignore lint/suspicious/noTemplateCurlyInString: a VTL reference, not a template string
const withoutDirectives = (json: string): string => json.replaceAll('#', '${hash}');
