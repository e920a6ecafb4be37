import { describe, expect, it } from '@jest/globals';
import type { Problem } from '../../../../handlers/contract/problem-document.ts';
import { fromProblem } from '../../../../handlers/domain/twilio/from-problem.ts';
import { errorBody } from '../../../../handlers/domain/twilio/outcome.ts';

const bodyOf = (problem: Partial<Problem> & Pick<Problem, 'code'>) => errorBody(fromProblem(problem));
const limit = (name: string) => ({ name, limit: 1, window_seconds: 60 });

describe("a problem, as Twilio's error", () => {
  it.each([
    ['rate_limited', { limit: limit('person') }, 60203, 429, 'Max send attempts reached'],
    ['rate_limited', { limit: limit('destination') }, 60203, 429, 'Max send attempts reached'],
    ['rate_limited', { limit: limit('client') }, 20429, 429, 'Too many requests'],
    ['rate_limited', { limit: limit('limit_keys.ip') }, 20429, 429, 'Too many requests'],
    ['locked', { limit: limit('guesses') }, 60202, 429, 'Max check attempts reached'],
    ['resend_too_soon', {}, 60212, 429, 'Too many concurrent requests for phone number'],
    ['superseded', {}, 60212, 429, 'Too many concurrent requests for phone number'],
    ['budget_exhausted', {}, 20429, 429, 'Too many requests'],
    ['destination_paused', {}, 60410, 403, 'Verification delivery attempt blocked'],
    [
      'destination_not_allowed',
      { rule: 'country' },
      60605,
      403,
      'Verification delivery attempt blocked: rule country',
    ],
    [
      'destination_not_allowed',
      { rule: 'number_type' },
      60205,
      403,
      'SMS is not supported by landline phone number: rule number_type',
    ],
    [
      'destination_not_allowed',
      { rule: 'opt_out' },
      60410,
      403,
      'Verification delivery attempt blocked: rule opt_out',
    ],
    ['store_unavailable', { detail: 'ours alone' }, 20503, 503, 'Service unavailable'],
    [
      'service_unavailable',
      { detail: 'It took too long.' },
      20503,
      503,
      'Service unavailable: It took too long.',
    ],
    ['internal_error', { detail: 'ours alone' }, 20500, 500, 'An internal server error has occurred'],
    ['metrics_unavailable', {}, 20500, 500, 'An internal server error has occurred'],
  ] as const)('%s %j is %d', (code, more, twilio, status, message) => {
    expect(bodyOf({ code, ...more })).toEqual({
      code: twilio,
      status,
      message,
      more_info: `https://www.twilio.com/docs/errors/${twilio}`,
    });
  });

  it.each([
    ['phone_number', 'To'],
    ['email', 'To'],
    ['context.payee', 'Payee'],
    ['limit_keys.ip', 'RateLimits'],
  ])('about the field %s names the parameter %s', (field, parameter) => {
    const { code, message } = bodyOf({ code: 'invalid_request', errors: [{ field, rule: 'is wrong' }] });
    expect([code, message]).toEqual([60200, `Invalid parameter: \`${parameter}\` is wrong`]);
  });

  it.each([
    [
      'length',
      'must be from 6 to 10 for the format numeric',
      '`CustomCode` has the wrong length: it must be from 6 to 10 for the format numeric',
    ],
    [
      'format',
      'must be another format: this one is too short',
      '`CustomCode` must have other characters: codes of these are too short',
    ],
  ])('about the %s of a code that the caller brought says what is wrong with it', (field, rule, told) => {
    const { message } = bodyOf({ code: 'invalid_request', errors: [{ field, rule }] });
    expect(message).toBe(`Invalid parameter: ${told}`);
  });

  it('keeps the wait', () => {
    expect(fromProblem({ code: 'locked', retry_after: 90 })).toEqual({
      code: 60202,
      problem: 'locked',
      retryAfterSeconds: 90,
    });
  });
});
