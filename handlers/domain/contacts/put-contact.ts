/**
 * Enrols the phone number and email address of a person.
 *
 * Every enrolled email address has its own handle, so a person's code can reach nobody else. A changed
 * address gets a new handle, so it does not inherit the old address's confirmation.
 */
import type { ContactAnswer, PutContactBody } from '../../contract/routes/contacts.ts';
import type { EmailStatus } from '../../contract/vocabulary.ts';
import type { Decision } from '../decision.ts';
import { accept } from '../decision.ts';
import { judgeNumber, refuseDestination } from '../destinations/destination-policy.ts';
import { parsePhoneNumber } from '../destinations/phone-number.ts';
import { changeAndRevoke } from '../token/revoke-tokens.ts';
import type { ContactRecord } from './contact-store.ts';
import { answerOf, contactChanged } from './contacts.ts';
import { discardHandle } from './discard-handle.ts';
import type { EmailPart } from './email-part.ts';
import { emailStatusOf } from './email-status.ts';
import { enrolEmail } from './enrol-email.ts';
import type { PutContactPorts } from './put-contact-ports.ts';

/**
 * Replaces a person's contact. If a destination changes, their tokens are revoked.
 * @throws StoreUnavailable, SecretUnavailable, DeliveryUnavailable, DeliveryRefused
 */
export async function putContact(
  userId: string,
  body: PutContactBody,
  ports: PutContactPorts,
): Promise<Decision<ContactAnswer>> {
  const phone = parsePhoneNumber(body.phone_number, ports.defaultCountry);
  if (!phone.ok) {
    return phone;
  }
  const rule = phone.value === undefined ? undefined : judgeNumber(phone.value, ports.destinations);
  if (rule !== undefined) {
    return refuseDestination(rule);
  }

  const before = await ports.contacts.get(userId);
  const withoutEmail: ContactRecord = {
    user_id: userId,
    ...(phone.value === undefined ? {} : { phone_number: phone.value }),
    ...(body.preferred_channel === undefined ? {} : { preferred_channel: body.preferred_channel }),
    ...(body.locale === undefined ? {} : { locale: body.locale }),
  };
  const store = (part: EmailPart) => {
    const contact = { ...withoutEmail, ...part };
    const write = () => ports.contacts.put(contact, before, asItWas(before, contact));
    return hasSameDestinations(contact, before) ? write() : changeAndRevoke(userId, ports, write);
  };
  const enrolment = await enrolEmail(body.email, { before, contact: withoutEmail, store }, ports);
  if (!enrolment.ok) {
    return enrolment;
  }
  const { part, isStored } = enrolment.value;
  const contact: ContactRecord = { ...withoutEmail, ...part };
  let written = isStored;
  let email_status: EmailStatus | undefined;
  try {
    email_status = await emailStatusOf(contact, ports);
    written ||= await store(part);
  } finally {
    if (before?.email_handle !== contact.email_handle) {
      await discardHandle(written ? before?.email_handle : contact.email_handle, ports);
    }
  }
  return written ? accept(answerOf(contact, email_status)) : contactChanged;
}

/**
 * What a confirmation in the meantime would have changed. A code that this request sent is in the contact by now. An
 * address without the attribute is from before there was one.
 */
const asItWas = (before: ContactRecord | undefined, contact: ContactRecord) =>
  before?.email_confirmed !== undefined && before.email_handle === contact.email_handle
    ? {
        email_confirmed: before.email_confirmed,
        ...(contact.code_digest === undefined ? {} : { code_digest: contact.code_digest }),
        ...(contact.code_tries === undefined ? {} : { code_tries: contact.code_tries }),
      }
    : undefined;

const hasSameDestinations = (one: ContactRecord, other: ContactRecord | undefined): boolean =>
  one.phone_number === other?.phone_number && one.email === other?.email;
