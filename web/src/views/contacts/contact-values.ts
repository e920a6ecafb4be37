/** The contact form's values, and their conversion to the API's. */
import type { ContactAnswer } from '../../../../handlers/contract/routes/contacts.ts';
import type { Channel } from '../../../../handlers/contract/vocabulary.ts';
import { CHANNELS } from '../../../../handlers/contract/vocabulary.ts';
import type { Contact } from '../../api/api-client.ts';
import type { FieldErrors, FormFields } from '../../forms/field-errors.ts';
import type { Draft } from '../../session/drafts.ts';
import { shared } from '../../strings.ts';
import { text } from './strings.ts';

export interface ContactValues {
  readonly phoneNumber: string;
  readonly email: string;
  /** Empty: the service's default. */
  readonly preferredChannel: Channel | '';
  readonly locale: string;
}

export type FieldName = keyof ContactValues;

/** From top to bottom of the form. */
export const FIELDS: FormFields<FieldName> = {
  phone_number: { name: 'phoneNumber', label: shared.phoneNumber },
  email: { name: 'email', label: text.email },
  preferred_channel: { name: 'preferredChannel', label: text.preferredChannel },
  locale: { name: 'locale', label: text.locale },
};

export const fromContact = (contact: ContactAnswer | undefined): ContactValues => ({
  phoneNumber: contact?.phone_number ?? '',
  email: contact?.email ?? '',
  preferredChannel: contact?.preferred_channel ?? '',
  locale: contact?.locale ?? '',
});

export function checkForm({ phoneNumber, email }: ContactValues): FieldErrors<FieldName> {
  return phoneNumber.trim() === '' && email.trim() === '' ? { phoneNumber: text.nothingGiven } : {};
}

/** A PUT replaces the whole contact, so what is empty is left out. */
export function toContact(values: ContactValues): Contact {
  const phone_number = values.phoneNumber.trim();
  const email = values.email.trim();
  const locale = values.locale.trim();
  const preferred_channel = CHANNELS.find((channel) => channel === values.preferredChannel);
  return {
    ...(phone_number === '' ? {} : { phone_number }),
    ...(email === '' ? {} : { email }),
    ...(preferred_channel === undefined ? {} : { preferred_channel }),
    ...(locale === '' ? {} : { locale }),
  };
}

/** The part of the form that may be kept in storage, and whose it is; see drafts.ts. */
export const toDraft = ({ preferredChannel, locale }: ContactValues, userId: string): Draft => ({
  userId,
  preferredChannel,
  locale,
});

/** Ignores what was entered for somebody else. */
export function withDraft(values: ContactValues, userId: string, draft: Draft): ContactValues {
  if (draft.userId !== userId) {
    return values;
  }
  return {
    ...values,
    preferredChannel: CHANNELS.find((channel) => channel === draft.preferredChannel) ?? '',
    locale: draft.locale ?? values.locale,
  };
}
