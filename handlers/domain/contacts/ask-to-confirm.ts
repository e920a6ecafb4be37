/**
 * Asks the owner of an email address to confirm it, within limits that protect the owner.
 *
 * A client that enrols people can name any address, so every mail is counted: per person, per mailbox
 * (whoever is enrolled with it) and per client. Owners who opted out get no mail.
 */
import { confirmationSends } from '../../contract/limits-table.ts';
import type { ConfirmationLimits } from '../../contract/settings/limits.ts';
import { allOf } from '../all-of.ts';
import type { Decision } from '../decision.ts';
import { refuseDestination } from '../destinations/destination-policy.ts';
import { digestMailbox } from '../destinations/digest-destination.ts';
import type { OptOutPorts } from '../destinations/opt-outs.ts';
import { optOutRule } from '../destinations/opt-outs.ts';
import { DeliveryUnavailable } from '../errors.ts';
import type { CounterStore } from '../limits/counter-store.ts';
import type { NamedWindow } from '../limits/full-window.ts';
import { countIn, endsLast, refuseFull } from '../limits/full-window.ts';
import type { StartedUndoLog } from '../limits/undo-log.ts';
import { startUndoLog } from '../limits/undo-log.ts';

export interface AskToConfirmPorts extends OptOutPorts {
  readonly counters: CounterStore;
  readonly confirmationLimits: ConfirmationLimits;
  /** The client whose access token the request has. */
  readonly clientId: string;
  /** Unique to this request, so that a repeated write counts once. */
  readonly requestId: string;
  /** Called for each mail that is sent. */
  readonly onAsked: () => void;
}

export interface Asked {
  readonly userId: string;
  readonly email: string;
  readonly nowSeconds: number;
}

/** Sends the mail, or refuses. @throws what `send` throws, StoreUnavailable, SecretUnavailable */
export async function askToConfirm(
  asked: Asked,
  send: () => Promise<Decision<void>>,
  ports: AskToConfirmPorts,
): Promise<Decision<void>> {
  const rule = await optOutRule({ email: asked.email }, ports);
  if (rule !== undefined) {
    return refuseDestination(rule);
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

/** Counts one mail; returns the full window that ends last, if any. */
async function countMail(
  { userId, email }: Asked,
  undoLog: StartedUndoLog,
  { clientId, confirmationLimits, subjectKeys }: AskToConfirmPorts,
): Promise<NamedWindow | undefined> {
  const mailbox = digestMailbox(email, await subjectKeys.current());
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
