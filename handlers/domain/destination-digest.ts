/** What stands for a phone number beside a token and in the tables: the same for every spelling of its line. */
import { lineOf } from '../contract/phone-lines.ts';
import type { KeySource } from './ports.ts';
import { digestSubject } from './seal-token.ts';

/** Keyed with the subject secret, base64url. @throws SecretUnavailable */
export const destinationDigest = async (number: string, subjectKeys: KeySource): Promise<string> =>
  digestSubject(`phone_number:${lineOf(number)}`, await subjectKeys.current());
