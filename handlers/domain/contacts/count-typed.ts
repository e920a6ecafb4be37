/**
 * Limits what is typed to confirm an address: by person, whatever becomes of contact and code, and by mailbox, for
 * whichever people. A try is counted before it is compared, so that no number of simultaneous guesses gets more.
 */
import { typedConfirmations, typedForMailbox } from '../../contract/limits-table.ts';
import type { Decision } from '../decision.ts';
import { accept, refuseUntil } from '../decision.ts';
import { digestMailbox } from '../destinations/digest-destination.ts';
import type { UndoLog } from '../issue-rule.ts';
import type { NamedWindow } from '../limits/full-window.ts';
import { countIn } from '../limits/full-window.ts';
import type { KeySource } from '../token/token-keys.ts';
import { TYPED_CODES } from './confirmation-code.ts';

interface Asked {
  readonly user_id: string;
  readonly email: string;
}

/** Counts a try for both, or refuses it. @throws StoreUnavailable, SecretUnavailable */
export async function countTyped(
  { user_id, email }: Asked,
  undoLog: UndoLog,
  subjectKeys: KeySource,
): Promise<Decision<void>> {
  const mailbox = digestMailbox(email, await subjectKeys.current());
  // One after the other: of simultaneous tries, none takes the mailbox's room and is refused for the person.
  const ofPerson = await countIn(undoLog, typedConfirmations(user_id), TYPED_CODES);
  if (ofPerson !== undefined) {
    return locked('person', { ...ofPerson, name: 'confirmations.guesses' });
  }
  const ofMailbox = await countIn(undoLog, typedForMailbox(mailbox), TYPED_CODES);
  return ofMailbox === undefined
    ? accept(undefined)
    : locked('mailbox', { ...ofMailbox, name: 'confirmations.mailbox_guesses' });
}

const locked = (
  whose: string,
  { name, limit, windowSeconds, retryAfterSeconds }: NamedWindow,
): Decision<never> =>
  refuseUntil('locked', `Too many codes were tried for this ${whose}.`, retryAfterSeconds, {
    name,
    limit,
    window_seconds: windowSeconds,
  });
