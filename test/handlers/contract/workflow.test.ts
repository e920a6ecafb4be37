import { describe, expect, it } from '@jest/globals';
import { executionName, executionNameIn } from '../../../handlers/contract/workflow.ts';

const UUID = '6f1c4b0e-9a57-4f6c-9a55-7f0a4a1e2b91';

describe('the name of an execution', () => {
  it.each([
    ['VjR22Hr2oAMFnIw=', 'VjR22Hr2oAMFnIw'],
    ['a/b+c/d+e8fGHIj=', 'a_b-c_d-e8fGHIj'],
    [UUID, UUID],
  ])('of the request %s is %s', (requestId, name) => {
    expect(executionName(requestId)).toBe(name);
  });

  it('is found in its ARN', () => {
    const arn = `arn:aws:states:eu-central-1:123456789012:express:issuetoken1a2b3c4d:VjR22Hr2oAMFnIw:${UUID}`;
    expect(executionNameIn(arn)).toBe('VjR22Hr2oAMFnIw');
    expect(executionNameIn(arn.replace(`:${UUID}`, ''))).toBeUndefined();
    expect(executionNameIn(arn.replace('express', 'execution'))).toBeUndefined();
  });
});
