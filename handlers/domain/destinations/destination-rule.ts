/** A rule of the issue policy: nothing is sent where this deployment sends nothing, or where nobody wants it. */
import type { DestinationRule } from '../../contract/problems.ts';
import type { DestinationPolicy } from '../../contract/settings/destinations.ts';
import { accept, type Decision } from '../decision.ts';
import type { Candidate } from '../issue-rule.ts';
import { judgeNumber, refuseDestination } from './destination-policy.ts';
import { isOptedOut, type OptOuts } from './opt-outs.ts';
import { byEmailAlone, byTextAlone } from './without-texts.ts';

export interface DestinationGuard extends OptOuts {
  readonly destinations: DestinationPolicy;
}

/**
 * A number in the request is the caller's wish, so its refusal is told. One from the contact only falls
 * away where the person can be reached by email; and an address falls away where they can be reached by text.
 * @throws StoreUnavailable, SecretUnavailable
 */
export async function allowedDestination(
  candidate: Candidate,
  guard: DestinationGuard,
): Promise<Decision<Candidate>> {
  const { asked, request } = candidate;
  const [noText, noEmail] = await Promise.all([textRule(candidate, guard), emailRule(candidate, guard)]);
  if (noText !== undefined) {
    const insists = asked.phoneNumber !== undefined;
    if (insists || request.topic_arn === '' || noEmail !== undefined) return refuseDestination(noText);
    return accept({ ...candidate, request: byEmailAlone(request) });
  }
  if (noEmail === undefined) return accept(candidate);
  if (request.phone_number === '') return refuseDestination(noEmail);
  return accept({ ...candidate, request: byTextAlone(request) });
}

/** The rule that keeps the number of a request from being texted. */
async function textRule(
  { request: { phone_number } }: Candidate,
  guard: DestinationGuard,
): Promise<DestinationRule | undefined> {
  if (phone_number === '') return undefined;
  const rule = judgeNumber(phone_number, guard.destinations);
  if (rule !== undefined) return rule;
  return (await isOptedOut({ phone_number }, guard)) ? 'opt_out' : undefined;
}

/** The rule that keeps the address of a request from being mailed. */
async function emailRule(
  { request, contact }: Candidate,
  guard: DestinationGuard,
): Promise<DestinationRule | undefined> {
  if (request.topic_arn === '' || contact?.email === undefined) return undefined;
  return (await isOptedOut({ email: contact.email }, guard)) ? 'opt_out' : undefined;
}
