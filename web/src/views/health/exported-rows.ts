/** The points of the range for a file: a row for each, oldest first. What is unknown stays empty. */
import type { MetricsAnswer } from '../../../../handlers/contract/routes/metrics.ts';

type Row = Readonly<Record<string, string | number | null>>;

/** With the figures of the one channel, country or client that is shown, if any. */
export function rowsOf({ series, slice, breakdown }: MetricsAnswer): readonly Row[] {
  const { times, ...columns } = series;
  const { value, ...ofSlice } = slice ?? { value: '' };
  const all: Readonly<Record<string, readonly (number | null)[] | null>> = {
    ...columns,
    ...Object.fromEntries(Object.entries(ofSlice).map(([name, values]) => [`slice_${name}`, values])),
  };
  return times.map((time, index) => ({
    time,
    ...Object.fromEntries(Object.entries(all).map(([name, values]) => [name, values?.[index] ?? null])),
    ...(slice === null ? {} : { [`slice_${breakdown.by}`]: value }),
  }));
}
