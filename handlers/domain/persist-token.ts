/** Makes a token the one live token of its person and purpose, unless a newer one is there already. */
import { createHash } from 'node:crypto';
import type { PersistTokenInput } from '../contract/workflow.ts';
import { accept, type Decision, refuse } from './decision.ts';
import type { ClaimStore, Clock, ConditionalWrite, CounterStore, TokenRecord, TokenStore } from './ports.ts';

export interface Register {
  readonly tokens: Pick<TokenStore, 'put' | 'replaceCode'>;
  readonly counters: Pick<CounterStore, 'takeBack'>;
  readonly claims: Pick<ClaimStore, 'release'>;
  readonly now: Clock;
  readonly listShards: number;
}

/**
 * Stores the token by one conditional write: whoever changed the token meanwhile wins, and what this
 * request counted and claimed is taken back.
 *
 * A repeated call (the first answer got lost) finds its own token and is content: writing again could
 * bring spent attempts back. It is not content with a token that was revoked in between.
 * @throws StoreUnavailable
 */
export async function persistToken(input: PersistTokenInput, register: Register): Promise<Decision<void>> {
  const write = await store(input, register);
  if (write.applied) return accept(undefined);
  const own = write.existing?.token_id === input.token.token_id && write.existing.status !== 'revoked';
  if (own) return accept(undefined);
  await takeBack(input, register);
  return refuse('superseded', 'Another request for this person and purpose changed the token meanwhile.');
}

function store(input: PersistTokenInput, { tokens, now, listShards }: Register): Promise<ConditionalWrite> {
  const { request, token } = input;
  const nowSeconds = Math.floor(now() / 1000);
  // A new code keeps the attempts of the one before, those too that are made at this moment.
  return request.renewed.issued_at === ''
    ? tokens.put(recordOf(input, listShards), nowSeconds, request.replaces)
    : tokens.replaceCode(request, request.replaces.token_id, token, nowSeconds);
}

async function takeBack(input: PersistTokenInput, { counters, claims }: Register): Promise<void> {
  const { client_id, idempotency_key, execution_arn, request } = input;
  await Promise.allSettled([
    ...request.counted.map((entry) => counters.takeBack(entry)),
    ...(idempotency_key === '' ? [] : [claims.release({ client_id, idempotency_key }, execution_arn)]),
  ]);
}

/** The shard that a person's tokens are listed under: even, and the same for ever. */
export const listShard = (userId: string, shards: number): number =>
  createHash('sha256').update(userId).digest().readUInt32BE() % shards;

function recordOf({ request, token, ...input }: PersistTokenInput, listShards: number): TokenRecord {
  return {
    user_id: request.user_id,
    purpose: request.purpose,
    client_group: request.client_group,
    ...token,
    status: 'issued',
    channel: request.first_channel,
    destination_masked: request.destination_masked,
    destination_digest: request.destination_digests[request.first_channel],
    format: request.format,
    length: request.length,
    attempts: 0,
    max_attempts: request.max_attempts,
    sends: 1,
    last_sent_at: token.issued_at,
    execution_arn: input.execution_arn,
    client_id: input.client_id,
    list_shard: listShard(request.user_id, listShards),
    ...(input.idempotency_key === '' ? {} : { idempotency_key: input.idempotency_key }),
    ...(request.test_number === '' ? {} : { test_number: request.test_number }),
    ...(request.context_hash === '' ? {} : { context_hash: request.context_hash }),
    ...(request.number_prefix === '' ? {} : { number_prefix: request.number_prefix }),
  };
}
