/** How long a system takes its code, from the units in which systems say it. */
import { MOST_VALID_SECONDS } from '../../../contract/fields.ts';
import type { ExpiryUnit } from '../../../contract/settings/gateway.ts';

/** Seconds in one of each. */
const DURATIONS = {
  nanoseconds: 1e-9,
  milliseconds: 1e-3,
  seconds: 1,
  minutes: 60,
  hours: 3600,
} as const satisfies Partial<Record<ExpiryUnit, number>>;

/** Milliseconds since 1970 of a moment; NaN for what is none. */
const MOMENTS = {
  'unix-seconds': (value: unknown) => numberIn(value) * 1000,
  'unix-milliseconds': (value: unknown) => numberIn(value),
  'iso-8601': (value: unknown) => (typeof value === 'string' ? Date.parse(value) : Number.NaN),
} as const satisfies Record<Exclude<ExpiryUnit, keyof typeof DURATIONS>, (value: unknown) => number>;

/** Undefined for what cannot be used: the message then says nothing of it. Rounded down: no code ends early. */
export function validSecondsIn(value: unknown, unit: ExpiryUnit, nowMs: number): number | undefined {
  const exact =
    unit in DURATIONS
      ? numberIn(value) * DURATIONS[unit as keyof typeof DURATIONS]
      : (MOMENTS[unit as keyof typeof MOMENTS](value) - nowMs) / 1000;
  // 0.3 s in nanoseconds would be 299,999,999.99…; a microsecond is no difference to anybody.
  const seconds = Math.floor(exact + 1e-6);
  return seconds >= 1 && seconds <= MOST_VALID_SECONDS ? seconds : undefined;
}

/** Forms have no numbers, only their digits. */
const numberIn = (value: unknown): number =>
  typeof value === 'string' && /^\d+(\.\d+)?$/.test(value)
    ? Number(value)
    : typeof value === 'number'
      ? value
      : Number.NaN;
