/**
 * Where else messages of a token went, and from when they may go there again.
 *
 * Another destination does not wait, so without this memory two destinations in turn would each get a message at
 * once, and again. Kept in one short text, `<digest> <epoch seconds>` with commas between, like `resent_by`; what
 * need not wait any longer is left out, so the text stays short.
 */
import { resendAfterMs } from './issued-answer.ts';
import type { TokenRecord } from './token-store.ts';

/** Characters of a digest that tell a person's few destinations apart: 96 bits. */
const KEPT_CHARACTERS = 16;

type Waiting = Pick<TokenRecord, 'sends' | 'last_sent_at' | 'destination_digest' | 'earlier_destinations'>;

/** When a message of the token may go to this destination, epoch milliseconds; 0 where none went there. */
export function sendableAtMs(token: Waiting, digest: string, firstWaitSeconds: number): number {
  // What was issued before tokens knew their destination may have gone there.
  if (token.destination_digest === undefined || token.destination_digest === digest) {
    return resendAfterMs(token, firstWaitSeconds);
  }
  const earlier = entriesOf(token.earlier_destinations).find(([kept]) => kept === shorten(digest));
  return earlier === undefined ? 0 : earlier[1] * 1000;
}

/** The text once the token goes to `digest` and leaves the destination that it went to last; empty for none. */
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
