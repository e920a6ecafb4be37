/** What enrolling a person needs from outside. */
import type { CountryCode } from 'libphonenumber-js/min';
import type { DestinationPolicy } from '../contract/settings.ts';
import type { ConfirmationLimiter } from './ask-to-confirm.ts';
import type { Clock, ContactStore, TopicRegistry } from './ports.ts';

export interface AddressBook extends ConfirmationLimiter {
  readonly contacts: ContactStore;
  readonly topics: TopicRegistry;
  /** ISO 3166-1, or empty. */
  readonly defaultCountry: CountryCode | '';
  readonly destinations: DestinationPolicy;
  readonly now: Clock;
  /** Told of a topic that could not be deleted: harmless, because nothing publishes to it, but litter. */
  readonly onTopicLeft: (cause: unknown) => void;
}
