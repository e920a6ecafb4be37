/** The permanent list of numbers whose owners want no messages. It can be asked about a number, not read. */
import type { CountryCode } from 'libphonenumber-js/min';
import type { PutOptOutBody } from '../contract/requests.ts';
import { LIMIT_SUBJECTS } from '../contract/table-writes.ts';
import { accept, type Decision } from './decision.ts';
import { maskPhoneNumber } from './mask-destination.ts';
import { lineOf, parsePhoneNumber } from './phone-number.ts';
import type { KeySource, OptOutList } from './ports.ts';
import { digestSubject } from './seal-token.ts';

export interface OptOuts {
  readonly optOuts: OptOutList;
  /** Of the secret that is never rotated: another key would forget everybody. */
  readonly subjectKeys: KeySource;
}

/** @throws StoreUnavailable, SecretUnavailable */
export async function isOptedOut(number: string, list: OptOuts): Promise<boolean> {
  return list.optOuts.has(await subjectOf(number, list));
}

/**
 * Puts a number on the list or takes it off; either may be repeated. `record` is told the masked number before that.
 * @throws StoreUnavailable, SecretUnavailable, and what `record` throws
 */
export async function putOptOut(
  body: PutOptOutBody,
  list: OptOuts & { readonly defaultCountry: CountryCode | '' },
  record: (maskedNumber: string) => Promise<void>,
): Promise<Decision<void>> {
  const number = parsePhoneNumber(body.phone_number, list.defaultCountry);
  if (!number.ok) return number;
  await record(maskPhoneNumber(number.value));
  const subject = await subjectOf(number.value, list);
  await (body.opted_out ? list.optOuts.add(subject) : list.optOuts.remove(subject));
  return accept(undefined);
}

const subjectOf = async (number: string, { subjectKeys }: OptOuts): Promise<string> =>
  LIMIT_SUBJECTS.optOuts + digestSubject(lineOf(number), await subjectKeys.current());
