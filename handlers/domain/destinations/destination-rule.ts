/** A rule of the issue policy: nothing is sent to destinations that are not allowed or have opted out. */
import { CHANNEL_FACTS } from '../../contract/vocabulary.ts';
import type { Leg } from '../../contract/workflow.ts';
import type { Channels, DestinationJudge } from '../channel.ts';
import type { Decision } from '../decision.ts';
import { accept } from '../decision.ts';
import { withLegs } from '../delivery-route.ts';
import type { Candidate } from '../issue-rule.ts';
import { refuseDestination } from './destination-policy.ts';

export interface DestinationRulePorts extends DestinationJudge {
  readonly channels: Channels;
}

/**
 * If a destination in the request is not allowed, the request is refused, because the caller chose that
 * destination. A destination from the contact is dropped if another channel reaches the person. If none does,
 * the refusal names the rule of the strongest channel.
 * @throws StoreUnavailable, SecretUnavailable
 */
export async function destinationRule(
  candidate: Candidate,
  ports: DestinationRulePorts,
): Promise<Decision<Candidate>> {
  const { request, contact } = candidate;
  const judged = await Promise.all(
    request.route.map(async (leg) => ({
      leg,
      rule: await ports.channels[leg.channel].judge(leg, contact, ports),
    })),
  );
  const refused = judged
    .flatMap(({ leg, rule }) => (rule === undefined ? [] : [{ leg, rule }]))
    .sort((one, other) => strengthOf(other.leg) - strengthOf(one.leg));
  const [first] = refused;
  if (first === undefined) {
    return accept(candidate);
  }
  const insisted = refused.find(({ leg }) => !leg.of_contact);
  const instead =
    insisted === undefined
      ? withLegs(request, (leg) => refused.every((each) => each.leg !== leg))
      : undefined;
  return instead ? accept({ ...candidate, request: instead }) : refuseDestination((insisted ?? first).rule);
}

const strengthOf = ({ channel }: Leg): number => CHANNEL_FACTS[channel].strength;
