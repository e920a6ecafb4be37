/**
 * Idempotency-Key: of all the requests that a client sends with one key, only one is carried out.
 *
 * The claim is one conditional write. The answer to a later request is derived from the token, so the first
 * request needs no second write. The answer is stored with the claim only when the token is about to change.
 * https://datatracker.ietf.org/doc/draft-ietf-httpapi-idempotency-key-header/
 */
import { createHash } from 'node:crypto';
import { REQUEST_LEASE_SECONDS, repeatClaimEnds, requestClaimEnds } from '../../contract/limits-table.ts';
import { lineOf } from '../../contract/phone-lines.ts';
import { CHANNEL_FACTS } from '../../contract/vocabulary.ts';
import type { Brought, HttpAnswer } from '../../contract/workflow.ts';
import type { Decision } from '../decision.ts';
import { accept, refuse, refuseUntil } from '../decision.ts';
import type { AskedToken, Rule, UndoLog } from '../issue-rule.ts';
import { canonicalJson } from '../token/canonical-json.ts';
import { issuedAnswer, responseOf } from '../token/issued-answer.ts';
import { digestBody } from '../token/subject-digests.ts';
import { executionId, latestExecution } from '../token/token-executions.ts';
import type { KeySource } from '../token/token-keys.ts';
import { isLive } from '../token/token-state.ts';
import type { TokenRecord, TokenStore } from '../token/token-store.ts';
import type { IdempotencyRecord, IdempotencyStore } from './idempotency-store.ts';

export interface IdempotencyPorts {
  readonly claims: IdempotencyStore;
  readonly tokens: Pick<TokenStore, 'get'>;
  readonly lifetimeSeconds: number;
  readonly resendAfterSeconds: number;
  /** From the secret that is never rotated: a different key would not recognise a repeated body. */
  readonly subjectKeys: KeySource;
}

export interface KeepAnswerPorts {
  readonly claims: Pick<IdempotencyStore, 'keepAnswer'>;
  readonly resendAfterSeconds: number;
}

/**
 * The digest under which an Idempotency-Key is stored, hexadecimal. It is not keyed, because the state
 * machine, which has no secret, computes it as well (States.Hash) to free the key of a failed request.
 */
export const digestKey = (idempotencyKey: string): string =>
  createHash('sha256').update(idempotencyKey).digest('hex');

/**
 * The answer to the first request with this key, or undefined when this is the first.
 * @throws StoreUnavailable, SecretUnavailable
 */
export async function claimIdempotencyKey(
  asked: AskedToken,
  undoLog: UndoLog,
  ports: IdempotencyPorts,
): Promise<Decision<HttpAnswer | undefined>> {
  if (asked.idempotencyKey === '') {
    return accept(undefined);
  }
  const key = { client_id: asked.clientId, key_digest: digestKey(asked.idempotencyKey) };
  const nowSeconds = Math.floor(asked.nowMs / 1000);
  const claim = await recordOf(asked, nowSeconds, ports);

  let attempt = await ports.claims.claim(key, claim, nowSeconds);
  if (!attempt.claimed && attempt.existing) {
    const first = attempt.existing;
    if (first.body_hash !== claim.body_hash) {
      return refuse('idempotency_key_reused', 'This Idempotency-Key was already used for another request.');
    }
    const token = first.answer === undefined ? await ports.tokens.get(first) : undefined;
    const answer = first.answer ?? answerTo(first, token, ports.resendAfterSeconds);
    if (answer !== undefined) {
      return accept({ ...responseOf(answer), replayed: true });
    }
    if (token === undefined && hasEnded(first, asked.brought, nowSeconds)) {
      return refuse(
        'idempotency_key_reused',
        'The code of the first request with this Idempotency-Key, or for this message, is no longer valid, and its answer is gone.',
      );
    }
    if (hasFailed(first, token) || first.leased_until <= nowSeconds) {
      attempt = await ports.claims.claim(key, claim, nowSeconds, first.execution_arn);
    }
  }
  if (!attempt.claimed) {
    const waitSeconds = (attempt.existing?.leased_until ?? 0) - nowSeconds;
    const detail = 'The first request with this Idempotency-Key, or for this message, has no answer yet.';
    return refuseUntil('request_in_progress', detail, Math.max(1, waitSeconds));
  }
  undoLog.onRefusal(() => ports.claims.release(key, asked.executionArn));
  return accept(undefined);
}

/** Stores the first answer with its claim, because the token that it is derived from is about to change. */
export const keepFirstAnswer: Rule<IdempotencyPorts> = async (candidate, ports) => {
  const { existing, asked } = candidate;
  if (existing !== undefined && isLive(existing, asked.nowMs)) {
    await keepAnswerOf(existing, ports);
  }
  return accept(candidate);
};

/**
 * Stores the answer that is derived from the token with its claim, before the token changes. Does nothing for a
 * token without a key, which has no claim.
 * @throws StoreUnavailable
 */
export async function keepAnswerOf(
  token: TokenRecord,
  { claims, resendAfterSeconds }: KeepAnswerPorts,
): Promise<void> {
  const { client_id, key_digest } = token;
  const first = latestExecution(token);
  const answer = answerTo({ execution_arn: first }, token, resendAfterSeconds);
  if (key_digest !== undefined && answer !== undefined) {
    await claims.keepAnswer({ client_id, key_digest }, first, answer);
  }
}

async function recordOf(
  { body, brought, clientGroup, phoneNumber, executionArn }: AskedToken,
  nowSeconds: number,
  { lifetimeSeconds, subjectKeys }: IdempotencyPorts,
): Promise<IdempotencyRecord> {
  const phone_number = phoneNumber === undefined ? undefined : lineOf(phoneNumber);
  const { delivery } = brought;
  // Its key is made of what makes it the same message, so all else may differ. The destination is compared here too,
  // because the key has it as it was typed: two people must never share a message.
  const isByContent = delivery?.repeats_seconds !== undefined;
  const [first] = body.channels ?? [];
  const to = first && { phone_number, email: brought.email }[CHANNEL_FACTS[first].field];
  const told = isByContent ? { to } : { ...body, phone_number, ...deliveryIn(brought) };
  return {
    user_id: body.user_id,
    purpose: body.purpose,
    client_group: clientGroup,
    execution_arn: executionArn,
    body_hash: digestBody(canonicalJson(told), await subjectKeys.current()),
    ...(isByContent
      ? repeatClaimEnds(nowSeconds, delivery.repeats_seconds)
      : requestClaimEnds(nowSeconds, Math.max(lifetimeSeconds, delivery?.valid_seconds ?? 0))),
  };
}

/** What a delivery asks for beyond its body. Its id is new each time. */
const deliveryIn = ({ delivery, email }: Brought) =>
  delivery === undefined
    ? {}
    : { email, code_digest: delivery.code_digest, valid_seconds: delivery.valid_seconds };

function answerTo(
  { execution_arn }: Pick<IdempotencyRecord, 'execution_arn'>,
  token: TokenRecord | undefined,
  firstWaitSeconds: number,
): string | undefined {
  if (token?.answered_by !== executionId(execution_arn) || token.sent_at === undefined) {
    return undefined;
  }
  return issuedAnswer({ ...token, sent_at: token.sent_at }, firstWaitSeconds);
}

/**
 * Whether a code that was brought along ended by what its caller says. From then on its token may be deleted, and with
 * it the answer. To send such a code again would help nobody.
 */
const hasEnded = ({ leased_until }: IdempotencyRecord, { delivery }: Brought, nowSeconds: number): boolean =>
  delivery?.valid_seconds !== undefined &&
  nowSeconds >= leased_until - REQUEST_LEASE_SECONDS + delivery.valid_seconds;

/** A failed delivery revokes the token. A token that was revoked after the answer is no failure. */
const hasFailed = ({ execution_arn }: IdempotencyRecord, token: TokenRecord | undefined): boolean =>
  token?.status === 'revoked' &&
  latestExecution(token) === execution_arn &&
  token.answered_by !== executionId(execution_arn);
