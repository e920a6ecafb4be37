/**
 * Rate expressions, such as `rate(5 minutes)`; the words are those that AWS's pages show.
 * https://docs.aws.amazon.com/scheduler/latest/UserGuide/schedule-types.html
 */
const EXPRESSION =
  /^rate\((?:1 (?<one>minute|hour|day)|(?<value>[2-9]|[1-9]\d+) (?<several>minute|hour|day)s)\)$/;
const UNIT_MS: Readonly<Record<string, number>> = { minute: 60_000, hour: 3_600_000, day: 86_400_000 };

/** Milliseconds between two runs. @throws when the expression is of another kind, such as `cron` */
export function readRate(expression: string, path: string): number {
  const { one, value, several } = EXPRESSION.exec(expression)?.groups ?? {};
  const unitMs = UNIT_MS[one ?? several ?? ''];
  if (unitMs === undefined) {
    throw new Error(
      `${path}: the local runtime supports schedules such as rate(1 minute) and rate(5 minutes), not ${expression}.`,
    );
  }
  return Number(value ?? 1) * unitMs;
}
