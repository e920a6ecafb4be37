/** The period of a search, in the URL: `period=day`, or `from` and `to`. */
import { choice, instant } from '../../shell/url-parameters.ts';

const MINUTE_MS = 60_000;
const DAY_MS = 1_440 * MINUTE_MS;

const PERIODS = ['hour', 'day', 'week', 'month', 'any'] as const;
export type PeriodName = (typeof PERIODS)[number];

const BACK_MS: Readonly<Record<PeriodName, number | undefined>> = {
  hour: 60 * MINUTE_MS,
  day: DAY_MS,
  week: 7 * DAY_MS,
  month: 30 * DAY_MS,
  any: undefined,
};

/** Parameters of a view with a period; `from` and `to`, ISO 8601, win over the name. */
export const periodParameters = (otherwise: PeriodName) => ({
  period: choice(PERIODS, otherwise),
  from: instant(),
  to: instant(),
});

export interface Period {
  readonly period: PeriodName;
  /** Empty for none. */
  readonly from: string;
  readonly to: string;
}

export interface Bounds {
  readonly from?: string;
  readonly to?: string;
}

/** What the API is asked for. Only the beginning of a named period is fixed: its end is always now. */
export function boundsOf({ period, from, to }: Period, nowMs: number): Bounds {
  if (from !== '' || to !== '') {
    return { ...(from === '' ? {} : { from: utc(from) }), ...(to === '' ? {} : { to: utc(to) }) };
  }
  const back = BACK_MS[period];
  return back === undefined ? {} : { from: new Date(nowMs - back).toISOString() };
}

/** The API takes UTC; a link may have an offset. */
const utc = (iso: string): string => new Date(iso).toISOString();
