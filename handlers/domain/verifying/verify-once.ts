/**
 * Idempotency-Key of a verification: an answer that was lost comes again, and the code is not tried again.
 *
 * The claim of the key is held by one run. What a run leaves behind when it dies is on the token: its name stands
 * beside the attempt that it counted and the use that it made, so the next run with the same key and body takes over
 * from there. The name is a keyed digest of client, key and body. Another code, person or client is therefore another
 * name, and a key lets nobody guess without counting, nor a code verify for two callers.
 *
 * The answer is sealed where it is kept: a receipt in it may name a number, and is good for as long as it lives.
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
  /** Told when the answer could not be kept; the caller gets it all the same. */
  readonly onNotKept: (error: unknown) => void;
}

export interface KeyedRequest {
  readonly clientId: string;
  /** Empty without one. */
  readonly idempotencyKey: string;
  readonly presented: Presented;
}

export interface RepeatableAnswer {
  readonly answer: VerificationAnswer;
  /** Whether it was given before. */
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
    // No execution: a run of the function, which has no id that callers cannot choose.
    execution_arn: ports.newId(),
    body_hash: name,
    ...verificationClaimEnds(nowSeconds),
  };
  let attempt = await ports.claims.claim(key, claim, nowSeconds);
  if (!attempt.claimed && attempt.existing) {
    const first = attempt.existing;
    if (first.body_hash !== name) {
      return refuse('idempotency_key_reused', 'This Idempotency-Key was sent with another request before.');
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
    // The caller may repeat it at once. Where that fails too, it may when the lease has ended.
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

/** With the version of the secret before it, so that a rotation in between does no harm. */
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

/** Nothing that a token is bound to. */
const boundTo = (name: string): string => JSON.stringify(['answer', name]);
