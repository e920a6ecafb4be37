/** The part of the configuration that says what metrics are counted by. */
import type { CountryCode } from 'libphonenumber-js/min';
import { getCountryCallingCode, isSupportedCountry } from 'libphonenumber-js/min';
import { z } from 'zod';
import { MOST_COUNTRIES_READ } from '../../handlers/contract/metrics.ts';
import type { CountedCountries, MetricsBy } from '../../handlers/contract/settings/metrics.ts';
import { METRIC_SETTINGS } from '../../handlers/contract/settings/metrics.ts';
import type { SmsPrices } from '../../handlers/contract/settings/texts.ts';
import { readList } from './command-line.ts';
import type { SettingError } from './fields.ts';
import { keysOf } from './fields.ts';

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
  readonly smsPricesUsd: Pick<SmsPrices, 'countries'>;
}

/** By their calling codes. */
export function countedCountriesOf(config: MetricConfig): CountedCountries {
  if (!config.metricsBy.includes('country')) {
    return {};
  }
  const byCode = Map.groupBy([...listedCountries(config)].sort(), (country) =>
    String(getCountryCallingCode(country as CountryCode)),
  );
  return Object.fromEntries([...byCode].map(([code, countries]) => [code, countries.join(',')]));
}

/** The allowed countries. If texts go everywhere, or nearly, those that have a price. */
function listedCountries({ allowedCountries, smsPricesUsd }: MetricConfig): readonly string[] {
  const isShort = allowedCountries.length > 0 && allowedCountries.length <= MOST_COUNTRIES_READ;
  return isShort
    ? allowedCountries
    : Object.keys(smsPricesUsd.countries).filter((country) => isSupportedCountry(country));
}

/** Without a bound, a caller who texts the world would make a metric for each of its countries. */
export function checkMetrics(config: MetricConfig): SettingError[] {
  if (!config.metricsBy.includes('country')) {
    return [];
  }
  const { length } = listedCountries(config);
  return length > 0 && length <= MOST_COUNTRIES_READ
    ? []
    : [
        {
          path: ['metricsBy'],
          message: `by country needs 1 to ${MOST_COUNTRIES_READ} countries in allowedCountries or in smsPricesUsd, because each is billed as metrics`,
        },
      ];
}
