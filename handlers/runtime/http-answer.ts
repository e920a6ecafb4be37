/** Answers of the endpoints, with the headers that all of them have. */
import type { APIGatewayProxyResult } from 'aws-lambda';
import { PROBLEM_MEDIA_TYPE, problem } from '../contract/problem-document.ts';
import { fixedRetryAfterSeconds, PROBLEMS } from '../contract/problems.ts';
import type { Refusal } from '../domain/decision.ts';
import type { HookAnswer } from '../domain/integrations/hook.ts';

/** Every answer is about one person at one moment, so nothing may cache it (OWASP ASVS 5.0, 14.3.2). */
const HEADERS = { 'Cache-Control': 'no-store', 'X-Content-Type-Options': 'nosniff' };

export const json = (
  body: object,
  headers: Readonly<Record<string, string>> = {},
  statusCode = 200,
): APIGatewayProxyResult => ({
  statusCode,
  headers: { 'Content-Type': 'application/json', ...HEADERS, ...headers },
  body: JSON.stringify(body),
});

/**
 * Marks the answer to an earlier request, as the state machine does
 * (infra/api/mapping/issue-token.response.vtl).
 */
export const REPLAYED = { 'Idempotency-Replayed': 'true' };

/**
 * Public, and the same for everybody (RFC 7517 section 8.5.2); a new key is seen after five minutes at most.
 */
export const keySet = (keys: object): APIGatewayProxyResult => ({
  statusCode: 200,
  headers: {
    ...HEADERS,
    'Content-Type': 'application/jwk-set+json',
    'Cache-Control': 'public, max-age=300',
  },
  body: JSON.stringify(keys),
});

/** As another system expects it. */
export const hookAnswer = ({ status, headers, body, text }: HookAnswer): APIGatewayProxyResult =>
  body === undefined
    ? {
        statusCode: status,
        headers: {
          ...(text === undefined ? {} : { 'Content-Type': 'text/plain; charset=utf-8' }),
          ...HEADERS,
          ...headers,
        },
        body: text ?? '',
      }
    : json(body as object, headers, status);

export const noContent = (): APIGatewayProxyResult => ({ statusCode: 204, headers: HEADERS, body: '' });

export function problemAnswer(refusal: Refusal, requestId: string): APIGatewayProxyResult {
  const { code, detail, errors } = refusal;
  const seconds = refusal.retryAfterSeconds ?? fixedRetryAfterSeconds(code);
  const wait = seconds === undefined ? {} : { retry_after: seconds };
  return {
    statusCode: PROBLEMS[code].status,
    headers: {
      'Content-Type': PROBLEM_MEDIA_TYPE,
      ...HEADERS,
      ...(seconds === undefined ? {} : { 'Retry-After': String(seconds) }),
    },
    body: JSON.stringify(problem(code, detail, requestId, errors, { ...refusal.extensions, ...wait })),
  };
}
