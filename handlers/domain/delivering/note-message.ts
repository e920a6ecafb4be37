/**
 * Notes a message under the id that its service gave it, so that a later report finds its token without a search.
 *
 * The message is already sent, so a failure here must not change its answer: reports about a message that was not
 * noted are ignored.
 */
import type { Channel } from '../../contract/vocabulary.ts';
import type { Clock } from '../clock.ts';
import { legBy } from '../delivery-route.ts';
import type { Randomness } from '../randomness.ts';
import type { KeySource } from '../token/token-keys.ts';
import type { Handed } from './hand-over.ts';
import type { MessageRecord, MessageStore } from './message-store.ts';
import { otherLegOf, sealOtherLeg } from './other-leg.ts';

/**
 * How long after its start a step still waits for the note: less than the slowest delivery takes by itself
 * (test/workflows/time-budget.test.ts), so that the note cannot make the outcome of a message unknown.
 */
export const NOTED_WITHIN_MS = 2000;

export interface MessageNotes {
  readonly store: Pick<MessageStore, 'note'>;
  /** Present if the code may be sent by another channel when this message does not arrive: what seals its route. */
  readonly handOn?: Pick<Randomness, 'bytes'>;
  /** Whether the activity log is to find reports by where the message went. */
  readonly keepsDestination?: boolean;
  /** Waits for the work, for at most this long. */
  readonly within: (work: Promise<unknown>, atMostMs: number) => Promise<void>;
}

export interface NoteMessagePorts {
  readonly keys: KeySource;
  readonly now: Clock;
  /** Absent when nobody reports on messages. */
  readonly messageNotes?: MessageNotes | undefined;
  /** Called for a message that could not be noted. */
  readonly onUnnoted?: (error: unknown) => void;
}

export async function noteMessage(
  handed: Handed,
  channel: Channel,
  messageId: string,
  startedAtMs: number,
  { keys, now, messageNotes, onUnnoted = () => undefined }: NoteMessagePorts,
): Promise<void> {
  if (messageNotes === undefined || messageId === '') {
    return;
  }
  const note = async () => {
    const record = await recordOf(handed, channel, keys, messageNotes);
    await messageNotes.store.note(messageId, record, Math.floor(now() / 1000));
  };
  await messageNotes.within(note().catch(onUnnoted), Math.max(0, startedAtMs + NOTED_WITHIN_MS - now()));
}

async function recordOf(
  { request, token }: Handed,
  channel: Channel,
  keys: KeySource,
  { handOn, keepsDestination }: MessageNotes,
): Promise<MessageRecord> {
  const { user_id, purpose, client_group, user_ref, sends } = request;
  const { token_id, secret_version } = token;
  const other = handOn && otherLegOf(request, channel);
  return {
    ...{ user_id, purpose, client_group, user_ref, sends },
    token_id,
    channel,
    ...(keepsDestination && { destination_digest: legBy(channel, request).digest }),
    ...(handOn &&
      other && { other_leg: sealOtherLeg(other, token_id, await keys.ofVersion(secret_version), handOn) }),
  };
}
