/** Searches of the machine's log across executions, and the period that they are limited to. */
import { refuseFields } from '../decision.ts';
import type { LoggedEvent } from './execution-log.ts';

/** Events that a search can be for. */
export type Wanted =
  /** The ends of executions. */
  | { readonly ends: 'failed' | 'succeeded' | 'any' }
  /** What failed by this name: an attempt of a step, or an execution. */
  | { readonly error: string }
  /** Every event of an execution, by its ARN or its name. */
  | { readonly execution: string }
  /** The first and the last event of each of these executions, by their ARNs; at most `FRAMES_PER_SEARCH`. */
  | { readonly framesOf: readonly string[] };

/** As many as one search can name. */
export const FRAMES_PER_SEARCH = 15;

export interface FoundEvent extends LoggedEvent {
  readonly executionArn: string;
}

export interface Search {
  readonly wanted: Wanted;
  /** Epoch milliseconds, both inclusive; without them, as far as the log goes. */
  readonly fromMs?: number | undefined;
  readonly untilMs?: number | undefined;
  /** Events. */
  readonly limit: number;
  /** Of an earlier search for the same. */
  readonly cursor?: string | undefined;
  /** When to stop and return what was found so far; a call that is already under way is still awaited. */
  readonly giveUpAtMs: number;
}

export interface Found {
  /** Newest first. */
  readonly events: readonly FoundEvent[];
  /** Present unless everything was searched. */
  readonly cursor?: string;
}

/** @throws ExecutionsUnavailable */
export interface ExecutionSearch {
  /** Undefined when the cursor is not one that this log issued. */
  search(search: Search): Promise<Found | undefined>;
}

interface Period {
  readonly fromMs: number | undefined;
  /** Inclusive, while `to` is exclusive. */
  readonly untilMs: number | undefined;
}

/** The period of a query; undefined if it ends before it begins. */
export function periodOf({
  from,
  to,
}: {
  from?: string | undefined;
  to?: string | undefined;
}): Period | undefined {
  const fromMs = from === undefined ? undefined : Date.parse(from);
  const untilMs = to === undefined ? undefined : Date.parse(to) - 1;
  return fromMs !== undefined && untilMs !== undefined && fromMs > untilMs ? undefined : { fromMs, untilMs };
}

export const endsBeforeItBegins = () => refuseFields([{ field: 'to', rule: 'must be later than from' }]);
