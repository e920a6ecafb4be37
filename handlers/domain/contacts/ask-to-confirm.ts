/**
 * Asks the owner of an address to confirm it, and not more often than they have to bear.
 *
 * Whoever enrols people can name any address, so every mail is counted: for the person, for the mailbox that it
 * reaches, whoever is enrolled with it, and for the client. Those who opted out are asked nothing.
 */
import { confirmationSends } from '../../contract/limits-table.ts';
import type { ConfirmationLimits } from '../../contract/settings/limits.ts';
import { allOf } from '../all-of.ts';
import type { Decision } from '../decision.ts';
import { refuseDestination } from '../destinations/destination-policy.ts';
import { mailboxOf } from '../destinations/email-address.ts';
import type { OptOutPorts } from '../destinations/opt-outs.ts';
import { isOptedOut } from '../destinations/opt-outs.ts';
import { DeliveryUnavailable } from '../errors.ts';
import type { CounterStore } from '../limits/counter-store.ts';
import type { NamedWindow } from '../limits/full-window.ts';
import { countIn, endsLast, refuseFull } from '../limits/full-window.ts';
import type { StartedUndoLog } from '../limits/undo-log.ts';
import { startUndoLog } from '../limits/undo-log.ts';
import { digestSubject } from '../token/seal-token.ts';

export interface AskToConfirmPorts extends OptOutPorts {
  readonly counters: CounterStore;
  readonly confirmationLimits: ConfirmationLimits;
  /** Whose access token the request came with. */
  readonly clientId: string;
  /** Of this very request, so that a repeated write counts once. */
  readonly requestId: string;
  /** Told of each mail. */
  readonly onAsked: () => void;
}

export interface Asked {
  readonly userId: string;
  readonly email: string;
  readonly nowSeconds: number;
}

/** Has the mail sent, or refuses. @throws what `send` throws, StoreUnavailable, SecretUnavailable */
export async function askToConfirm(
  asked: Asked,
  send: () => Promise<Decision<void>>,
  ports: AskToConfirmPorts,
): Promise<Decision<void>> {
  if (await isOptedOut({ email: asked.email }, ports)) {
    return refuseDestination('opt_out');
  }
  const undoLog = startUndoLog(ports.counters, ports.requestId, asked.nowSeconds);
  let mayBeOut = false;
  try {
    const full = await countMail(asked, undoLog, ports);
    if (full !== undefined) {
      return refuseFull(full);
    }
    const sent = await send();
    mayBeOut = sent.ok;
    if (sent.ok) {
      ports.onAsked();
    }
    return sent;
  } catch (error) {
    mayBeOut = error instanceof DeliveryUnavailable && error.isOutcomeUnknown;
    throw error;
  } finally {
    if (!mayBeOut) {
      await undoLog.takeBack();
    }
  }
}

/** Counts one mail; gives the full window that ends last. */
async function countMail(
  { userId, email }: Asked,
  undoLog: StartedUndoLog,
  { clientId, confirmationLimits, subjectKeys }: AskToConfirmPorts,
): Promise<NamedWindow | undefined> {
  const mailbox = digestSubject(`email:${mailboxOf(email)}`, await subjectKeys.current());
  const subjects = { person: userId, address: mailbox, client: clientId };
  const counts = await allOf(
    (['person', 'address', 'client'] as const).map(async (name) => {
      const subject = confirmationSends(name, subjects[name]);
      const full = await countIn(undoLog, subject, confirmationLimits[name]);
      return full && { ...full, name: `confirmations.${name}` };
    }),
  );
  return endsLast(counts.filter((full) => full !== undefined));
}
