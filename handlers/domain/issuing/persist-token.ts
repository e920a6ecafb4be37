/**
 * Stores a token as the one live token of its person, purpose and client group, unless the token that it
 * replaces changed meanwhile or the destination is no longer the person's.
 */
import { createHash } from 'node:crypto';
import type { AdmittedRequest, PersistTokenInput } from '../../contract/workflow.ts';
import type { ChannelAddresses, OfChannels } from '../channel.ts';
import type { Clock } from '../clock.ts';
import type { ContactStore } from '../contacts/contact-store.ts';
import type { Decision } from '../decision.ts';
import { accept, refuse } from '../decision.ts';
import { takeBackCounted } from '../delivering/take-back-send.ts';
import { numberPrefixOf } from '../delivery-route.ts';
import type { CounterStore } from '../limits/counter-store.ts';
import type { PrefixTraffic } from '../pumping/prefix-traffic.ts';
import type { ConditionalWrite, RenewedCode, TokenRecord, TokenStore } from '../token/token-store.ts';
import { digestKey } from './idempotency.ts';
import type { IdempotencyStore } from './idempotency-store.ts';

export interface PersistTokenPorts {
  readonly tokens: Pick<TokenStore, 'put' | 'replaceCode' | 'revoke'>;
  readonly contacts: Pick<ContactStore, 'get'>;
  readonly addresses: OfChannels<Pick<ChannelAddresses, 'stillHas'>>;
  readonly counters: Pick<CounterStore, 'takeBack'>;
  /** Absent when the pumping guard is off. */
  readonly traffic?: Pick<PrefixTraffic, 'takeBackSend'> | undefined;
  readonly claims: Pick<IdempotencyStore, 'release'>;
  readonly now: Clock;
  readonly listShards: number;
}

/**
 * Stores the token by one conditional write. If another request changed the token meanwhile, that one wins,
 * and what this request counted and claimed is taken back.
 *
 * A repeated call (after a lost answer) finds its own token and leaves it as it is: writing again could
 * restore spent attempts. If that token has since been revoked, the call is refused.
 * @throws StoreUnavailable
 */
export async function persistToken(
  input: PersistTokenInput,
  ports: PersistTokenPorts,
): Promise<Decision<void>> {
  const { request, token } = input;
  const write = await store(input, ports);
  const isStored =
    write.applied || (write.existing?.token_id === token.token_id && write.existing.status !== 'revoked');
  if (!isStored) {
    await takeBack(input, ports, write.existing);
    return refuse(
      'superseded',
      'Another request for this person and purpose changed the token in the meantime.',
    );
  }
  if (await isStillTheirs(request, ports)) {
    return accept(undefined);
  }
  await ports.tokens.revoke(request, secondsOf(ports), token.token_id);
  await takeBack(input, ports);
  return refuse('contact_changed', "This person's contact was changed in the meantime; nothing was sent.");
}

/**
 * Whether the addresses that came from the contact are still in it, and confirmed as far as they have to be. A contact change revokes the tokens
 * stored by then, and a token stored later sees the change here, because this read comes after its write. So
 * neither misses the other.
 */
async function isStillTheirs(
  { user_id, route }: AdmittedRequest,
  { addresses, contacts }: PersistTokenPorts,
): Promise<boolean> {
  const legs = route.filter(({ of_contact }) => of_contact);
  if (legs.length === 0) {
    return true;
  }
  const contact = await contacts.get(user_id);
  if (contact === undefined) {
    return false;
  }
  return legs.every((leg) => addresses[leg.channel].stillHas(contact, leg));
}

function store(input: PersistTokenInput, ports: PersistTokenPorts): Promise<ConditionalWrite> {
  const { request } = input;
  const { tokens, listShards } = ports;
  // A new code keeps the attempts on the code before it, including any that are being made right now.
  return request.renewed.issued_at === ''
    ? tokens.put(recordOf(input, listShards), secondsOf(ports), request.replaces)
    : tokens.replaceCode(request, request.replaces, renewedOf(input), secondsOf(ports));
}

const secondsOf = ({ now }: PersistTokenPorts): number => Math.floor(now() / 1000);

/** If the winner's text has the same guard reference, the guard's count stays: it is the winner's too. */
async function takeBack(
  input: PersistTokenInput,
  { counters, claims, traffic }: PersistTokenPorts,
  winner?: TokenRecord,
): Promise<void> {
  const { client_id, idempotency_key, execution_arn, request } = input;
  const isWinners = winner?.number_prefix !== undefined && winner.number_prefix === numberPrefixOf(request);
  const guarded = isWinners ? '' : request.guard_counted;
  await Promise.allSettled([
    ...takeBackCounted(request.counted, guarded, { counters, traffic }),
    ...(idempotency_key === ''
      ? []
      : [claims.release({ client_id, key_digest: digestKey(idempotency_key) }, execution_arn)]),
  ]);
}

/** The shard that lists a person's tokens: evenly distributed, and always the same for one person. */
export const listShard = (userId: string, shards: number): number =>
  createHash('sha256').update(userId).digest().readUInt32BE() % shards;

function recordOf(input: PersistTokenInput, listShards: number): TokenRecord {
  const { request, token, execution_arn } = input;
  return {
    user_id: request.user_id,
    purpose: request.purpose,
    client_group: request.client_group,
    ...codeOf(input),
    status: 'issued',
    issued_at: token.issued_at,
    expiry_time: token.expiry_time,
    attempts: 0,
    max_attempts: request.max_attempts,
    sends: 1,
    last_sent_at: token.issued_at,
    execution_arn,
    list_shard: listShard(request.user_id, listShards),
  };
}

const renewedOf = (input: PersistTokenInput): RenewedCode => {
  const { sends, sent_again_at, resent_by, earlier_destinations } = input.request;
  return {
    ...codeOf(input),
    sends,
    last_sent_at: sent_again_at,
    resent_by,
    ...(earlier_destinations === '' ? {} : { earlier_destinations }),
  };
};

/** A code and what it is bound to: where it goes, who requested it, and what it confirms. */
const codeOf = ({ request, token, client_id, idempotency_key }: PersistTokenInput) => {
  const [{ channel, masked, digest }] = request.route;
  const number_prefix = numberPrefixOf(request);
  return {
    token_id: token.token_id,
    sealed_token: token.sealed_token,
    ...(token.token_digest === '' ? {} : { token_digest: token.token_digest }),
    secret_version: token.secret_version,
    channel,
    channels: [channel],
    destination_masked: masked,
    destination_digest: digest,
    format: request.format,
    length: request.length,
    ...(request.verbatim === undefined ? {} : { verbatim: request.verbatim }),
    ...(request.locale === '' ? {} : { locale: request.locale }),
    client_id,
    ...(idempotency_key === '' ? {} : { key_digest: digestKey(idempotency_key) }),
    ...(request.test_digest === '' ? {} : { test_digest: request.test_digest }),
    ...(request.context_digest === '' ? {} : { context_digest: request.context_digest }),
    ...(number_prefix === '' ? {} : { number_prefix }),
  };
};
