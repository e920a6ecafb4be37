/** Tests the check of real answers with answers that docs/openapi.yaml does and does not allow. */
import { describe, expect, it } from '@jest/globals';
import { problem } from '../../../handlers/contract/problem-document.ts';
import type { Exchange } from '../../support/check-exchange.ts';
import { checkExchange } from '../../support/check-exchange.ts';

const LIMIT = { count: 2, limit: 5, window_seconds: 600, resets_at: '2026-03-14T09:30:00.000Z' };
const PERSON = {
  user_id: 'ada',
  user_ref: 'k3JxQ0b1ZrT7uYwA',
  purpose: 'login',
  locked: false,
  sends: [LIMIT],
  wrong_tokens: [],
};

/** A valid answer to GET /limits, apart from what is given. */
function exchange({ body, type = 'application/json', headers = {}, ...more }: Partial<Given> = {}): Exchange {
  return {
    method: 'GET',
    path: '/limits?user_id=ada',
    payload: undefined,
    status: 200,
    headers: new Headers({ 'content-type': type, 'cache-control': 'no-store', ...headers }),
    text:
      body === undefined
        ? JSON.stringify({ paused: [], prefixes: [], person: PERSON })
        : JSON.stringify(body),
    ...more,
  };
}
type Given = Omit<Exchange, 'headers' | 'text'> & {
  readonly body: unknown;
  readonly type: string;
  readonly headers: Record<string, string>;
};

const refused = (code: Parameters<typeof problem>[0], more: Partial<Given> = {}): Exchange =>
  exchange({
    body: problem(code, 'For a reason.', 'a-request'),
    type: 'application/problem+json',
    ...more,
  });

describe('an answer', () => {
  it.each([
    ['as described', exchange()],
    [
      'with a problem that the route declares',
      refused('store_unavailable', {
        status: 503,
        headers: { 'retry-after': '1' },
        body: problem('store_unavailable', 'For a reason.', 'a-request', [], { retry_after: 1 }),
      }),
    ],
    ['with a problem on a path without a route', refused('not_found', { status: 404, path: '/nothing' })],
    [
      'to a refused request, however odd',
      refused('invalid_request', { status: 400, path: '/limits?colour=red' }),
    ],
    ['to HEAD, without a body', { ...exchange({ method: 'HEAD', path: '/health' }), text: '' }],
  ])('%s is fine', (_, given) => {
    expect(() => checkExchange(given)).not.toThrow();
  });

  it.each([
    [
      'with an extra member',
      exchange({ body: { paused: [], prefixes: [], colour: 'red' } }),
      'GET /limits answered 200, which docs/openapi.yaml does not describe: body must NOT have additional properties',
    ],
    [
      'with an extra member in a nested object',
      exchange({ body: { paused: [], prefixes: [], person: { ...PERSON, age: 7 } } }),
      '/person',
    ],
    ['without a member', exchange({ body: {} }), "must have required property 'paused'"],
    ['with another content type', exchange({ type: 'text/html' }), 'its content type is text/html'],
    ['with another status', exchange({ status: 201 }), 'no such status'],
    [
      'with a problem of another route',
      refused('delivery_failed', { status: 503 }),
      '/code must be equal to one of',
    ],
    [
      'with a header that is not described',
      exchange({ headers: { 'idempotency-replayed': 'true' } }),
      'it has a header Idempotency-Replayed',
    ],
    [
      'with a header in the wrong format',
      refused('store_unavailable', { status: 503, headers: { 'retry-after': 'soon' } }),
      'Retry-After: body must be integer',
    ],
    [
      'with the wait only in the header',
      refused('store_unavailable', { status: 503, headers: { 'retry-after': '1' } }),
      "Retry-After is 1, and the body's retry_after undefined",
    ],
    [
      'without a header that is promised',
      { ...exchange({ path: '/.well-known/jwks.json' }), headers: new Headers() },
      'lacks the header Cache-Control',
    ],
    [
      'with a cache lifetime other than the described one',
      exchange({ path: '/.well-known/jwks.json' }),
      'Cache-Control: body must be equal to constant',
    ],
    ['that may be cached', exchange({ headers: { 'cache-control': 'max-age=1' } }), 'it may be cached'],
    ['to HEAD, with a body', exchange({ method: 'HEAD', path: '/health' }), 'it has a body'],
    [
      'on a path without a route, and not a problem',
      exchange({ path: '/nothing' }),
      'GET /nothing answered 200',
    ],
    [
      'with a body where there must be none',
      exchange({ method: 'DELETE', path: '/limits/ada', status: 204 }),
      'it has a body',
    ],
    ['to a parameter that is not described', exchange({ path: '/limits?colour=red' }), 'a parameter colour'],
    ['to a malformed parameter', exchange({ path: '/limits?user_id=a%0Ab' }), "the request's user_id"],
  ])('%s is reported', (_, given, message) => {
    expect(() => checkExchange(given)).toThrow(message);
  });

  it('to a body that is not described is reported', () => {
    const given = {
      ...exchange({ method: 'PUT', path: '/opt-outs', status: 204 }),
      text: '',
      payload: '{"number":1}',
    };
    expect(() => checkExchange(given)).toThrow("must have required property 'phone_number'");
  });
});
