/** Finds rows by their visible text. */

import { shared } from '../../strings.ts';
import type { TimedToken } from './merge-rows.ts';
import { text } from './strings.ts';

/** Whether every word of the filter occurs in the row, ignoring case. */
export function matchesText(token: TimedToken, filter: string): boolean {
  const shown = [
    token.user_id,
    token.purpose,
    shared.channels[token.channel],
    token.destination,
    text.statuses[token.status],
  ]
    .join('\n')
    .toLowerCase();
  return filter
    .toLowerCase()
    .split(/\s+/)
    .every((word) => shown.includes(word));
}
