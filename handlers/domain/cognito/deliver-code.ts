/**
 * Delivers a code that a Cognito user pool made.
 *
 * Cognito expects no answer and tells the person nothing, so an error has one use: Lambda repeats the call. It is
 * thrown only where that can help.
 */
import { createHash } from 'node:crypto';
import type { Channel } from '../../contract/vocabulary.ts';
import type { CodeDelivery } from './courier-ports.ts';
import { poolMessage } from './pool-message.ts';
import type { UserAttributes } from './pool-user.ts';

/** Longer than the API's 29 seconds, after which its answer would be a timeout. */
const ANSWER_WITHIN_MS = 30_000;

export interface SenderEvent {
  readonly triggerSource: string;
  readonly userPoolId: string;
  /** Base64 of a message of the Encryption SDK; null in notifications. */
  readonly encryptedCode: string | null;
  readonly userAttributes: UserAttributes;
}

/** Opens a code; refuses one that was not encrypted for this user pool. */
type OpenCode = (encryptedCode: string, userPoolId: string) => Promise<string>;

export interface DeliverCodePorts {
  readonly delivery: CodeDelivery;
  readonly open: OpenCode;
  readonly now: () => number;
}

/** The API did not take the code, for a reason that a repeat may cure. */
class NotDelivered extends Error {
  override readonly name = 'NotDelivered';
  /** Of the API's problem, or why there is none. */
  readonly code: string;

  constructor(code: string) {
    super('The code could not be handed over');
    this.code = code;
  }
}

/** Problems that a repeat may cure within the life of a code. All others would be refused again. */
const REPEATABLE = [
  'unauthorized',
  'throttled',
  'request_in_progress',
  'internal_error',
  'store_unavailable',
  'secret_unavailable',
  'service_unavailable',
  'issuer_unavailable',
  'superseded',
  'contact_changed',
  'http_429',
];

/** What became of a message, for the log. */
export interface Delivered {
  readonly outcome: string;
  readonly channel?: Channel;
  readonly purpose?: string;
}

/**
 * @throws NotDelivered where the same call may succeed later
 */
export async function deliverCode(
  { triggerSource, userPoolId, encryptedCode, userAttributes }: SenderEvent,
  { delivery, open, now }: DeliverCodePorts,
): Promise<Delivered> {
  const message = poolMessage(triggerSource, userAttributes);
  if (typeof message === 'string' || !encryptedCode) {
    return { outcome: typeof message === 'string' ? message : 'not a code' };
  }
  const { channel, purpose } = message;
  const code = await open(encryptedCode, userPoolId);
  const key = createHash('sha256').update(encryptedCode).digest('hex');
  const outcome = await delivery.deliver({ ...message, code }, key, now() + ANSWER_WITHIN_MS);
  if (outcome.kind === 'no answer') {
    throw new NotDelivered(outcome.kind);
  }
  if (outcome.kind === 'refused') {
    if (REPEATABLE.includes(outcome.code)) {
      throw new NotDelivered(outcome.code);
    }
    return { outcome: outcome.code, channel, purpose };
  }
  return { outcome: outcome.kind, channel, purpose };
}
