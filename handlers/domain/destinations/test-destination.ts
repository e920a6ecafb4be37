/**
 * A rule of the issue policy: a configured test number gets its configured token, and nothing is sent.
 *
 * Its route has only the SMS leg, without a fallback, so that the fixed token is not sent by email either.
 *
 * The canary's client is sent codes nowhere else: whoever has stolen its secret can have nobody texted or emailed.
 */
import { isSameLine } from '../../contract/phone-lines.ts';
import type { DestinationPolicy } from '../../contract/settings/destinations.ts';
import type { Decision } from '../decision.ts';
import { accept, refuse } from '../decision.ts';
import { firstText, textLeg, withoutTexts } from '../delivery-route.ts';
import type { AskedToken, Candidate } from '../issue-rule.ts';
import { digestSubject } from '../token/seal-token.ts';
import type { KeySource } from '../token/token-keys.ts';

const NOT_FOR_CANARY = 'The canary is sent codes at its test destination only.';

/** The policy as it is for this client: where only the canary has test destinations, others' numbers are real. */
export const destinationsFor = (
  { isCanary }: Pick<AskedToken, 'isCanary'>,
  destinations: DestinationPolicy,
): DestinationPolicy =>
  destinations.testsBy === 'canary' && !isCanary ? { ...destinations, testNumbers: [] } : destinations;

export async function testDestination(
  candidate: Candidate,
  {
    destinations,
    subjectKeys,
  }: { readonly destinations: DestinationPolicy; readonly subjectKeys: KeySource },
): Promise<Decision<Candidate>> {
  const { asked, request } = candidate;
  const text = textLeg(request);
  const test_number = text && destinations.testNumbers.find((test) => isSameLine(test, text.address));
  if (text === undefined || test_number === undefined) {
    return asked.isCanary ? refuse('no_destination', NOT_FOR_CANARY) : accept(candidate);
  }
  if (firstText(request) === undefined) {
    return asked.isCanary
      ? refuse('no_destination', NOT_FOR_CANARY)
      : accept({ ...candidate, request: withoutTexts(request) ?? request });
  }
  return accept({
    ...candidate,
    request: {
      ...request,
      // In its configured spelling, by which its token is found.
      test_number,
      ...(asked.isCanary && { canary: true }),
      test_digest: digestSubject(test_number, await subjectKeys.current()),
      route: [text],
    },
  });
}
