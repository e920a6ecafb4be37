/** Which quota breaks at which rate: the quotas divided by what one code uses of them. */
import type { Measured } from './measured.ts';
import type { Quota, Region } from './quotas.ts';

export const RATES = [100, 1_000, 10_000] as const;

/** Codes a second at which the quota is used up; undefined where it does not grow with codes, or has no number. */
export function breaksAt({ most, perCode }: Quota, region: Region, measured: Measured): number | undefined {
  const [quota, used] = [most[region], perCode?.(measured)];
  return quota === undefined || used === undefined || used === 0 ? undefined : quota / used;
}

/** Those that hold less than the rate, the first to break first. */
export const broken = (
  quotas: readonly Quota[],
  region: Region,
  rate: number,
  measured: Measured,
): readonly { readonly quota: Quota; readonly at: number }[] =>
  quotas
    .flatMap((quota) => {
      const at = breaksAt(quota, region, measured);
      return at === undefined || at >= rate ? [] : [{ quota, at }];
    })
    .sort((one, other) => one.at - other.at);
