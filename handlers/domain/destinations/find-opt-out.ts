/** POST /opt-outs/find: whether a number or an address is opted out, since when and how. */
import type { CountryCode } from 'libphonenumber-js/min';
import type { FindOptOutBody, FoundOptOut } from '../../contract/routes/opt-outs.ts';
import type { Decision } from '../decision.ts';
import { accept } from '../decision.ts';
import type { OptOutPorts } from './opt-outs.ts';
import { findListed, readDestination } from './opt-outs.ts';

/** What the message service keeps itself: numbers whose owners answered STOP. @throws DeliveryUnavailable */
export interface StopList {
  /** Of an E.164 number. */
  has(phoneNumber: string): Promise<boolean>;
}

export interface FindOptOutPorts extends OptOutPorts {
  readonly stopList: StopList;
  readonly defaultCountry: CountryCode | '';
}

/**
 * An entry of our list comes first: that is the one that an operator can remove here.
 * @throws StoreUnavailable, SecretUnavailable, DeliveryUnavailable: then nobody knows
 */
export async function findOptOut(
  body: FindOptOutBody,
  ports: FindOptOutPorts,
): Promise<Decision<FoundOptOut>> {
  const destination = readDestination(body, ports.defaultCountry);
  if (!destination.ok) {
    return destination;
  }
  const { phone_number } = destination.value;
  const listed = await findListed(destination.value, ports);
  if (listed !== undefined) {
    const { rule, since } = listed;
    return accept({
      opted_out: true,
      how: rule === 'opt_out' ? 'recorded' : rule,
      ...(since === undefined ? {} : { since: new Date(since * 1000).toISOString() }),
    });
  }
  const answeredStop = phone_number !== undefined && (await ports.stopList.has(phone_number));
  return accept(answeredStop ? { opted_out: true, how: 'stop_word' } : { opted_out: false });
}
