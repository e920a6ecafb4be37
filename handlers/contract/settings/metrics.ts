/** Settings of metrics: what they are counted by. */
import * as z from 'zod/mini';
import type { Immutable } from '../described.ts';
import type { SettingRows, Value } from '../setting.ts';
import { text } from '../setting.ts';

const METRICS_BY = ['country', 'client'] as const;

/** What codes and their cost are also counted by. Each value is a metric that CloudWatch bills. */
export const metricsBy = () =>
  z
    .array(z.enum(METRICS_BY))
    .check(z.refine((list) => new Set(list).size === list.length, 'must name each once'));
export type MetricsBy = Immutable<Value<typeof metricsBy>>;

/**
 * Countries by the calling codes of their numbers, without `+`: `{"91": "IN", "1": "CA,US"}`. A code that several
 * allowed countries share is counted as all of them: a stored destination has no more of the number than that. Empty
 * where nothing is counted by country.
 */
export const countedCountries = () =>
  z.record(
    text(/^[1-9]\d{0,2}$/, 'must be calling codes'),
    text(/^[A-Z]{2}(,[A-Z]{2})*$/, 'must be ISO 3166 codes'),
  );
export type CountedCountries = Immutable<Value<typeof countedCountries>>;

export const METRIC_SETTINGS = {
  metricsBy: {
    schema: metricsBy,
    default: [],
    text: '`["country", "client"]`, or one of them: also counts what was delivered and verified, and what texts cost, by country and by the groups of `clientGroups`. [Health](console.md#health) shows it. Each country and group is four metrics at most, of 0.30 USD a month while something is counted. Countries are the `allowedCountries`; if there are none or more than 50, those with a price in `smsPricesUsd`, and all others together. Countries that share a calling code, such as the United States and Canada, are one',
  },
} as const satisfies SettingRows;
