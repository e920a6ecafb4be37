/** The problems that a route can return, as OpenAPI responses by status. */
import type { Problem } from '../../handlers/contract/problem-document.ts';
import {
  BEARER_CHALLENGE,
  DETAILS,
  PROBLEM_MEDIA_TYPE,
  problem,
} from '../../handlers/contract/problem-document.ts';
import type { ProblemCode } from '../../handlers/contract/problems.ts';
import { FIREWALL_PROBLEMS, PROBLEMS } from '../../handlers/contract/problems.ts';
import type { ProblemExamples, Route, RouteReference } from '../../handlers/contract/route.ts';
import { GATEWAY } from '../../handlers/contract/route.ts';
import { MAX_BODY_BYTES } from '../../handlers/contract/vocabulary.ts';

/** What a status means on most routes. */
const TEXTS: Readonly<Record<number, string>> = {
  400: `\
A field, parameter or the body breaks a rule; \`errors\` names each. A member that occurs twice in one
object and a body that is not UTF-8 are refused too.`,
  401: `\
No access token, or one that is malformed, has expired or is from another issuer. API Gateway cannot
distinguish these.`,
  404: 'This person has none.',
  409: 'Another change of the same contact was made at the same time and took effect.',
  413: `The body has more than ${MAX_BODY_BYTES.toLocaleString('en')} bytes. The firewall's response has no \`request_id\`.`,
  415: `\
The request's Content-Type is not \`application/json\`. Its parameters are ignored, and a body without one
is treated as JSON.`,
  429: `\
Requests exceed the configured rate, of all callers together, or of one caller or address. In the latter
case the firewall responds, without \`request_id\`.`,
  500: 'An unexpected error; search the logs for the `request_id`.',
  502: 'The message service refused permanently. A token that could not be delivered is not valid.',
  503: 'Part of the service does not respond; the request may be repeated.',
};

const EXAMPLES: ProblemExamples = {
  invalid_request: {
    detail: DETAILS.invalid_request,
    errors: [{ field: 'user_id', rule: 'is missing' }],
  },
};

const REQUEST_ID = 'VjR22Hr2oAMFnIw=';

export function problemResponses(route: Route, reference: RouteReference): Record<number, object> {
  const byStatus = new Map<number, ProblemCode[]>();
  const all = [...problemsOfKind(route), ...(reference.problems ?? [])];
  for (const code of Object.keys(PROBLEMS) as ProblemCode[]) {
    if (!all.includes(code)) {
      continue;
    }
    const { status } = PROBLEMS[code];
    byStatus.set(status, [...(byStatus.get(status) ?? []), code]);
  }
  return Object.fromEntries(
    [...byStatus].map(([status, codes]) => [status, responseOf(status, codes, reference)]),
  );
}

/** The problems that every route of this kind can return. */
function problemsOfKind({ scope, body, answeredBy }: Route): readonly ProblemCode[] {
  const isTyped = body !== undefined || answeredBy === GATEWAY;
  return [
    'invalid_request',
    'blocked',
    'throttled',
    'internal_error',
    ...(scope === undefined ? [] : (['unauthorized', 'forbidden'] as const)),
    ...(body === undefined ? [] : (['body_too_large'] as const)),
    ...(isTyped ? (['unsupported_media_type'] as const) : []),
    ...(answeredBy === GATEWAY ? [] : (['service_unavailable'] as const)),
  ];
}

/** The example in docs/problems.md. */
export const exampleProblem = (): string =>
  JSON.stringify(exampleOf('invalid_request', EXAMPLES)?.value, null, 2);

/** A complete problem document; undefined when the code has no example. */
function exampleOf(code: ProblemCode, examples: ProblemExamples): { readonly value: Problem } | undefined {
  const { detail, errors, ...extensions } = examples[code] ?? {};
  return detail === undefined ? undefined : { value: problem(code, detail, REQUEST_ID, errors, extensions) };
}

function responseOf(status: number, codes: readonly ProblemCode[], reference: RouteReference): object {
  const examples = { ...EXAMPLES, ...reference.problemExamples };
  const told = codes.flatMap((code) => {
    const example = exampleOf(code, examples);
    return example === undefined ? [] : [[code, example]];
  });
  const byFirewall = FIREWALL_PROBLEMS.filter((code) => codes.includes(code));
  const headers = {
    ...(codes.some(saysWhen) && { 'Retry-After': { $ref: '#/components/headers/Retry-After' } }),
    ...(status === 401 && { 'WWW-Authenticate': { $ref: '#/components/headers/WWW-Authenticate' } }),
  };
  return {
    description: reference.problemTexts?.[status] ?? textOf(status, codes),
    ...(Object.keys(headers).length > 0 && { headers }),
    content: {
      [PROBLEM_MEDIA_TYPE]: {
        schema: narrowed('Problem', codes),
        ...(told.length > 0 && { examples: Object.fromEntries(told) }),
      },
      ...(byFirewall.length > 0 && {
        'application/json': { schema: narrowed('FirewallProblem', byFirewall) },
      }),
    },
  };
}

function textOf(status: number, codes: readonly ProblemCode[]): string {
  const text = status === 403 ? textOf403(codes) : TEXTS[status];
  if (text === undefined) {
    throw new Error(`There is no text for ${status} ${codes}`);
  }
  return text;
}

const textOf403 = (codes: readonly ProblemCode[]): string =>
  codes.includes('forbidden')
    ? 'The access token lacks the scope, or the firewall refused the request.'
    : 'The firewall refused the request.';

/** Whether the problem passes by itself, so that the response says when to try again. */
const saysWhen = (code: ProblemCode): boolean => 'retryAfterSeconds' in PROBLEMS[code];

const narrowed = (schema: 'Problem' | 'FirewallProblem', codes: readonly ProblemCode[]) => ({
  $ref: `#/components/schemas/${schema}`,
  properties: { code: { enum: codes } },
});

export const PROBLEM_HEADERS = {
  'Retry-After': {
    description: "Seconds after which the request may succeed; the problem's `retry_after` says the same.",
    schema: { type: 'integer', minimum: 1 },
  },
  'WWW-Authenticate': {
    description: 'How to send an access token (RFC 6750).',
    required: true,
    schema: { const: BEARER_CHALLENGE },
  },
};

/** The name of a response that several routes share, such as `StoreOrSecretUnavailable`. */
export function responseName(codes: readonly string[]): string {
  const stems = codes.map((code) => code.replace(/_unavailable$/, ''));
  if (stems.join() === codes.join()) {
    return pascal(codes);
  }
  // Nearly every route has `service_unavailable`, so it distinguishes none.
  const parts = stems.filter((stem) => stem !== 'service');
  return `${pascal(parts.length === 0 ? stems : parts)}Unavailable`;
}

const pascal = (words: readonly string[]): string =>
  words
    .map((word) => word.replaceAll(/(?:^|_)([a-z])/g, (_, letter: string) => letter.toUpperCase()))
    .join('Or');
