/** Starts a verification: issues a token by the state machine, as POST /tokens does. */
import type { Problem } from '../../contract/problem-document.ts';
import type { Verification } from '../../contract/twilio.ts';
import { TWILIO_CLIENT, TWILIO_PURPOSE } from '../../contract/twilio.ts';
import type { Brought, HttpAnswer } from '../../contract/workflow.ts';
import type { Clock } from '../clock.ts';
import type { StartIssue } from '../issuing/start-issue.ts';
import type { Randomness } from '../randomness.ts';
import { contextHash } from '../token/bind-context.ts';
import { sealBroughtCode } from '../token/brought-code.ts';
import { digestContext } from '../token/subject-digests.ts';
import type { KeySource, TokenKeys } from '../token/token-keys.ts';
import type { TokenRecord } from '../token/token-store.ts';
import type { RouteFacts } from './describe-verification.ts';
import { describeVerification } from './describe-verification.ts';
import type { FindPorts } from './find-verification.ts';
import { isPending, keyOf, userIdFor } from './find-verification.ts';
import { fromProblem } from './from-problem.ts';
import type { Outcome } from './outcome.ts';
import { done, fail, failWith } from './outcome.ts';
import type { Form } from './read-form.ts';
import type { AskedStart } from './read-start.ts';
import { issueBody, readStart } from './read-start.ts';

export interface StartPorts extends FindPorts {
  readonly startIssue: StartIssue;
  readonly subjectKeys: Pick<KeySource, 'current'>;
  /** Of the token secret; read only for a code that the caller brings. */
  readonly tokenKeys: Pick<KeySource, 'current'>;
  readonly random: Pick<Randomness, 'bytes'>;
  readonly now: Clock;
  /** Called with the person's id before anything is sent. */
  readonly onPerson: (userId: string) => void;
}

/** @throws StoreUnavailable, SecretUnavailable */
export async function startVerification(
  form: Form,
  requestId: string,
  asked: RouteFacts,
  ports: StartPorts,
): Promise<Outcome<Verification>> {
  const start = readStart(form);
  if (!start.ok) {
    return start;
  }
  const keys = await ports.subjectKeys.current();
  const userId = userIdFor(start.value.addressee, keys);
  ports.onPerson(userId);
  const answer = await ports.startIssue({
    request_id: requestId,
    client_id: TWILIO_CLIENT,
    idempotency_key: '',
    body: JSON.stringify(issueBody(start.value, userId)),
    brought: await broughtBy(start.value, userId, ports),
  });
  const refused = answer.http_status >= 400 ? problemIn(answer) : undefined;
  if (refused !== undefined && refused.code !== 'resend_too_soon') {
    return failWith({ ...fromProblem(refused), isCounted: true, uncounted: answer.uncounted });
  }
  const token = await ports.tokens.get(keyOf(userId, ports.clientGroup));
  const nowMs = ports.now();
  if (token === undefined || !isPending(token, nowMs)) {
    // Another request used it up or canceled it in the meantime.
    return refused === undefined
      ? fail(60212, { problem: 'superseded' })
      : fail(60212, { problem: refused.code, isCounted: true });
  }
  if (refused !== undefined && !isSame(token, start.value, keys)) {
    return failWith({ ...fromProblem(refused), isCounted: true });
  }
  const { addressee, context } = start.value;
  const about = { ...asked, to: addressee.to, amount: context?.amount, payee: context?.payee };
  return done(describeVerification(token, 'pending', about, keys, nowMs));
}

async function broughtBy(
  { addressee, customCode }: AskedStart,
  userId: string,
  { tokenKeys, random }: StartPorts,
): Promise<Brought> {
  const whose = { user_id: userId, purpose: TWILIO_PURPOSE };
  return {
    ...(addressee.field === 'phone_number' ? {} : { email: addressee.to }),
    ...(customCode === undefined
      ? {}
      : { code: await sealBroughtCode(customCode, whose, tokenKeys, random) }),
  };
}

/**
 * Twilio imposes no wait between sends, so its clients must not get an error for ours. Nothing is sent: the
 * message that is on its way has the code that this request asks for, unless it asks for another.
 */
const isSame = (token: TokenRecord, { context, customCode }: AskedStart, keys: TokenKeys): boolean => {
  const hash = contextHash(context);
  return (
    customCode === undefined &&
    (token.context_digest ?? '') === (hash === '' ? '' : digestContext(hash, keys))
  );
};

const problemIn = ({ body }: HttpAnswer): Problem => JSON.parse(body) as Problem;
