/** Answers of the endpoints, with the headers that each of them carries. */
import type { APIGatewayProxyResult } from 'aws-lambda';
import { PROBLEM_MEDIA_TYPE, PROBLEMS, problem } from '../contract/problems.ts';
import type { Refusal } from '../domain/decision.ts';

/** Every answer is about one person at one moment, so nothing may keep it (OWASP ASVS 5.0, 14.3.2). */
const HEADERS = { 'Cache-Control': 'no-store', 'X-Content-Type-Options': 'nosniff' };

export const json = (body: object, statusCode = 200): APIGatewayProxyResult => ({
  statusCode,
  headers: { 'Content-Type': 'application/json', ...HEADERS },
  body: JSON.stringify(body),
});

export const noContent = (): APIGatewayProxyResult => ({ statusCode: 204, headers: HEADERS, body: '' });

export const problemAnswer = (
  { code, detail, errors }: Refusal,
  requestId: string,
): APIGatewayProxyResult => ({
  statusCode: PROBLEMS[code].status,
  headers: {
    'Content-Type': PROBLEM_MEDIA_TYPE,
    ...HEADERS,
    ...(PROBLEMS[code].status === 503 ? { 'Retry-After': '1' } : {}),
  },
  body: JSON.stringify(problem(code, detail, requestId, errors)),
});
