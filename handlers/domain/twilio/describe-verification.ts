/** Verifications as Twilio answers them, from what is stored about their tokens. */
import type { Verification, VerificationCheck } from '../../contract/twilio.ts';
import type { TokenKeys } from '../token/token-keys.ts';
import type { TokenRecord } from '../token/token-store.ts';
import { attemptSid, verificationSid } from './verification-sid.ts';

/** What the routes say about every verification. */
export interface RouteFacts {
  readonly accountSid: string;
  readonly serviceSid: string;
  /** Of the routes: `https://…/twilio`. */
  readonly baseUrl: string;
}

/** What every answer is about, besides the token. */
export interface AnswerFacts extends RouteFacts {
  /** As the request has them; absent where it names the verification by its SID. */
  readonly to?: string | undefined;
  readonly amount?: string | undefined;
  readonly payee?: string | undefined;
}

export type Status = Verification['status'];

export function describeVerification(
  token: TokenRecord,
  status: Status,
  asked: AnswerFacts,
  keys: TokenKeys,
  nowMs: number,
): Verification {
  const facts = factsOf(token, status, asked, keys, nowMs);
  return {
    ...facts,
    lookup: {},
    send_code_attempts: [
      {
        time: seconds(token.last_sent_at),
        channel: token.channel.toUpperCase(),
        attempt_sid: attemptSid(token),
      },
    ],
    sna: null,
    url: `${asked.baseUrl}/v2/Services/${asked.serviceSid}/Verifications/${facts.sid}`,
  };
}

export const describeCheck = (
  token: TokenRecord,
  status: Status,
  asked: AnswerFacts,
  keys: TokenKeys,
  nowMs: number,
): VerificationCheck => ({ ...factsOf(token, status, asked, keys, nowMs), sna_attempts_error_codes: [] });

const factsOf = (
  token: TokenRecord,
  status: Status,
  { accountSid, serviceSid, to, amount, payee }: AnswerFacts,
  keys: TokenKeys,
  nowMs: number,
) => ({
  sid: verificationSid(token, keys),
  service_sid: serviceSid,
  account_sid: accountSid,
  to: to ?? token.destination_masked,
  channel: token.channel,
  status,
  valid: status === 'approved',
  amount: amount ?? null,
  payee: payee ?? null,
  date_created: seconds(token.issued_at),
  date_updated: seconds(new Date(status === 'pending' ? token.last_sent_at : nowMs).toISOString()),
});

/** Twilio's times have no fraction. */
const seconds = (time: string): string => time.replace(/\.\d+Z$/, 'Z');
