/**
 * Approves or cancels a verification: how a caller that checks codes itself, or by other means, reports the result.
 * https://www.twilio.com/docs/verify/api/customization-options
 */
import type { Verification } from '../../contract/twilio.ts';
import { CHANNEL_FACTS } from '../../contract/vocabulary.ts';
import { isCounted } from '../pumping/traffic-reference.ts';
import type { TokenRecord, TokenStore } from '../token/token-store.ts';
import type { RouteFacts, Status } from './describe-verification.ts';
import { describeVerification } from './describe-verification.ts';
import type { FetchPorts } from './fetch-verification.ts';
import { findPending } from './fetch-verification.ts';
import type { Outcome } from './outcome.ts';
import { done, invalid, notFound } from './outcome.ts';
import type { Form } from './read-form.ts';

export interface UpdatePorts extends FetchPorts {
  readonly tokens: Pick<TokenStore, 'get' | 'markUsed' | 'revoke'>;
  readonly newId: () => string;
  /** Counts a code that came back in the pumping guard; never throws. Absent when the guard is off. */
  readonly noteReturn?: ((reference: string, nowSeconds: number) => Promise<void>) | undefined;
}

/** @throws StoreUnavailable, SecretUnavailable */
export async function updateVerification(
  named: string,
  form: Form,
  asked: RouteFacts,
  ports: UpdatePorts,
): Promise<Outcome<Verification>> {
  const status = form.get('Status');
  if (status !== 'approved' && status !== 'canceled') {
    return invalid('Status', 'must be approved or canceled');
  }
  const keys = await ports.subjectKeys.current();
  const found = await findPending(named, keys, ports);
  if (!found.ok) {
    return found;
  }
  const { token, to } = found.value;
  const isDone = await settle(token, status, ports);
  return isDone ? done(describeVerification(token, status, { ...asked, to }, keys, ports.now())) : notFound();
}

/** By the token's id, so that one that replaced it meanwhile is left alone. Returns whether it was still there. */
async function settle(
  token: TokenRecord,
  status: Exclude<Status, 'pending'>,
  { tokens, newId, noteReturn, now }: UpdatePorts,
): Promise<boolean> {
  const nowMs = now();
  const nowSeconds = Math.floor(nowMs / 1000);
  if (status === 'canceled') {
    return tokens.revoke(token, nowSeconds, token.token_id);
  }
  const use = { tokenId: token.token_id, verifiedAt: new Date(nowMs).toISOString(), verifiedBy: newId() };
  const write = await tokens.markUsed(token, use, nowSeconds);
  // If the write gets no answer, the SDK repeats it, and it then finds itself already applied.
  const isApproved = write.applied || write.existing?.verified_by === use.verifiedBy;
  const { number_prefix = '', channel } = token;
  if (isApproved && CHANNEL_FACTS[channel].isText && isCounted(number_prefix)) {
    // The number itself is not noted as verified: that takes a code that was checked here.
    await noteReturn?.(number_prefix, nowSeconds);
  }
  return isApproved;
}
