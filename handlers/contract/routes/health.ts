/** GET /health. */
import * as z from 'zod/mini';
import type { Component } from '../described.ts';
import type { References, Routes } from '../route.ts';
import { GATEWAY } from '../route.ts';
import { ROUTE_KEYS } from '../route-keys.ts';

export const HEALTH_ROUTES = {
  readHealth: {
    ...ROUTE_KEYS.readHealth,
    openBecause: 'It only says that the API is up.',
    answeredBy: GATEWAY,
  },
} as const satisfies Routes;

const HEALTH_ANSWER = {
  id: 'HealthAnswer',
  schema: () => z.strictObject({ status: z.literal('ok') }),
} satisfies Component;

export const healthReference = (): References<
  typeof HEALTH_ROUTES,
  { readHealth: typeof HEALTH_ANSWER }
> => ({
  readHealth: {
    tag: 'operation',
    summary: 'Whether the API answers',
    description: 'Answered by API Gateway itself; says nothing about what is behind it.',
    inShort: '200; `HEAD` too',
    answers: { 200: { says: 'The API answers.', body: () => HEALTH_ANSWER } },
    head: {
      operationId: 'checkHealth',
      summary: 'Whether the API answers, without a body',
      says: 'The API answers.',
    },
  },
});
