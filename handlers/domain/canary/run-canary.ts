/**
 * One run of the canary: does from outside what a client does for a person who signs in.
 *
 * It shows what no metric of the service can: that an access token is issued, that the host name, the firewall and the
 * authorizer let a client in, and that a code which is right is taken, once. The code is that of a test destination, so
 * carriers have no part in it.
 */
import { CANARY_PERSON } from '../../contract/canary.ts';
import type { CanaryStep } from '../../contract/metrics.ts';
import type { TestDestination } from '../../contract/settings/destinations.ts';
import type { Clock } from '../clock.ts';
import type { CodeIssuer, NoAnswer, Refused } from '../cognito/courier-ports.ts';

/** What the API client answers when it got no access token, or one that the API does not take. */
const NO_ACCESS = ['unauthorized', 'issuer_unavailable', 'secret_unavailable'];

export type CanaryRun =
  | { readonly kind: 'succeeded'; readonly tookMs: number }
  | {
      readonly kind: 'failed';
      readonly step: CanaryStep;
      /** A problem's code, the reason of a refusal, or what was answered in their place. */
      readonly reason: string;
    };

export interface CanaryPorts {
  readonly codes: CodeIssuer;
  readonly now: Clock;
}

/** Runs until `untilMs`, in milliseconds since 1970; `runId` keeps the keys of its requests apart from other runs'. */
export async function runCanary(
  test: TestDestination,
  runId: string,
  untilMs: number,
  { codes, now }: CanaryPorts,
): Promise<CanaryRun> {
  const startedMs = now();
  const { user_id: userId, purpose } = CANARY_PERSON;
  const person = { userId, purpose, phoneNumber: test.phoneNumber };
  const issued = await codes.issue(person, `${runId}-issue`, untilMs);
  if (issued.kind !== 'sent') {
    return failed('issue', issued);
  }
  if (issued.status !== 'sent') {
    return { kind: 'failed', step: 'issue', reason: issued.status };
  }
  const presented = { ...person, code: test.token, tokenId: issued.tokenId };
  const first = await codes.verify(presented, `${runId}-verify`, untilMs);
  if (first.kind !== 'verified') {
    return failed('verify', first);
  }
  const second = await codes.verify(presented, `${runId}-again`, untilMs);
  if (second.kind === 'verified') {
    return { kind: 'failed', step: 'verify_again', reason: 'verified' };
  }
  if (second.kind !== 'not verified' || second.reason !== 'used') {
    return failed('verify_again', second);
  }
  return { kind: 'succeeded', tookMs: now() - startedMs };
}

function failed(
  step: CanaryStep,
  answer: Refused | NoAnswer | { readonly kind: 'not verified'; readonly reason: string },
): CanaryRun {
  if (answer.kind === 'refused') {
    const { code } = answer;
    return { kind: 'failed', step: NO_ACCESS.includes(code) ? 'access_token' : step, reason: code };
  }
  return { kind: 'failed', step, reason: answer.kind === 'not verified' ? answer.reason : 'no_answer' };
}
