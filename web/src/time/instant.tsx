/** A point in time in the viewer's time zone, with UTC as its tooltip. */
import type { ReactNode } from 'react';
import { formatInstant } from './format-time.ts';
import { useTick } from './use-tick.ts';

export function Instant({ iso }: { readonly iso: string }): ReactNode {
  const shown = useTick((nowMs) => formatInstant(iso, nowMs));
  return (
    <time dateTime={iso} title={iso}>
      {shown}
    </time>
  );
}
