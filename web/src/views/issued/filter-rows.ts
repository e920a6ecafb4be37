/** Finds rows by what people read in them. */
import { strings } from '../../strings.ts';
import type { TimedToken } from './merge-rows.ts';

const text = strings.issued;

/** Whether every word of the filter is somewhere in the row, whatever the case. */
export function matchesText(token: TimedToken, filter: string): boolean {
  const shown = [
    token.user_id,
    token.purpose,
    text.channels[token.channel],
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
