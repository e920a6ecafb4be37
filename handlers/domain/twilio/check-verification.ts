/** Checks a code. A wrong one is an answer, as at Twilio: still `pending`, and not `valid`. */

import type { VerificationAnswer } from '../../contract/routes/verify-token.ts';
import type { VerificationCheck } from '../../contract/twilio.ts';
import type { KeySource } from '../token/token-keys.ts';
import type { VerifyTokenPorts } from '../verifying/verify-token.ts';
import { verifyToken } from '../verifying/verify-token.ts';
import type { RouteFacts } from './describe-verification.ts';
import { describeCheck } from './describe-verification.ts';
import type { FindPorts, Found } from './find-verification.ts';
import { findFor } from './find-verification.ts';
import type { Outcome } from './outcome.ts';
import { done, fail, invalid, notFound } from './outcome.ts';
import type { Form } from './read-form.ts';
import { readTransaction } from './read-transaction.ts';

export interface CheckPorts extends FindPorts {
  readonly subjectKeys: Pick<KeySource, 'current'>;
  /** Called with the verification that was found, before the code is checked; returns what verifying needs. */
  readonly verifying: (found: Found) => VerifyTokenPorts;
  /** Told every answer, whatever it becomes at Twilio. */
  readonly onAnswer: (answer: VerificationAnswer, found: Found) => Promise<void>;
  /** Told what a check failed with, before it is thrown. */
  readonly onFailure: (error: unknown, found: Found) => Promise<void>;
}

/** Twilio refuses any other `Code`, and counts no attempt; codes here may be longer than its ten characters. */
const CODE = /^[0-9A-Za-z]{4,32}$/;
const BETWEEN_GROUPS = /[\s-]/g;

/** @throws StoreUnavailable, SecretUnavailable */
export async function checkVerification(
  form: Form,
  asked: RouteFacts,
  ports: CheckPorts,
): Promise<Outcome<VerificationCheck>> {
  const code = form.get('Code');
  if (code === undefined || !CODE.test(code.replace(BETWEEN_GROUPS, ''))) {
    return invalid('Code', 'must be 4 to 32 letters or digits');
  }
  const wanted = form.get('To');
  const named = form.get('VerificationSid') ?? wanted;
  if (named === undefined) {
    return invalid('To', 'or `VerificationSid` is required');
  }
  const context = readTransaction(form);
  if (!context.ok) {
    return context;
  }
  const keys = await ports.subjectKeys.current();
  const found = await findFor(named, wanted, keys, ports);
  if (!found.ok) {
    return found;
  }
  const { token, to } = found.value;
  const verifying = ports.verifying(found.value);
  const { user_id, purpose, client_group, token_id } = token;
  const presented = { user_id, purpose, client_group, token_id, token: code };
  const answer = await verifyToken(
    context.value === undefined ? presented : { ...presented, context: context.value },
    verifying,
  ).catch(async (error: unknown) => {
    await ports.onFailure(error, found.value);
    throw error;
  });
  await ports.onAnswer(answer, found.value);
  if (!answer.verified && answer.reason === 'locked') {
    return fail(60202);
  }
  if (!answer.verified && answer.reason !== 'mismatch') {
    return notFound();
  }
  const about = { ...asked, to, amount: context.value?.amount, payee: context.value?.payee };
  const status = answer.verified ? 'approved' : 'pending';
  return done(describeCheck(token, status, about, keys, verifying.now()));
}
