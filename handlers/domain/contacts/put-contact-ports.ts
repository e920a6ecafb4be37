/** The ports that enrolling a person needs. */
import type { CountryCode } from 'libphonenumber-js/min';
import type { DestinationPolicy } from '../../contract/settings/destinations.ts';
import type { Randomness } from '../randomness.ts';
import type { RevokeTokensPorts } from '../token/revoke-tokens.ts';
import type { AskToConfirmPorts } from './ask-to-confirm.ts';
import type { ContactStore } from './contact-store.ts';
import type { EmailTransport } from './email-transport.ts';

export interface PutContactPorts extends AskToConfirmPorts, RevokeTokensPorts {
  readonly contacts: ContactStore;
  readonly emails: Omit<EmailTransport, 'confirmByLink'>;
  readonly random: Pick<Randomness, 'integerBelow'>;
  /** As messages name the sender. */
  readonly brand: string;
  /** ISO 3166-1, or empty. */
  readonly defaultCountry: CountryCode | '';
  readonly destinations: DestinationPolicy;
  /** Called when a handle could not be deleted: harmless, because nothing is sent to it, but left over. */
  readonly onHandleLeft: (cause: unknown) => void;
}
