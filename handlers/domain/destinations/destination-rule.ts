/** A rule of the issue policy: nothing is sent where this deployment sends nothing, or where nobody wants it. */
import type { DestinationRule } from '../../contract/problems.ts';
import type { DestinationPolicy } from '../../contract/settings.ts';
import { accept, type Decision } from '../decision.ts';
import type { Candidate } from '../issue-rule.ts';
import { textLeg, withLegs, withoutTexts } from '../route.ts';
import { judgeNumber, refuseDestination } from './destination-policy.ts';
import { isOptedOut, type OptOuts } from './opt-outs.ts';

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
    const instead = insists || noEmail !== undefined ? undefined : withoutTexts(request);
    return instead ? accept({ ...candidate, request: instead }) : refuseDestination(noText);
  }
  if (noEmail === undefined) return accept(candidate);
  const instead = withLegs(request, ({ text }) => text !== undefined);
  return instead ? accept({ ...candidate, request: instead }) : refuseDestination(noEmail);
}

/** The rule that keeps the number of a request from being texted. */
async function textRule(
  { request }: Candidate,
  guard: DestinationGuard,
): Promise<DestinationRule | undefined> {
  const phone_number = textLeg(request)?.address;
  if (phone_number === undefined) return undefined;
  const rule = judgeNumber(phone_number, guard.destinations);
  if (rule !== undefined) return rule;
  return (await isOptedOut({ phone_number }, guard)) ? 'opt_out' : undefined;
}

/** The rule that keeps the address of a request from being mailed. */
async function emailRule(
  { request, contact }: Candidate,
  guard: DestinationGuard,
): Promise<DestinationRule | undefined> {
  const isMailed = request.route.some(({ channel }) => channel === 'email');
  if (!isMailed || contact?.email === undefined) return undefined;
  return (await isOptedOut({ email: contact.email }, guard)) ? 'opt_out' : undefined;
}
