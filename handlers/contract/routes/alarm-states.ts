/** The states of alarms in the answer of GET /metrics. */
import * as z from 'zod/mini';
import type { Answered, Component } from '../described.ts';
import { described, schemaOf } from '../described.ts';
import { time } from './answer-parts.ts';

const ALARM_STATE = {
  id: 'AlarmState',
  schema: () =>
    z.strictObject({
      name: described(z.string(), 'As in the runbook; in CloudWatch, the name of the stack is before it.'),
      title: z.string(),
      means: z.string(),
      severity: described(z.enum(['page', 'ticket']), '`page`: people get no codes.'),
      state: z.enum(['alarm', 'ok', 'insufficient_data']),
      since: time(),
      reason: described(z.string(), 'What CloudWatch says: values of metrics, and the threshold.'),
      runbook: described(
        z.string(),
        'Where the runbook says what to do: below `runbookUrl`, or a path in the repository.',
      ),
    }),
  examples: [
    {
      name: 'delivery-slow',
      title: 'Codes take long',
      means: 'One in twenty messages needed ten seconds or more until SNS or SES accepted it.',
      severity: 'ticket',
      state: 'alarm',
      since: '2026-11-22T12:04:00.000Z',
      reason: 'Threshold Crossed: 2 out of the last 3 datapoints were greater than the threshold (10000.0).',
      runbook: 'https://wiki.example.com/runbook#slow-deliveries',
    },
  ],
} satisfies Component;
export type AlarmState = Answered<typeof ALARM_STATE>;

export const ALARMS_ANSWER = {
  id: 'AlarmStates',
  schema: () =>
    z.strictObject({
      status: described(
        z.enum(['known', 'unknown', 'not_deployed']),
        '`unknown`: CloudWatch did not say. `not_deployed`: `alarms` is off.',
      ),
      states: described(
        z.array(schemaOf(ALARM_STATE)),
        'Raised ones first. The composite alarm is raised while one of the severity `page` is.',
      ),
    }),
} satisfies Component;
export type AlarmsAnswer = Answered<typeof ALARMS_ANSWER>;
