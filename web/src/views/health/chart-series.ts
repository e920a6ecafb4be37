/** The points of a chart's lines. A point without a value is left out: it is unknown, not zero. */

export interface Plot {
  readonly title: string;
  readonly values: readonly (number | null)[];
  readonly color: string;
}

/** With a lower maximum, the axis would show fractions of a token. */
const MIN_TOP = 4;

/** Whether there is nothing to draw. */
export const isEmpty = (plots: readonly Plot[]): boolean =>
  plots.every(({ values }) => values.every((value) => value === null || value === 0));

/** Where the axis ends. Amounts of money may be small. */
export function topOf(plots: readonly Plot[]): number {
  const highest = Math.max(0, ...plots.flatMap(({ values }) => values.map((value) => value ?? 0)));
  const isWhole = plots.every(({ values }) => values.every((value) => Number.isInteger(value ?? 0)));
  return isWhole ? Math.max(MIN_TOP, highest) : highest;
}

/** A single point would be a line of no length, so it is drawn as long as the time that it spans. */
export function lineOf(
  { title, values, color }: Plot,
  times: readonly string[],
  bucketSeconds: number,
  format: (value: number | null) => string,
) {
  const known = values.flatMap((y, index) => (y === null ? [] : [{ x: new Date(times[index] ?? 0), y }]));
  const [only] = known;
  const data =
    only !== undefined && known.length === 1
      ? [only, { x: new Date(only.x.getTime() + bucketSeconds * 1000), y: only.y }]
      : known;
  return { type: 'line' as const, title, color, data, valueFormatter: (value: number) => format(value) };
}
