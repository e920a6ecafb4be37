import { describe, expect, it } from '@jest/globals';
import { createFaultRegistry, InvalidFaultError } from '../../../aws/faults/fault-registry.ts';

const PUT = { service: 'dynamodb', operation: 'PutItem', function: 'persist-token' } as const;

describe('a fault registry', () => {
  it('returns a fault as many times as its `times` says', () => {
    const faults = createFaultRegistry();
    faults.add({ service: 'dynamodb', error: 'ThrottlingException', times: 2 });
    expect(faults.take(PUT)?.error).toBe('ThrottlingException');
    expect(faults.list()).toEqual([{ service: 'dynamodb', error: 'ThrottlingException', times: 1 }]);
    expect(faults.take(PUT)?.error).toBe('ThrottlingException');
    expect(faults.take(PUT)).toBeUndefined();
  });

  it.each([
    [{ service: 'sns' }],
    [{ service: 'dynamodb', operation: 'GetItem' }],
    [{ service: 'dynamodb', function: 'verify-token' }],
  ])('does not affect a call that %j does not match', (scope) => {
    const faults = createFaultRegistry();
    faults.add({ ...scope, delay_ms: 1, times: 1 });
    expect(faults.take(PUT)).toBeUndefined();
  });

  it('forgets everything when cleared', () => {
    const faults = createFaultRegistry();
    faults.add({ service: 'dynamodb', error: 'X', times: 1 });
    faults.clear();
    expect(faults.take(PUT)).toBeUndefined();
  });

  it.each([
    ['service', { service: 'sqs', error: 'X', times: 1 }],
    ['times', { service: 'sns', error: 'X', times: 0 }],
    ['times', { service: 'sns', error: 'X' }],
    ['delay_ms', { service: 'sns', delay_ms: -1, times: 1 }],
    ['error', { service: 'sns', times: 1 }],
    ['error', { service: 'sns', error: 'crash', times: 1 }],
    ['error', { service: 'dynamodb', error: 'restart', times: 1 }],
    ['operation', { service: 'sns', operation: 7, error: 'X', times: 1 }],
    ['colour', { service: 'sns', error: 'X', times: 1, colour: 'red' }],
    ['body', 'not an object'],
  ])('names the invalid field %s', (field, candidate) => {
    let refusal: unknown;
    try {
      createFaultRegistry().add(candidate);
    } catch (error) {
      refusal = error;
    }
    expect(refusal).toBeInstanceOf(InvalidFaultError);
    expect((refusal as InvalidFaultError).errors.map((error) => error.field)).toEqual([field]);
  });
});
