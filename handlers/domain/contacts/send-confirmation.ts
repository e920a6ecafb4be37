/** The email with the code by which the owner of an address confirms it. */
import { DeliveryUnavailable } from '../errors.ts';
import { chooseLanguage } from '../messages/choose-language.ts';
import { confirmationMessage } from '../messages/email-message.ts';
import type { ConfirmationCode, Confirming } from './confirmation-code.ts';
import { CODE_LIFETIME_SECONDS, makeConfirmationCode } from './confirmation-code.ts';
import type { ContactRecord } from './contact-store.ts';
import type { PutContactPorts } from './put-contact-ports.ts';

export type Enrolled = ContactRecord & { readonly email: string; readonly email_handle: string };

export const makeCode = async (
  whose: Confirming,
  nowMs: number,
  { subjectKeys, random }: PutContactPorts,
): Promise<ConfirmationCode> => makeConfirmationCode(whose, nowMs, await subjectKeys.current(), random);

/** @throws DeliveryUnavailable, DeliveryRefused */
export async function sendCode(
  contact: Enrolled,
  { code }: ConfirmationCode,
  { emails, brand, defaultLocale }: PutContactPorts,
): Promise<void> {
  const message = confirmationMessage({
    code,
    brand,
    lifetimeSeconds: CODE_LIFETIME_SECONDS,
    locale: chooseLanguage([contact.locale, defaultLocale], '', {}),
  });
  await emails.send(emails.destinationIn(contact) ?? contact.email, message);
}

/** Whether a message that was noted beforehand may have arrived: then the note has to stay. */
export const mayHaveArrived = (error: unknown): boolean =>
  error instanceof DeliveryUnavailable && error.isOutcomeUnknown;
