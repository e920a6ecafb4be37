/** What was delivered and verified, and what it cost, by channel, country or client group. */
import type { MetricSlice } from '../../contract/metrics.ts';
import type { MetricBreakdown, MetricOneSlice, MetricSliceRow } from '../../contract/routes/metric-parts.ts';
import { CHANNEL_FACTS, CHANNELS } from '../../contract/vocabulary.ts';
import type { AskedSlice, MetricPlace, SliceCount } from './metric-queries.ts';
import type { Reading } from './metric-readings.ts';
import { conversionOf, roundedUsd, totalOf } from './metric-readings.ts';

interface BreakdownPorts {
  readonly countsCost: boolean;
  readonly hasReports: boolean;
  readonly countries: readonly string[];
}

export function breakdownOf(
  readings: readonly Reading[],
  { by, values, isCounted }: AskedSlice & { readonly isCounted: boolean },
  ports: BreakdownPorts,
): MetricBreakdown {
  const row = (value: string): MetricSliceRow => {
    const total = (count: SliceCount) =>
      totalOf(readings, (place) => place.of === 'slice' && place.value === value && place.count === count);
    const [delivered, deliveries, verified] = [total('delivered'), total('deliveries'), total('verified')];
    const reported = (arrival: 'delivered' | 'undelivered') =>
      reportedOf(readings, by, value, arrival, ports);
    return {
      ...{ value, delivered, deliveries, verified },
      conversion: conversionOf(verified, delivered, deliveries),
      arrived: reported('delivered'),
      undelivered: reported('undelivered'),
      cost_usd: costs(by, value, ports) ? roundedUsd(totalOf(readings, isCostOf(by, value))) : null,
    };
  };
  return { by, counted: isCounted, rows: values.map(row) };
}

/** What carriers reported; null where they are not asked, or not counted by that. */
function reportedOf(
  readings: readonly Reading[],
  by: MetricSlice,
  value: string,
  arrival: 'delivered' | 'undelivered',
  { hasReports, countries }: BreakdownPorts,
): number | null {
  if (!hasReports || by === 'client_group') {
    return null;
  }
  if (by === 'channel') {
    const of = arrival === 'delivered' ? 'arrived' : 'failed';
    return totalOf(readings, (place) => place.of === `${of}_${value}`);
  }
  const names = value.split(',');
  return names.every((name) => countries.includes(name))
    ? totalOf(
        readings,
        (place) => place.of === 'country' && names.includes(place.name) && place.arrival === arrival,
      )
    : null;
}

/** Only texts have a price. */
const costs = (by: MetricSlice, value: string, { countsCost }: BreakdownPorts): boolean =>
  countsCost &&
  (by !== 'channel' || CHANNELS.some((channel) => channel === value && CHANNEL_FACTS[channel].isText));

/** There is one channel of texts, so its cost is all of it. */
const isCostOf =
  (by: MetricSlice, value: string) =>
  (place: MetricPlace): boolean =>
    by === 'channel'
      ? place.of === 'cost'
      : place.of === 'slice' && place.value === value && place.count === 'cost';

export function sliceOf(
  by: MetricSlice,
  value: string,
  ofPoints: (isWanted: (place: MetricPlace) => boolean) => readonly (number | undefined)[],
  ports: BreakdownPorts,
): MetricOneSlice {
  const counts = (count: SliceCount) =>
    ofPoints((place) => place.of === 'slice' && place.value === value && place.count === count).map(
      (found) => found ?? 0,
    );
  return {
    value,
    delivered: counts('delivered'),
    verified: counts('verified'),
    cost_usd: costs(by, value, ports)
      ? ofPoints(isCostOf(by, value)).map((found) => roundedUsd(found ?? 0))
      : null,
  };
}
