/** Counts down to the time at which the API said to try again. */
import type { ReactNode } from 'react';
import { useState } from 'react';
import { secondsLeft } from '../time/format-time.ts';
import { useTick } from '../time/use-tick.ts';
import { strings } from './strings.ts';

export function RetryAfter({ seconds }: { readonly seconds: number }): ReactNode {
  const [deadlineMs] = useState(() => Date.now() + seconds * 1_000);
  const left = useTick((nowMs) => secondsLeft(deadlineMs, nowMs));
  return <div role="timer">{left > 0 ? strings.failure.retryAfter(left) : strings.failure.retryNow}</div>;
}
