/**
 * Send limits: how many messages go to a person, to a destination, for a client and for all together.
 *
 * Of a request with a fallback, the first channel's destination is counted: the fallback's message is
 * the same send, and the limits of the person and of everybody have counted it.
 */
import type { SendLimits, WindowLimit } from '../contract/settings.ts';
import { LIMIT_SUBJECTS } from '../contract/table-writes.ts';
import { allOf } from './all-of.ts';
import { accept, refuseUntil } from './decision.ts';
import type { Candidate, Rule } from './issue-rule.ts';
import { lineOf } from './phone-number.ts';
import type { CounterStore, KeySource, TokenKey } from './ports.ts';
import { digestSubject } from './seal-token.ts';
import { counterLimit } from './window-bounds.ts';

export interface SendLimiter {
  readonly sendLimits: SendLimits;
  /** Of the secret that is not rotated: another key would forget what was counted. */
  readonly subjectKeys: KeySource;
}

type Name = keyof SendLimits;

/** Counts one message against every limit, or refuses it for the one that has to be waited for longest. */
export const sendLimits: Rule<SendLimiter> = async (candidate, policy) => {
  const limits = (Object.entries(policy.sendLimits) as [Name, readonly WindowLimit[]][])
    .filter(([, windows]) => windows.length > 0)
    // A test destination is sent nothing that could be too much for it.
    .filter(([name]) => name !== 'destination' || candidate.request.test_number === '');
  const counts = await allOf(
    limits.map(async ([name, windows]) => {
      const subject = await subjectOf(name, candidate, policy);
      return { name, ...(await candidate.tally.count(subject, windows.map(counterLimit))) };
    }),
  );
  const [refused] = counts
    .flatMap((count) => (count.counted ? [] : [count]))
    .sort((one, other) => other.retryAfterSeconds - one.retryAfterSeconds);
  if (refused === undefined) return accept(candidate);
  const { name, reached, retryAfterSeconds } = refused;
  const detail = 'As many messages as are allowed were sent; limit says which limit it is.';
  const window_seconds = Number(reached.window);
  return refuseUntil('rate_limited', detail, retryAfterSeconds, {
    name,
    limit: reached.limit,
    window_seconds,
  });
};

/** What the messages to a person for a purpose are counted by. */
export const personSends = ({ user_id, purpose }: TokenKey): string =>
  `${LIMIT_SUBJECTS.sends}:person#${purpose}#${user_id}`;

/** The messages to a person in each window; with no limits, nothing is read. */
export const readSends = async (
  key: TokenKey,
  nowSeconds: number,
  { counters, personLimits }: { counters: Pick<CounterStore, 'read'>; personLimits: readonly WindowLimit[] },
): Promise<readonly number[]> =>
  personLimits.length === 0
    ? []
    : counters.read(
        personSends(key),
        personLimits.map(({ windowSeconds }) => windowSeconds),
        nowSeconds,
      );

async function subjectOf(
  name: Name,
  { asked, request }: Candidate,
  { subjectKeys }: SendLimiter,
): Promise<string> {
  switch (name) {
    case 'person':
      return personSends(request);
    case 'destination': {
      const address = request.first_channel === 'sms' ? lineOf(request.phone_number) : request.topic_arn;
      return `${LIMIT_SUBJECTS.sends}:destination#${digestSubject(address, await subjectKeys.current())}`;
    }
    case 'client':
      return `${LIMIT_SUBJECTS.sends}:client#${asked.clientId}`;
    case 'deployment':
      return `${LIMIT_SUBJECTS.sends}:deployment`;
  }
}
