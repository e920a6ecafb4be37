/**
 * What a message or a verification is counted by besides: its channel, its country and its client group.
 *
 * Values come from the configuration, so a caller can make no new ones: CloudWatch bills each as a metric. The country is
 * that of the calling code, which is all that a stored destination shows of a number.
 */
import type { MetricSlice, SliceValues } from '../../contract/metrics.ts';
import { OTHERS } from '../../contract/metrics.ts';
import type { ClientGroups } from '../../contract/settings/codes.ts';
import type { CountedCountries, MetricsBy } from '../../contract/settings/metrics.ts';
import type { Channel } from '../../contract/vocabulary.ts';
import { CHANNELS } from '../../contract/vocabulary.ts';

export interface SliceSettings {
  readonly metricsBy: MetricsBy;
  readonly countedCountries: CountedCountries;
}

export interface Sliced {
  readonly channel: Channel;
  /** As it is shown: `+91••••••4321`. */
  readonly destination_masked: string;
  /** As tokens have it: the name of a configured group follows an "@". */
  readonly client_group: string;
}

const CALLING_CODE = /^\+(\d+)•/;
const GROUP = /^@(.+)$/;

export const slicesIn =
  ({ metricsBy, countedCountries }: SliceSettings) =>
  ({ channel, destination_masked, client_group }: Sliced): SliceValues & { readonly channel: Channel } => {
    const callingCode = CALLING_CODE.exec(destination_masked)?.[1];
    return {
      channel,
      ...(metricsBy.includes('country') && callingCode !== undefined
        ? { country: countedCountries[callingCode] ?? OTHERS }
        : {}),
      ...(metricsBy.includes('client') ? { client_group: GROUP.exec(client_group)?.[1] ?? OTHERS } : {}),
    };
  };

/** Every value that is counted, or undefined where the configuration counts none. */
export function valuesOf(
  slice: MetricSlice,
  { metricsBy, countedCountries, clientGroups }: SliceSettings & { readonly clientGroups: ClientGroups },
): readonly string[] | undefined {
  switch (slice) {
    case 'channel':
      return CHANNELS;
    case 'country':
      return metricsBy.includes('country')
        ? [...new Set(Object.values(countedCountries))].sort().concat(OTHERS)
        : undefined;
    case 'client_group':
      return metricsBy.includes('client') ? [...Object.keys(clientGroups).sort(), OTHERS] : undefined;
  }
}
