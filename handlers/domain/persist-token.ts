/** Makes a token the one live token of its person and purpose, unless a newer one is there already. */
import { createHash } from 'node:crypto';
import type { PersistTokenInput } from '../contract/workflow.ts';
import { accept, type Decision, refuse } from './decision.ts';
import type { Clock, TokenRecord, TokenStore } from './ports.ts';

export interface Register {
  readonly tokens: TokenStore;
  readonly now: Clock;
  readonly maxAttempts: number;
  readonly listShards: number;
}

/**
 * Stores the token by one conditional write.
 *
 * A repeated call (the first answer got lost) finds its own token and is content: writing again could
 * bring spent attempts back. It is not content with a token that was revoked in between.
 * @throws StoreUnavailable
 */
export async function persistToken(input: PersistTokenInput, register: Register): Promise<Decision<void>> {
  const token = recordOf(input, register);
  const write = await register.tokens.put(token, Math.floor(register.now() / 1000));
  if (write.applied) return accept(undefined);
  const own = write.existing?.token_id === token.token_id && write.existing.status !== 'revoked';
  return own
    ? accept(undefined)
    : refuse('superseded', 'Another request for this person and purpose came later and won.');
}

/** The shard that a person's tokens are listed under: even, and the same for ever. */
export const listShard = (userId: string, shards: number): number =>
  createHash('sha256').update(userId).digest().readUInt32BE() % shards;

function recordOf({ request, token, ...input }: PersistTokenInput, register: Register): TokenRecord {
  return {
    user_id: request.user_id,
    purpose: request.purpose,
    ...token,
    status: 'issued',
    channel: request.first_channel,
    destination_masked: request.destination_masked,
    attempts: 0,
    max_attempts: register.maxAttempts,
    execution_arn: input.execution_arn,
    client_id: input.client_id,
    list_shard: listShard(request.user_id, register.listShards),
    ...(input.idempotency_key === '' ? {} : { idempotency_key: input.idempotency_key }),
  };
}
