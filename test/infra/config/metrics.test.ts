import { describe, expect, it } from '@jest/globals';
import { countedCountriesOf } from '../../../infra/config/metrics.ts';
import { parseConfig } from '../../../infra/config/schema.ts';

const configOf = (more: object) => parseConfig({ region: 'eu-central-1', brandName: 'Acme', ...more });
const countedBy = (more: object) => countedCountriesOf(configOf(more));

describe('what metrics are counted by', () => {
  it('is neither country nor client unless the owner says so, because each is billed', () => {
    expect(configOf({}).metricsBy).toEqual([]);
    expect(countedBy({ allowedCountries: ['IN'] })).toEqual({});
  });

  it('is a list, or names with commas between them on the command line', () => {
    expect(configOf({ metricsBy: 'client' }).metricsBy).toEqual(['client']);
    expect(configOf({ metricsBy: '["country","client"]' }).metricsBy).toEqual(['country', 'client']);
    expect(() => configOf({ metricsBy: ['person'] })).toThrow('metricsBy');
    expect(() => configOf({ metricsBy: ['client', 'client'] })).toThrow('must name each once');
  });

  it('is the allowed countries, and those that share a calling code are one', () => {
    const settings = { metricsBy: ['country'], allowedCountries: ['US', 'IN', 'CA'] };
    expect(countedBy(settings)).toEqual({ '91': 'IN', '1': 'CA,US' });
  });

  it('is the countries with a price where texts go everywhere', () => {
    expect(countedBy({ metricsBy: ['country'] })).toEqual({
      ...{ '1': 'US', '44': 'GB', '82': 'KR', '91': 'IN', '971': 'AE' },
    });
  });

  it('is refused by country where there is no list to count by', () => {
    const smsPricesUsd = { default: 0.3, countries: {}, source: 'ours', asOf: '2026-11-22' };
    expect(() => configOf({ metricsBy: ['country'], smsPricesUsd })).toThrow(
      'needs 1 to 50 countries in allowedCountries or in smsPricesUsd',
    );
  });
});
