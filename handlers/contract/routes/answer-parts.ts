/** What answers consist of, in addition to the fields of requests. */
import * as z from 'zod/mini';
import type { Component } from '../described.ts';
import { described, schemaOf } from '../described.ts';
import { text } from '../fields.ts';
import { DELIVERY_OUTCOMES } from '../vocabulary.ts';

const TIME = {
  id: 'Time',
  schema: () => z.string(),
  format: 'date-time',
  description: 'ISO 8601, UTC, with milliseconds.',
  pattern: '^\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z$',
  examples: ['2026-03-14T09:26:53.589Z'],
} satisfies Component;
export const time = () => schemaOf(TIME);

const COUNT = { id: 'Count', schema: () => z.int(), minimum: 0 } satisfies Component;
export const count = () => schemaOf(COUNT);

const MASKED_DESTINATION = {
  id: 'MaskedDestination',
  schema: () => z.string(),
  description:
    'A number with its country code and last digits, or an address with its first character and domain.',
  pattern: '•',
  examples: ['+1••••••0143', 'a•••@example.com'],
} satisfies Component;
export const maskedDestination = () => schemaOf(MASKED_DESTINATION);

const DELIVERY_OUTCOME = {
  id: 'DeliveryOutcome',
  schema: () => z.enum(DELIVERY_OUTCOMES),
  description: '`sent`: accepted for delivery (201). `unknown`: possibly accepted (202).',
} satisfies Component;
export const deliveryOutcome = () => schemaOf(DELIVERY_OUTCOME);

export const secondsLeft = () =>
  described(z.int(), { minimum: 0, description: 'Seconds from this answer until `expires_at`.' });

export const nextCursor = () => z.optional(described(text(1024), 'Absent on the last page.'));
