/**
 * A rule of the issue policy: a configured test number gets its configured token, and nothing is sent.
 *
 * Only by SMS and without a fallback, so that the fixed token reaches nobody by email either.
 */
import type { DestinationPolicy } from '../contract/settings.ts';
import { byEmailAlone } from './by-email.ts';
import { accept, type Decision } from './decision.ts';
import type { Candidate } from './issue-rule.ts';

export async function testDestination(
  candidate: Candidate,
  { destinations }: { readonly destinations: DestinationPolicy },
): Promise<Decision<Candidate>> {
  const { request } = candidate;
  if (!destinations.testNumbers.includes(request.phone_number)) return accept(candidate);
  if (request.first_channel === 'email') return accept({ ...candidate, request: byEmailAlone(request) });
  return accept({
    ...candidate,
    request: {
      ...request,
      test_number: request.phone_number,
      fallback_channel: 'none',
      topic_arn: '',
      email_masked: '',
      digests: { ...request.digests, email: '' },
    },
  });
}
