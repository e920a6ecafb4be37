import { expect, it } from '@jest/globals';
import { createServiceMetrics } from '../../../aws/cloudwatch/service-metrics.ts';
import type { Stack } from '../../../cloudformation/load-stack.ts';

it('API Gateway counts each answer for the stage, and for the method where a route matched', () => {
  const { countRequest, samples } = createServiceMetrics(
    { resources: new Map() } as unknown as Stack,
    () => 7,
  );
  const route = { method: 'POST', resourcePath: '/things/{id}' };
  countRequest({ api: 'a', stage: 's', status: 503, latencyMs: 5, route });
  countRequest({ api: 'a', stage: 's', status: 403, latencyMs: 5 });
  const valuesOf = (name: string, more: Record<string, string> = {}) =>
    samples({ namespace: 'AWS/ApiGateway', name, dimensions: { ApiName: 'a', Stage: 's', ...more } }).map(
      ({ value }) => value,
    );
  expect(valuesOf('5XXError')).toEqual([1, 0]);
  expect(valuesOf('5XXError', { Resource: '/things/{id}', Method: 'POST' })).toEqual([1]);
  expect(valuesOf('Count', { Resource: '/things/{id}', Method: 'POST' })).toEqual([1]);
});
