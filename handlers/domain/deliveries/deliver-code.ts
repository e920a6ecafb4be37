/**
 * Delivers a code that another system made, by the state machine that issues tokens: the policy of POST /tokens, and
 * no verification.
 *
 * The code is sealed here, before the machine starts. Neither the machine's input nor anything that it stores has it
 * in the clear.
 */
import type { CountryCode } from 'libphonenumber-js/min';
import type { FaultName } from '../../contract/faults.ts';
import type { Problem } from '../../contract/problem-document.ts';
import type { ProblemCode } from '../../contract/problems.ts';
import type { IssuedTokenAnswer } from '../../contract/routes/issue-token.ts';
import { CHANNEL_FACTS } from '../../contract/vocabulary.ts';
import type { Brought, IssueTokenInput } from '../../contract/workflow.ts';
import type { Decision } from '../decision.ts';
import { accept } from '../decision.ts';
import { CourierError } from '../errors.ts';
import type { IssueAnswer, StartIssue } from '../issuing/start-issue.ts';
import type { Randomness } from '../randomness.ts';
import { sealBroughtCode } from '../token/brought-code.ts';
import type { KeySource } from '../token/token-keys.ts';
import { checkDelivery } from './check-delivery.ts';
import type { CodeDelivered, DeliveryCaller, DeliveryRequest, StartDelivery } from './delivery-request.ts';
import { codeDigest, REPEATS_SECONDS, repeatKey } from './repeated-delivery.ts';

export interface DeliverCodePorts {
  readonly startIssue: StartIssue;
  /** From the secret that is never rotated: a different key would not recognise a repeated message. */
  readonly subjectKeys: Pick<KeySource, 'current'>;
  /** Of the token secret, which seals the code. */
  readonly tokenKeys: Pick<KeySource, 'current'>;
  /** Whose national numbers are read; or empty. */
  readonly defaultCountry: CountryCode | '';
  readonly random: Pick<Randomness, 'bytes' | 'uuid'>;
  /** Called for a fault that nobody foresaw, to log it; the caller is told `internal_error`. */
  readonly onFault: (error: unknown) => void;
}

export const deliverCode =
  (ports: DeliverCodePorts): StartDelivery =>
  async (request, caller) => {
    const checked = checkDelivery(request);
    if (!checked.ok) {
      const { refusal } = checked;
      return { ok: false, refusal: { ...refusal, countAs: refusedFor(refusal.code) } };
    }
    try {
      return outcomeOf(await ports.startIssue(await inputFor(checked.value, caller, ports), caller.mayBegin));
    } catch (error) {
      if (error instanceof CourierError) {
        return failedWith(error.name, error.code, `${error.message}.`);
      }
      ports.onFault(error);
      return failedWith('InternalError', 'internal_error', 'The fault was logged under the request_id.');
    }
  };

const refusedFor = (reason: ProblemCode) => ({ metric: 'RequestsRefused', reason }) as const;
const failedFor = (error: FaultName) => ({ metric: 'RequestsFailed', error }) as const;

const failedWith = (error: FaultName, code: ProblemCode, detail: string): Decision<never> => ({
  ok: false,
  refusal: { code, detail, countAs: failedFor(error) },
});

async function inputFor(
  request: DeliveryRequest,
  caller: DeliveryCaller,
  { subjectKeys, tokenKeys, random, defaultCountry }: DeliverCodePorts,
): Promise<IssueTokenInput> {
  const [keys, code] = await Promise.all([
    subjectKeys.current(),
    sealBroughtCode(request.code, request, tokenKeys, random),
  ]);
  const isKeyed = caller.idempotencyKey !== '';
  const { email, ...addressed } = destinationsOf(request);
  const brought: Brought = {
    code,
    ...(email === undefined ? {} : { email }),
    delivery: {
      delivery_id: random.uuid(),
      ...(request.validSeconds === undefined ? {} : { valid_seconds: request.validSeconds }),
      ...(isKeyed
        ? { code_digest: codeDigest(request, caller, keys) }
        : { repeats_seconds: REPEATS_SECONDS }),
    },
  };
  return {
    request_id: caller.requestId,
    client_id: caller.clientId,
    idempotency_key: repeatKey(request, caller, defaultCountry, keys),
    body: JSON.stringify({ ...bodyOf(request), ...addressed }),
    brought,
  };
}

/** The body of POST /tokens. Only the shape of the code is in it. */
const bodyOf = ({ user_id, purpose, code, locale, limitKeys }: DeliveryRequest) => ({
  user_id,
  purpose,
  format: /^\d+$/.test(code) ? 'numeric' : 'alphanumeric',
  length: code.length,
  ...(locale === undefined ? {} : { locale }),
  ...(limitKeys === undefined ? {} : { limit_keys: limitKeys }),
});

/** Where it goes; a second channel only sends when the first one certainly did not. */
function destinationsOf({ channel, destination, fallback }: DeliveryRequest) {
  const legs = [{ channel, destination }, ...(fallback === undefined ? [] : [fallback])];
  const addresses = Object.fromEntries(
    legs.map((leg) => [CHANNEL_FACTS[leg.channel].field, leg.destination]),
  ) as { readonly phone_number?: string; readonly email?: string };
  return { ...addresses, channels: legs.map((leg) => leg.channel) };
}

function outcomeOf({
  http_status,
  retry_after,
  replayed,
  body,
  isOutcomeUnknown,
  uncounted,
}: IssueAnswer): Decision<CodeDelivered> {
  if (http_status < 400) {
    const { token_id, channel, destination, locale, status, expires_at, expires_in }: IssuedTokenAnswer =
      JSON.parse(body);
    const sent = { delivery_id: token_id, status, channel, destination, expires_at, expires_in };
    return accept({ ...sent, ...(locale !== undefined && { locale }), ...(replayed && { replayed }) });
  }
  const { code, detail, errors, limit, rule }: Problem = JSON.parse(body);
  const extensions = { ...(limit && { limit }), ...(rule && { rule }) };
  return {
    ok: false,
    refusal: {
      code,
      detail,
      ...(errors && { errors }),
      ...(retry_after === undefined ? {} : { retryAfterSeconds: retry_after }),
      ...(Object.keys(extensions).length === 0 ? {} : { extensions }),
      ...(isOutcomeUnknown && { isOutcomeUnknown }),
      ...(uncounted && { countAs: failedFor(uncounted) }),
    },
  };
}
