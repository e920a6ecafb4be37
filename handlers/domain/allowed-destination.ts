/** A rule of the issue policy: nothing is sent to a number that this deployment does not text. */
import type { DestinationPolicy } from '../contract/settings.ts';
import { byEmailAlone } from './by-email.ts';
import { accept, type Decision } from './decision.ts';
import { judgeNumber, refuseDestination } from './destination-policy.ts';
import type { Candidate } from './issue-rule.ts';
import { isOptedOut, type OptOuts } from './opt-outs.ts';

export interface DestinationGuard extends OptOuts {
  readonly destinations: DestinationPolicy;
}

/**
 * A number in the request is the caller's wish, so its refusal is told. One from the contact only falls
 * away where the person can be reached by email.
 * @throws StoreUnavailable, SecretUnavailable
 */
export async function allowedDestination(
  candidate: Candidate,
  guard: DestinationGuard,
): Promise<Decision<Candidate>> {
  const { asked, request } = candidate;
  if (request.phone_number === '') return accept(candidate);
  const optedOut = async () => ((await isOptedOut(request.phone_number, guard)) ? 'opt_out' : undefined);
  const rule = judgeNumber(request.phone_number, guard.destinations) ?? (await optedOut());
  if (rule === undefined) return accept(candidate);
  if (asked.phoneNumber !== undefined || request.topic_arn === '') return refuseDestination(rule);
  return accept({ ...candidate, request: byEmailAlone(request) });
}
