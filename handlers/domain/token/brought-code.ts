/**
 * A code that a caller made itself, on its way to the step that generates codes otherwise. It is sealed where it
 * arrives, before the state machine starts, because whoever can read executions can read their input.
 */
import type { BroughtCode } from '../../contract/workflow.ts';
import type { Randomness } from '../randomness.ts';
import { sealText, unsealText } from './seal-token.ts';
import type { KeySource } from './token-keys.ts';
import type { PersonPurpose } from './token-store.ts';

/** @throws SecretUnavailable */
export async function sealBroughtCode(
  code: string,
  whose: PersonPurpose,
  keys: Pick<KeySource, 'current'>,
  random: Pick<Randomness, 'bytes'>,
): Promise<BroughtCode> {
  const current = await keys.current();
  return { sealed: sealText(code, boundTo(whose), current, random), secret_version: current.version };
}

/** @throws SecretUnavailable; Error when it was sealed for another person or purpose */
export const openBroughtCode = async (
  { sealed, secret_version }: BroughtCode,
  whose: PersonPurpose,
  keys: Pick<KeySource, 'ofVersion'>,
): Promise<string> => unsealText(sealed, boundTo(whose), await keys.ofVersion(secret_version));

/** Differs from every token binding, so that a brought code and a sealed token cannot be exchanged. */
const boundTo = ({ user_id, purpose }: PersonPurpose): string =>
  JSON.stringify(['brought', user_id, purpose]);
