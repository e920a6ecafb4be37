/** Generates a token and returns it only sealed and digested. */
import type { TestDestination } from '../../contract/settings/destinations.ts';
import type { GenerateTokenInput, SealedToken } from '../../contract/workflow.ts';
import type { Clock } from '../clock.ts';
import type { Randomness } from '../randomness.ts';
import { openBroughtCode } from '../token/brought-code.ts';
import { digestToken, sealToken } from '../token/seal-token.ts';
import { generateToken, normaliseToken } from '../token/token-format.ts';
import type { KeySource } from '../token/token-keys.ts';

export interface MakeTokenPorts {
  readonly keys: KeySource;
  readonly random: Randomness;
  readonly now: Clock;
  readonly lifetimeSeconds: number;
  readonly testDestinations: readonly TestDestination[];
}

/** A new token for a person and purpose, in the forms in which it is stored. @throws SecretUnavailable */
export async function makeToken(input: GenerateTokenInput, ports: MakeTokenPorts): Promise<SealedToken> {
  const keys = await ports.keys.current();
  const token =
    (await broughtToken(input, ports.keys)) ??
    fixedToken(input, ports.testDestinations) ??
    generateToken(input, ports.random);
  const delivery = input.brought_code?.delivery;
  const token_id = delivery?.delivery_id ?? ports.random.uuid();
  const binding = { user_id: input.user_id, purpose: input.purpose, token_id };
  return {
    token_id,
    sealed_token: sealToken(token, binding, keys, ports.random),
    // A generated token is in its normal form already. Nothing is ever compared with a delivered code.
    token_digest: delivery ? '' : digestToken(normaliseToken(token), binding, keys, input.context_hash),
    secret_version: keys.version,
    ...timesOf(input, ports),
  };
}

/** The code that the request brought along. */
const broughtToken = async (input: GenerateTokenInput, keys: KeySource): Promise<string | undefined> =>
  input.brought_code === undefined || input.brought_code.sealed === ''
    ? undefined
    : openBroughtCode(input.brought_code, input, keys);

/** The configured token of a test destination, which is never sent to anybody. */
const fixedToken = (
  { test_number }: GenerateTokenInput,
  testDestinations: readonly TestDestination[],
): string | undefined => testDestinations.find(({ phoneNumber }) => phoneNumber === test_number)?.token;

/** A code that replaces another keeps that one's times, so it gets no extra life. */
function timesOf(
  { renewed, brought_code }: GenerateTokenInput,
  ports: MakeTokenPorts,
): Pick<SealedToken, 'issued_at' | 'expiry_time'> {
  const { issued_at, expiry_time } = renewed;
  if (issued_at !== '') {
    return { issued_at, expiry_time };
  }
  const issuedAtMs = ports.now();
  return {
    issued_at: new Date(issuedAtMs).toISOString(),
    expiry_time:
      Math.floor(issuedAtMs / 1000) + (brought_code?.delivery?.valid_seconds ?? ports.lifetimeSeconds),
  };
}
