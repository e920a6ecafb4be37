/** A point in time in the chosen zone, with UTC as its tooltip. */
import type { ReactNode } from 'react';
import { formatInstant } from './format-time.ts';
import { useZone } from './time-zone.ts';
import { useTick } from './use-tick.ts';

export function Instant({ iso }: { readonly iso: string }): ReactNode {
  const zone = useZone();
  const shown = useTick((nowMs) => formatInstant(iso, nowMs, zone));
  return (
    <time dateTime={iso} title={iso}>
      {shown}
    </time>
  );
}
