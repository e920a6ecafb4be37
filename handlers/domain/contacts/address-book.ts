/** What enrolling a person needs from outside. */
import type { CountryCode } from 'libphonenumber-js/min';
import type { DestinationPolicy } from '../../contract/settings/destinations.ts';
import type { Revocations } from '../token/revoke-tokens.ts';
import type { ConfirmationLimiter } from './ask-to-confirm.ts';
import type { ContactStore } from './contact-store.ts';
import type { TopicRegistry } from './topic-registry.ts';

export interface AddressBook extends ConfirmationLimiter, Revocations {
  readonly contacts: ContactStore;
  readonly topics: TopicRegistry;
  /** ISO 3166-1, or empty. */
  readonly defaultCountry: CountryCode | '';
  readonly destinations: DestinationPolicy;
  /** Told of a topic that could not be deleted: harmless, because nothing publishes to it, but litter. */
  readonly onTopicLeft: (cause: unknown) => void;
}
