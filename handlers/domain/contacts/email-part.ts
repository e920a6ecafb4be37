/** What a contact holds about its email. */
import type { ContactRecord } from './contact-store.ts';

export type EmailPart = Omit<
  ContactRecord,
  'user_id' | 'phone_number' | 'preferred_channel' | 'locale' | 'version'
>;

export const emailPartOf = ({
  user_id: _,
  phone_number: __,
  preferred_channel: ___,
  locale: ____,
  version: _____,
  ...email
}: ContactRecord): EmailPart => email;

export const isoTime = (ms: number): string => new Date(ms).toISOString();
