/** The time left until a deadline, as minutes and seconds over a thin bar. */
import type { ReactNode } from 'react';
import { formatDuration, secondsLeft } from './format-time.ts';
import { useTick } from './use-tick.ts';

/** The bar turns amber at this time left. */
const LAST_SECONDS = 60;

export interface CountdownProps {
  readonly deadlineMs: number;
  /** The full length of the bar. */
  readonly lifetimeSeconds: number;
  /** Shown instead once the deadline has passed. */
  readonly over: string;
}

export function Countdown({ deadlineMs, lifetimeSeconds, over }: CountdownProps): ReactNode {
  // A clock slightly behind the service's would show more than the lifetime.
  const left = useTick((nowMs) => Math.min(lifetimeSeconds, secondsLeft(deadlineMs, nowMs)));
  if (left === 0) {
    return over;
  }
  return (
    <div className={left <= LAST_SECONDS ? 'countdown countdown-ending' : 'countdown'}>
      <span role="timer">{formatDuration(left)}</span>
      <div className="countdown-track" aria-hidden="true">
        <div className="countdown-rest" style={{ transform: `scaleX(${left / lifetimeSeconds})` }} />
      </div>
    </div>
  );
}
