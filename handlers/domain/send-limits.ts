/**
 * Send limits: how many messages go to a person, to a destination, for a client and for all together.
 *
 * Of a request with a fallback, the first channel's destination is counted: the fallback's message is
 * the same send, and the limits of the person and of everybody have counted it.
 */
import type { SendLimits, WindowLimit } from '../contract/settings.ts';
import { LIMIT_SUBJECTS } from '../contract/table-writes.ts';
import { accept, refuseUntil } from './decision.ts';
import type { Candidate, Rule } from './issue-rule.ts';
import { lineOf } from './phone-number.ts';
import type { KeySource, PersonPurpose } from './ports.ts';
import { digestSubject } from './seal-token.ts';

export interface SendLimiter {
  readonly sendLimits: SendLimits;
  /** Of the secret that is not rotated: another key would forget what was counted. */
  readonly subjectKeys: KeySource;
}

type Name = keyof SendLimits;

/** Counts one message against every limit, or refuses it for the one that has to be waited for longest. */
export const sendLimits: Rule<SendLimiter> = async (candidate, policy) => {
  const limits = (Object.entries(policy.sendLimits) as [Name, readonly WindowLimit[]][])
    // A test destination is sent nothing that could be too much for it.
    .filter(([name]) => name !== 'destination' || candidate.request.test_number === '')
    .flatMap(([name, windows]) => windows.map((window) => ({ name, ...window })));
  const counts = await Promise.all(
    limits.map(async ({ name, limit, windowSeconds }) => ({
      reached: { name, limit, window_seconds: windowSeconds },
      ...(await candidate.tally.count(await subjectOf(name, candidate, policy), windowSeconds, limit)),
    })),
  );
  const [refused] = counts
    .flatMap((count) => (count.counted ? [] : [count]))
    .sort((one, other) => other.retryAfterSeconds - one.retryAfterSeconds);
  if (refused === undefined) return accept(candidate);
  const detail = 'As many messages as are allowed were sent; limit says which limit it is.';
  return refuseUntil('rate_limited', detail, refused.retryAfterSeconds, refused.reached);
};

/** What the messages to a person for a purpose are counted by. */
export const personSends = ({ user_id, purpose }: PersonPurpose): string =>
  `${LIMIT_SUBJECTS.sends}:person#${purpose}#${user_id}`;

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
