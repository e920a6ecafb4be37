/** A limit that is reached, and the refusal that follows from it. */
import { DETAILS } from '../../contract/problem-document.ts';
import type { WindowLimit } from '../../contract/setting.ts';
import type { Decision } from '../decision.ts';
import { refuseUntil } from '../decision.ts';
import type { UndoLog } from '../issue-rule.ts';
import { counterLimit } from '../window.ts';
import type { CounterStore, Subject } from './counter-store.ts';

export interface FullWindow extends WindowLimit {
  /** Seconds until the window ends. */
  readonly retryAfterSeconds: number;
}

export interface NamedWindow extends FullWindow {
  /** The name of the limit in the refusal. */
  readonly name: string;
}

/**
 * Adds 1 to all windows of a subject or to none; returns the full one that ends last, if any. Makes no call
 * if there are no windows.
 */
export async function countIn(
  undoLog: UndoLog,
  subject: Subject,
  windows: readonly WindowLimit[],
): Promise<FullWindow | undefined> {
  if (windows.length === 0) {
    return undefined;
  }
  const count = await undoLog.count(subject, windows.map(counterLimit));
  if (count.counted) {
    return undefined;
  }
  const { reached, retryAfterSeconds } = count;
  return { limit: reached.limit, windowSeconds: Number(reached.window), retryAfterSeconds };
}

/** The values of a subject's windows, in the order given. Makes no call if there are no windows. */
export const readWindows = async (
  counters: Pick<CounterStore, 'read'>,
  subject: Subject,
  windows: readonly WindowLimit[],
  nowSeconds: number,
): Promise<readonly number[]> =>
  windows.length === 0
    ? []
    : counters.read(
        subject,
        windows.map(({ windowSeconds }) => windowSeconds),
        nowSeconds,
      );

/** The window to name in a refusal: a caller who waits only for another one is refused again. */
export const endsLast = <T extends FullWindow>(full: readonly T[]): T | undefined =>
  full.toSorted((one, other) => other.retryAfterSeconds - one.retryAfterSeconds)[0];

/** The refusal of a message. */
export const refuseFull = ({ name, limit, windowSeconds, retryAfterSeconds }: NamedWindow): Decision<never> =>
  refuseUntil('rate_limited', DETAILS.rate_limited, retryAfterSeconds, {
    name,
    limit,
    window_seconds: windowSeconds,
  });
