/**
 * Idempotency-Key of a verification: a lost answer is repeated, and the code is not tried again.
 *
 * One run at a time holds the claim of the key. If a run dies, its progress is on the token: the attempt that
 * it counted and the use that it made carry its name, so the next run with the same key and body continues
 * from there. The name is a keyed digest of client, key and body. Another code, person or client therefore
 * has another name, so a key allows neither uncounted guesses nor a code that verifies for two callers.
 *
 * The stored answer is sealed: a receipt in it may contain a phone number, and can be used as long as it is
 * valid.
 */
import { verificationClaimEnds } from '../../contract/limits-table.ts';
import type { VerificationAnswer } from '../../contract/routes/verify-token.ts';
import type { Decision } from '../decision.ts';
import { accept, refuse, refuseUntil } from '../decision.ts';
import { digestKey } from '../issuing/idempotency.ts';
import type { IdempotencyStore } from '../issuing/idempotency-store.ts';
import type { Randomness } from '../randomness.ts';
import { canonicalJson } from '../token/canonical-json.ts';
import { digestSubject, sealText, unsealText } from '../token/seal-token.ts';
import type { KeySource } from '../token/token-keys.ts';
import type { Presented, VerifyTokenPorts } from './verify-token.ts';
import { verifyToken } from './verify-token.ts';

export interface VerifyOncePorts extends VerifyTokenPorts {
  readonly claims: IdempotencyStore;
  readonly subjectKeys: KeySource;
  readonly random: Randomness;
  /** Called when the answer could not be stored; the caller still gets it. */
  readonly onNotKept: (error: unknown) => void;
}

export interface KeyedRequest {
  readonly clientId: string;
  /** Empty when the request has none. */
  readonly idempotencyKey: string;
  readonly presented: Presented;
}

export interface RepeatableAnswer {
  readonly answer: VerificationAnswer;
  /** Whether this is the stored answer to an earlier request. */
  readonly replayed: boolean;
}

/** Verifies, or repeats the answer to the same request. @throws as verifyToken */
export async function verifyOnce(
  { clientId, idempotencyKey, presented }: KeyedRequest,
  ports: VerifyOncePorts,
): Promise<Decision<RepeatableAnswer>> {
  if (idempotencyKey === '') {
    return accept({ answer: await verifyToken(presented, ports), replayed: false });
  }
  const nowSeconds = Math.floor(ports.now() / 1000);
  const key = { client_id: clientId, key_digest: digestKey(idempotencyKey) };
  const name = await nameOf(clientId, idempotencyKey, presented, ports);
  const { user_id, purpose, client_group } = presented;
  const claim = {
    ...{ user_id, purpose, client_group },
    // There is no execution here, and a caller can choose the request id. So each run gets a random id.
    execution_arn: ports.newId(),
    body_hash: name,
    ...verificationClaimEnds(nowSeconds),
  };
  let attempt = await ports.claims.claim(key, claim, nowSeconds);
  if (!attempt.claimed && attempt.existing) {
    const first = attempt.existing;
    if (first.body_hash !== name) {
      return refuse('idempotency_key_reused', 'This Idempotency-Key was already used for another request.');
    }
    if (first.answer !== undefined) {
      return accept({ answer: await open(first.answer, name, ports), replayed: true });
    }
    if (first.leased_until <= nowSeconds) {
      attempt = await ports.claims.claim(key, claim, nowSeconds, first.execution_arn);
    }
  }
  if (!attempt.claimed) {
    const waitSeconds = (attempt.existing?.leased_until ?? 0) - nowSeconds;
    const detail = 'The first request with this Idempotency-Key has no answer yet.';
    return refuseUntil('request_in_progress', detail, Math.max(1, waitSeconds));
  }
  let answer: VerificationAnswer;
  try {
    answer = await verifyToken(presented, ports, name);
  } catch (error) {
    // The caller may retry at once. If the release fails too, it may retry when the lease has ended.
    await ports.claims.release(key, claim.execution_arn).catch(() => undefined);
    throw error;
  }
  try {
    await ports.claims.keepAnswer(key, claim.execution_arn, await seal(answer, name, ports));
  } catch (error) {
    ports.onNotKept(error);
  }
  return accept({ answer, replayed: false });
}

async function nameOf(
  clientId: string,
  idempotencyKey: string,
  presented: Presented,
  { subjectKeys }: VerifyOncePorts,
): Promise<string> {
  const text = canonicalJson(['verification', clientId, idempotencyKey, presented]);
  return digestSubject(text, await subjectKeys.current());
}

/** The sealed answer, prefixed with the version of its secret, so that it can be opened after a rotation. */
async function seal(
  answer: VerificationAnswer,
  name: string,
  { keys, random }: VerifyOncePorts,
): Promise<string> {
  const current = await keys.current();
  return `${current.version} ${sealText(JSON.stringify(answer), boundTo(name), current, random)}`;
}

async function open(kept: string, name: string, { keys }: VerifyOncePorts): Promise<VerificationAnswer> {
  const [version = '', sealed = ''] = kept.split(' ');
  return JSON.parse(unsealText(sealed, boundTo(name), await keys.ofVersion(version)));
}

/** Differs from every token binding, so that a sealed answer and a sealed token cannot be exchanged. */
const boundTo = (name: string): string => JSON.stringify(['answer', name]);
