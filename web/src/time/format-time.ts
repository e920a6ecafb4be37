/** Times and durations for people to read. */

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

/** `1 second`, `25 hours`, in the language of the console. */
export const inUnits = (count: number, unit: 'second' | 'minute' | 'hour'): string =>
  new Intl.NumberFormat('en', { style: 'unit', unit, unitDisplay: 'long' }).format(count);

const twoDigits = (value: number): string => String(value).padStart(2, '0');

const timeOnly = new Intl.DateTimeFormat(undefined, { timeStyle: 'medium' });
const dateAndTime = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'medium' });

/** An ISO 8601 instant in the viewer's language and time zone; today's without the date. */
export function formatInstant(iso: string, nowMs: number): string {
  const instant = new Date(iso);
  const isToday = instant.toDateString() === new Date(nowMs).toDateString();
  return (isToday ? timeOnly : dateAndTime).format(instant);
}
