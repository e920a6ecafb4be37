/**
 * Times and durations for people to read, in the language of the console, whatever that of the browser: a month's
 * name or a decimal sign in another language would stand out among English words. Days come before months, which
 * are words, and hours are 0 to 23, so that nobody misreads them.
 */
import type { ZoneChoice } from './time-zone.ts';
import { chosenZone } from './time-zone.ts';

export const LOCALE = 'en-GB';

/** Seconds until the deadline, rounded up so that a live token never shows 0; 0 once it has passed. */
export function secondsLeft(deadlineMs: number, nowMs: number): number {
  return Math.max(0, Math.ceil((deadlineMs - nowMs) / 1_000));
}

/** `299` becomes `4:59`, `3661` becomes `1:01:01`; Intl.DurationFormat would write `04:59`. */
export function formatDuration(totalSeconds: number): string {
  const hours = Math.floor(totalSeconds / 3_600);
  const minutes = Math.floor((totalSeconds % 3_600) / 60);
  const seconds = twoDigits(totalSeconds % 60);
  return hours > 0 ? `${hours}:${twoDigits(minutes)}:${seconds}` : `${minutes}:${seconds}`;
}

/** `1 second`, `25 hours`. */
export const inUnits = (count: number, unit: 'second' | 'minute' | 'hour' | 'day'): string =>
  new Intl.NumberFormat(LOCALE, { style: 'unit', unit, unitDisplay: 'long' }).format(count);

/** The time left, in its largest unit and rounded up: `45 seconds`, `3 hours`, `12 days`. */
export function roughly(totalSeconds: number): string {
  if (totalSeconds <= 90) {
    return inUnits(totalSeconds, 'second');
  }
  if (totalSeconds <= 5_400) {
    return inUnits(Math.ceil(totalSeconds / 60), 'minute');
  }
  return totalSeconds <= 172_800
    ? inUnits(Math.ceil(totalSeconds / 3_600), 'hour')
    : inUnits(Math.ceil(totalSeconds / 86_400), 'day');
}

const relative = new Intl.RelativeTimeFormat('en', { numeric: 'auto' });

/** `just now`, `20 minutes ago`, `3 hours ago`, `2 days ago`. */
export function formatAgo(iso: string, nowMs: number): string {
  const seconds = Math.max(0, Math.round((nowMs - Date.parse(iso)) / 1_000));
  if (seconds < 60) {
    return 'just now';
  }
  const [unit, length] =
    seconds < 3_600
      ? (['minute', 60] as const)
      : seconds < 86_400
        ? (['hour', 3_600] as const)
        : (['day', 86_400] as const);
  return relative.format(-Math.floor(seconds / length), unit);
}

const twoDigits = (value: number): string => String(value).padStart(2, '0');

type Format = (instant: Date) => string;

/** A format for each zone. Components give it the one that `useZone` returns. */
function timeFormat(options: Intl.DateTimeFormatOptions): (instant: Date, zone: ZoneChoice) => string {
  const formats: Partial<Record<ZoneChoice, Format>> = {};
  return (instant, zone) => {
    formats[zone] ??= new Intl.DateTimeFormat(LOCALE, {
      ...options,
      ...(zone === 'utc' ? { timeZone: 'UTC' } : {}),
    }).format;
    return formats[zone](instant);
  };
}

const timeOnly = timeFormat({ timeStyle: 'medium' });
const dateAndTime = timeFormat({ dateStyle: 'medium', timeStyle: 'medium' });
const dateOnly = timeFormat({ dateStyle: 'short' });
/** `09:05`, for the axis of a chart. */
export const hourAndMinute = timeFormat({ hour: '2-digit', minute: '2-digit' });
/** `26 Nov, 09:05`, for an axis of several days. */
export const dayAndMinute = timeFormat({
  day: 'numeric',
  month: 'short',
  hour: '2-digit',
  minute: '2-digit',
});

/** An ISO 8601 instant in the zone; today's without the date. */
export function formatInstant(iso: string, nowMs: number, zone: ZoneChoice = chosenZone()): string {
  const instant = new Date(iso);
  const isToday = dateOnly(instant, zone) === dateOnly(new Date(nowMs), zone);
  return (isToday ? timeOnly : dateAndTime)(instant, zone);
}

/**
 * The zone's offset at that instant: `UTC`, `UTC+5:30`. Not its short name, which many zones share: IST is India's
 * time, Ireland's and Israel's.
 */
export function zoneOffset(instant: Date, zone: ZoneChoice): string {
  if (zone === 'utc') {
    return 'UTC';
  }
  const parts = new Intl.DateTimeFormat(LOCALE, { timeZoneName: 'shortOffset' }).formatToParts(instant);
  const offset = parts.find(({ type }) => type === 'timeZoneName')?.value ?? 'UTC';
  return offset.replace('GMT', 'UTC');
}

/** `Asia/Kolkata`. */
export const zoneName = (zone: ZoneChoice): string =>
  zone === 'utc' ? 'UTC' : new Intl.DateTimeFormat(LOCALE).resolvedOptions().timeZone;
