/**
 * What becomes of a code that was presented: its metrics and events, and what the pumping guard and the limits of
 * the number learn. The person is verified even if neither of the two can be told.
 */
import type { VerificationAnswer } from '../contract/routes/verify-token.ts';
import type { NumberMemory } from '../domain/destinations/number-memory.ts';
import type { PrefixTraffic } from '../domain/pumping/prefix-traffic.ts';
import type { slicesIn } from '../domain/reporting/slices.ts';
import type { Notes } from './observability.ts';

type Note = (name: string, nowSeconds: number) => Promise<void>;

/** Counts a code that came back for its text's prefix. Undefined when the guard is off. */
export const noteReturnsIn = (
  traffic: Pick<PrefixTraffic, 'countConversion'> | null | undefined,
  notes: Notes,
): Note | undefined =>
  traffic
    ? (reference, nowSeconds) =>
        traffic
          .countConversion(reference, nowSeconds)
          .catch((error: unknown) => notes.warn('the pumping guard could not be told of a return', error))
    : undefined;

/** As noteReturnsIn for a code that its caller reports. */
export const noteReportsIn = (
  traffic: Pick<PrefixTraffic, 'countReport'> | undefined,
  notes: Notes,
): Note | undefined => noteReturnsIn(traffic && { countConversion: traffic.countReport }, notes);

/** Notes that the person holds the phone that the code was texted to. */
export const noteVerifiedIn =
  (numbers: Pick<NumberMemory, 'noteVerified'>, userId: string, notes: Notes): Note =>
  (number, nowSeconds) =>
    numbers
      .noteVerified(number, userId, nowSeconds)
      .catch((error: unknown) => notes.warn('a verified number could not be noted', error));

interface AnswerOptions {
  readonly isCanary?: boolean;
  /** What it is also counted by. */
  readonly slicesOf: ReturnType<typeof slicesIn>;
}

/**
 * Notes, counts and tells the answer to a code; one that is repeated for its Idempotency-Key is not new. The canary's
 * is only noted: 288 codes a day that always come back would pass for people.
 */
export function noteAnswer(
  answer: VerificationAnswer,
  { purpose, client_group }: { readonly purpose: string; readonly client_group: string },
  notes: Notes,
  { isCanary = false, slicesOf }: AnswerOptions,
): void {
  // Nobody verifies a delivery here.
  const kind = 'token';
  notes.add(
    answer.verified ? { outcome: 'verified', token_id: answer.token_id } : { outcome: answer.reason },
  );
  if (isCanary) {
    return;
  }
  if (answer.verified) {
    const { token_id, channel, destination: destination_masked } = answer;
    notes.countBy(
      slicesOf({ channel, destination_masked, client_group }),
      { metric: 'TokensVerified' },
      { kind, token_id, purpose, client_group, channel },
    );
  } else {
    const { reason, attempts_remaining } = answer;
    notes.count(
      { metric: 'VerificationsRefused', reason },
      { kind, purpose, client_group, attempts_remaining },
    );
  }
}

/** Counts and tells that a wrong code locked the person out. */
export const noteLockIn =
  (purpose: string, notes: Notes) =>
  (untilSeconds: number): void =>
    notes.count({ metric: 'PeopleLocked' }, { purpose, until: new Date(untilSeconds * 1000).toISOString() });
