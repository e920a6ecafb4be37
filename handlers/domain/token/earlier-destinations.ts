/**
 * Where else messages of a token went, and when they may go there again.
 *
 * A different destination need not wait. Without this memory, a caller could alternate between two
 * destinations and send to both without any wait. It is kept as one short text, like `resent_by`:
 * comma-separated entries of the form `<digest> <epoch seconds>`. Entries whose wait is over are dropped, so
 * the text stays short.
 */
import { resendAfterMs } from './issued-answer.ts';
import type { TokenRecord } from './token-store.ts';

/** Enough characters of a digest to tell a person's few destinations apart: 96 bits. */
const KEPT_CHARACTERS = 16;

type Waiting = Pick<TokenRecord, 'sends' | 'last_sent_at' | 'destination_digest' | 'earlier_destinations'>;

/** When a message of the token may go to this destination, epoch milliseconds; 0 if none went there. */
export function sendableAtMs(token: Waiting, digest: string, firstWaitSeconds: number): number {
  // A token stored before tokens recorded their destination may have gone there.
  if (token.destination_digest === undefined || token.destination_digest === digest) {
    return resendAfterMs(token, firstWaitSeconds);
  }
  const earlier = entriesOf(token.earlier_destinations).find(([kept]) => kept === shorten(digest));
  return earlier === undefined ? 0 : earlier[1] * 1000;
}

/** The new text when the token moves from its last destination to `digest`; empty for no entries. */
export function leaveDestination(
  token: Waiting,
  digest: string,
  firstWaitSeconds: number,
  nowMs: number,
): string {
  const { destination_digest: left } = token;
  const leaving: Entry[] =
    left === undefined ? [] : [[shorten(left), Math.ceil(resendAfterMs(token, firstWaitSeconds) / 1000)]];
  return [...entriesOf(token.earlier_destinations), ...leaving]
    .filter(([kept, at]) => kept !== shorten(digest) && at * 1000 > nowMs)
    .map((entry) => entry.join(' '))
    .join(',');
}

type Entry = readonly [digest: string, at: number];

const shorten = (digest: string): string => digest.slice(0, KEPT_CHARACTERS);

const entriesOf = (text = ''): Entry[] =>
  text === ''
    ? []
    : text.split(',').map((entry) => {
        const [digest = '', at = ''] = entry.split(' ');
        return [digest, Number(at)];
      });
