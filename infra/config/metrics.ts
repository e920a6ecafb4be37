/** The part of the configuration that says what metrics are counted by. */
import type { CountryCode } from 'libphonenumber-js/min';
import { getCountryCallingCode } from 'libphonenumber-js/min';
import { MOST_COUNTRIES_READ } from '../../handlers/contract/metrics.ts';
import type { CountedCountries, MetricsBy } from '../../handlers/contract/settings/metrics.ts';
import { METRIC_SETTINGS } from '../../handlers/contract/settings/metrics.ts';
import { readList } from './command-line.ts';
import type { SettingError } from './fields.ts';
import { keysOf } from './fields.ts';
import { z } from 'zod';

const keys = keysOf(METRIC_SETTINGS);

export const METRIC_KEYS = {
  metricsBy: {
    ...keys.metricsBy,
    field: z.preprocess(readList, METRIC_SETTINGS.metricsBy.schema()).default([]),
  },
};

interface MetricConfig {
  readonly metricsBy: MetricsBy;
  readonly allowedCountries: readonly string[];
}

/** The allowed countries by their calling codes. */
export function countedCountriesOf({ metricsBy, allowedCountries }: MetricConfig): CountedCountries {
  if (!metricsBy.includes('country')) {
    return {};
  }
  const byCode = Map.groupBy([...allowedCountries].sort(), (country) =>
    String(getCountryCallingCode(country as CountryCode)),
  );
  return Object.fromEntries([...byCode].map(([code, countries]) => [code, countries.join(',')]));
}

/** Without a bound, a caller who texts the world would make a metric for each of its countries. */
export function checkMetrics({ metricsBy, allowedCountries }: MetricConfig): SettingError[] {
  const { length } = allowedCountries;
  return !metricsBy.includes('country') || (length > 0 && length <= MOST_COUNTRIES_READ)
    ? []
    : [
        {
          path: ['metricsBy'],
          message: `by country needs 1 to ${MOST_COUNTRIES_READ} allowedCountries, because each is billed as metrics`,
        },
      ];
}
