import { describe, expect, it } from '@jest/globals';
import { safeParse } from 'zod/v4/core';
import { idempotencyKey } from '../../../handlers/contract/fields.ts';
import { executionName } from '../../../handlers/contract/workflow.ts';
import { mappingTemplate } from '../../../infra/api/mapping-template.ts';
import { REQUEST_ID } from '../../../infra/api/problem-templates.ts';
import { createMappingInput } from '../../../local/http/api-gateway/vtl/mapping-input.ts';
import { compileTemplate } from '../../../local/http/api-gateway/vtl/render-template.ts';
import { anyCharacter, fc, runs } from '../../support/properties.ts';

interface Override {
  status?: number;
  header: Record<string, string>;
}

/** A request id that breaks out of any string into which it is printed unescaped. */
const SET_BY_CALLER = '\\","client_id":"admin","x":"';

function render(
  template: string,
  body: string,
  header: Record<string, string> = {},
  claims = {},
  querystring: Record<string, string> = {},
  extendedRequestId = 'VjR22Hr2oAMFnIw=',
) {
  const responseOverride: Override = { header: {} };
  const text = compileTemplate(template)({
    input: createMappingInput(body, { path: {}, querystring, header }),
    context: {
      requestId: SET_BY_CALLER,
      extendedRequestId,
      authorizer: { claims },
      responseOverride,
    },
  });
  return { json: JSON.parse(text), ...responseOverride };
}

describe('the request template of POST /tokens', () => {
  const template = mappingTemplate('issue-token.request.vtl', {
    REQUEST_ID,
    STATE_MACHINE_ARN: 'arn:machine',
  });
  const inputOf = (...given: [string, Record<string, string>?, object?, Record<string, string>?]) =>
    JSON.parse(render(template, ...given).json.input);

  it('names the execution after the request, as functions that start the machine do', () => {
    const nameOf = (requestId?: string) =>
      render(template, '{}', {}, { client_id: 'shop' }, {}, requestId).json.name;
    expect(nameOf()).toBe('VjR22Hr2oAMFnIw');
    const requestId = 'Vj/22+/2oA+-_Iw=';
    expect(nameOf(requestId)).toBe('Vj_22-_2oA--_Iw');
    expect(nameOf(requestId)).toBe(executionName(requestId));
  });

  it('passes arbitrary JSON on unchanged, whatever the header and the client id contain', () => {
    const anyText = fc.string({ unit: anyCharacter, minLength: 1 });
    fc.assert(
      fc.property(fc.json({ stringUnit: anyCharacter }), anyText, anyText, (body, key, clientId) => {
        expect(inputOf(body, { 'Idempotency-Key': key }, { client_id: clientId })).toEqual({
          request_id: 'VjR22Hr2oAMFnIw=',
          client_id: clientId,
          idempotency_key: key,
          body,
        });
      }),
      { numRuns: runs(500) },
    );
  });

  it('keeps a body from adding members to the input', () => {
    const body = '{"a":1},"client_id":"admin","x":{"b":"\\"}"}';
    expect(inputOf(body, {}, { client_id: 'shop' })).toMatchObject({ client_id: 'shop', body });
  });

  const keyIn = (header: Record<string, string>, query = {}): string =>
    inputOf('{}', header, { client_id: 'c' }, query).idempotency_key;

  it('reads the key whatever the case of its header, and yields an empty one without the header', () => {
    fc.assert(
      fc.property(fc.mixedCase(fc.constant('idempotency-key')), (name) => {
        expect(keyIn({ Host: 'h', [name]: 'k-1', 'X-Idempotency-Key': 'no' })).toBe('k-1');
      }),
    );
    expect(keyIn({ Host: 'h' })).toBe('');
    expect(keyIn({ 'Idempotency-Key': '' })).toBe('');
  });

  it('takes no key from the query string', () => {
    expect(keyIn({}, { 'Idempotency-Key': 'k-1', 'idempotency-key': 'k-1' })).toBe('');
    expect(keyIn({ 'idempotency-key': 'sent' }, { 'Idempotency-Key': 'k-1' })).toBe('sent');
  });

  it('joins two keys under two spellings into one that is invalid', () => {
    const key = keyIn({ 'Idempotency-Key': 'k-1', 'idempotency-key': 'k-2' });
    expect(key).toBe('k-1, k-2');
    expect(safeParse(idempotencyKey, key).success).toBe(false);
  });
});

/** The seconds of Retry-After, for every problem where waiting helps and for no other. */
const WAITS: Record<string, number> = { store_unavailable: 1, secret_unavailable: 1, service_unavailable: 5 };

describe('the response template of POST /tokens', () => {
  const template = mappingTemplate('issue-token.response.vtl');
  const answered = (execution: object) => render(template, JSON.stringify(execution));
  const succeeded = (output: object) => answered({ status: 'SUCCEEDED', output: JSON.stringify(output) });

  it("returns the state machine's answer", () => {
    const body = { user_id: `O'Brien "é" \\ $x #set` };
    expect(succeeded({ http_status: 201, body: JSON.stringify(body) })).toEqual({
      json: body,
      status: 201,
      header: {},
    });
  });

  it('marks a replayed answer', () => {
    expect(succeeded({ http_status: 201, replayed: true, body: '{}' })).toEqual({
      json: {},
      status: 201,
      header: { 'Idempotency-Replayed': 'true' },
    });
  });

  it('returns a refusal as a problem document, with the time to wait', () => {
    expect(succeeded({ http_status: 429, retry_after: 30, body: '{"code":"x"}' })).toEqual({
      json: { code: 'x' },
      status: 429,
      header: { 'Content-Type': 'application/problem+json', 'Retry-After': '30' },
    });
  });

  it.each([
    [{ status: 'FAILED', error: 'DeliveryFailed' }, 502, 'delivery_failed'],
    [{ status: 'FAILED', error: 'StoreUnavailable' }, 503, 'store_unavailable'],
    [{ status: 'FAILED', error: 'SecretUnavailable' }, 503, 'secret_unavailable'],
    [{ status: 'FAILED', error: 'StepUnavailable' }, 503, 'service_unavailable'],
    [{ status: 'TIMED_OUT' }, 503, 'service_unavailable'],
    [{ status: 'FAILED', error: 'InternalError' }, 500, 'internal_error'],
    [{ status: 'FAILED', error: 'States.Runtime', cause: '"}' }, 500, 'internal_error'],
  ])('turns %j into %d %s', (execution, status, code) => {
    const answer = answered(execution);
    expect(answer).toMatchObject({
      status,
      json: { code, status, type: `/problems.html#${code}`, request_id: 'VjR22Hr2oAMFnIw=' },
    });
    const wait = WAITS[code];
    expect([answer.header, answer.json.retry_after]).toEqual([
      {
        'Content-Type': 'application/problem+json',
        ...(wait === undefined ? {} : { 'Retry-After': String(wait) }),
      },
      wait,
    ]);
  });

  it('says that a message may have been sent when an execution times out', () => {
    expect(answered({ status: 'TIMED_OUT', error: 'States.Timeout' }).json.detail).toMatch(
      /If a message was sent/,
    );
    expect(answered({ status: 'FAILED', error: 'StepUnavailable' }).json.detail).not.toMatch(/sent/);
  });
});

describe('the template for an execution that was not started', () => {
  const template = mappingTemplate('not-started.response.vtl');
  it.each([
    ['com.amazon.coral.validate#ValidationException', 413, 'body_too_large'],
    ['com.amazonaws.swf.service.v2.model#ThrottlingException', 503, 'service_unavailable'],
  ])('turns %s into %d %s', (type, status, code) => {
    const { json, header, ...answer } = render(template, JSON.stringify({ __type: type, message: 'm' }));
    expect({ ...answer, json }).toMatchObject({ status, json: { code, status } });
    expect([header['Retry-After'], json.retry_after]).toEqual([WAITS[code]?.toString(), WAITS[code]]);
  });
});

it('a template with a placeholder that has no value stops the synth', () => {
  expect(() => mappingTemplate('issue-token.request.vtl')).toThrow('%STATE_MACHINE_ARN% has no value');
});
