/** Makes a token and hides it at once: what leaves is sealed and digested. */
import type { GenerateTokenInput, SealedToken } from '../contract/workflow.ts';
import type { Clock, KeySource, Randomness } from './ports.ts';
import { digestToken, sealToken } from './seal-token.ts';
import { generateToken } from './token-format.ts';

export interface Mint {
  readonly keys: KeySource;
  readonly random: Randomness;
  readonly now: Clock;
  readonly lifetimeSeconds: number;
}

/** A new token for a person and purpose, in its resting forms. @throws SecretUnavailable */
export async function makeToken(input: GenerateTokenInput, mint: Mint): Promise<SealedToken> {
  const keys = await mint.keys.current();
  const token = generateToken(input, mint.random);
  const token_id = mint.random.uuid();
  const binding = { user_id: input.user_id, purpose: input.purpose, token_id };
  const issuedAtMs = mint.now();
  return {
    token_id,
    sealed_token: sealToken(token, binding, keys, mint.random),
    token_digest: digestToken(token, binding, keys),
    secret_version: keys.version,
    issued_at: new Date(issuedAtMs).toISOString(),
    expiry_time: Math.floor(issuedAtMs / 1000) + mint.lifetimeSeconds,
  };
}
