/** Enrols an address that the contact did not have, and asks its owner to confirm it. */
import type { Decision } from '../decision.ts';
import { accept } from '../decision.ts';
import { changeAndRevoke } from '../token/revoke-tokens.ts';
import { askToConfirm } from './ask-to-confirm.ts';
import type { ContactRecord } from './contact-store.ts';
import { contactChanged } from './contacts.ts';
import { discardHandle } from './discard-handle.ts';
import type { EmailPart } from './email-part.ts';
import { isoTime } from './email-part.ts';
import type { PutContactPorts } from './put-contact-ports.ts';
import { makeCode, mayHaveArrived, sendCode } from './send-confirmation.ts';

export interface Enrolment {
  readonly part: EmailPart;
  /** Whether the contact is stored with it by now. */
  readonly isStored: boolean;
}

/** Stores the contact with this email part, if it is still as it was read; returns whether it did. */
type StoreContact = (part: EmailPart) => Promise<boolean>;

/** The contact as it was read, and as it is to be without its email. */
export interface Change {
  readonly before: ContactRecord | undefined;
  readonly contact: ContactRecord;
  readonly store: StoreContact;
}

/** @throws as putContact */
export async function enrolNew(
  email: string,
  change: Change,
  ports: PutContactPorts,
): Promise<Decision<Enrolment>> {
  const { contact } = change;
  const nowMs = ports.now();
  let part: EmailPart = {};
  const send = async () => {
    const enrolled = { ...contact, email, email_handle: await ports.emails.makeHandle() };
    const made = ports.emails.asksByLink ? undefined : await makeCode(enrolled, nowMs, ports);
    part = {
      ...{ email, email_handle: enrolled.email_handle, email_confirmed: false, confirm_by: 'code' },
      ...{ confirmation_sent_at: isoTime(nowMs), ...made?.stored },
    };
    try {
      // Before the message: what arrives has to be good, also when it is not known whether it does.
      if (!(await change.store(part))) {
        await discardHandle(enrolled.email_handle, ports);
        return contactChanged;
      }
      await (made === undefined
        ? ports.emails.enrol(enrolled.email_handle, email)
        : sendCode(enrolled, made, ports));
    } catch (error) {
      await (mayHaveArrived(error)
        ? discardHandle(change.before?.email_handle, ports)
        : Promise.allSettled([takeBack(change, part, ports)]));
      throw error;
    }
    return accept(undefined);
  };
  const asked = { userId: contact.user_id, email, nowSeconds: Math.floor(nowMs / 1000) };
  const sent = await askToConfirm(asked, send, ports);
  return sent.ok ? accept({ part, isStored: true }) : sent;
}

/** The contact as it was before, unless it was replaced or confirmed since. The handle goes once no contact names it. */
async function takeBack(
  { before, contact: { user_id } }: Change,
  { email_handle, code_digest }: EmailPart,
  ports: PutContactPorts,
): Promise<void> {
  const { contacts } = ports;
  const now = await contacts.get(user_id);
  const expected = { email_confirmed: false, ...(code_digest === undefined ? {} : { code_digest }) };
  const isFree =
    now === undefined ||
    now.email_handle !== email_handle ||
    (await changeAndRevoke(user_id, ports, () =>
      before === undefined ? contacts.delete(user_id, now) : contacts.put(before, now, expected),
    ));
  if (isFree) {
    await discardHandle(email_handle, ports);
  }
}
