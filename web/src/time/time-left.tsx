/** How long until a point in time, in words: `in 3 hours`. The time itself is its tooltip. */
import type { ReactNode } from 'react';
import { formatInstant, roughly, secondsLeft } from './format-time.ts';
import { useZone } from './time-zone.ts';
import { useTick } from './use-tick.ts';

export function TimeLeft({ iso }: { readonly iso: string }): ReactNode {
  const zone = useZone();
  const shown = useTick((nowMs) => `in ${roughly(secondsLeft(Date.parse(iso), nowMs))}`);
  const title = useTick((nowMs) => formatInstant(iso, nowMs, zone));
  return (
    <time dateTime={iso} title={title}>
      {shown}
    </time>
  );
}
