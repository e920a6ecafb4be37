/**
 * A rule of the issue policy: who asks again while a code is alive may not have got the first one. So then, and only
 * then, the transport of a contact's address is asked whether it still reaches anybody: it allows few such questions.
 *
 * Before the number is looked up: a text that goes instead passes every rule for texts.
 */
import { DETAILS } from '../../contract/problem-document.ts';
import type { Channel, StoredStatus } from '../../contract/vocabulary.ts';
import type { Channels } from '../channel.ts';
import { accept, refuse } from '../decision.ts';
import { withLegs } from '../delivery-route.ts';
import type { Rule } from '../issue-rule.ts';
import { isLive } from '../token/token-state.ts';
import type { TokenRecord } from '../token/token-store.ts';
import type { ResendTokenPorts } from './resend-token.ts';
import { findToken } from './resend-token.ts';

/** Of a code that nobody has used. */
const WAITING: readonly StoredStatus[] = ['issued', 'sent'];

export const stillReached: Rule<ResendTokenPorts & { readonly channels: Channels }> = async (
  candidate,
  ports,
) => {
  const { asked, contact, request } = candidate;
  const [first] = request.route;
  const { whyUnreached } = ports.channels[first.channel];
  if (!first.of_contact || contact === undefined || whyUnreached === undefined) {
    return accept(candidate);
  }
  const found = await findToken(candidate, ports);
  if (!found.ok || !isAwaited(found.value.existing, first.channel, asked.nowMs)) {
    return found;
  }
  const why = await whyUnreached(contact);
  if (why === undefined) {
    return accept(candidate);
  }
  const instead = withLegs(request, (leg) => leg !== first);
  return instead
    ? accept({ ...candidate, request: instead })
    : refuse('no_destination', DETAILS.no_destination, [why]);
};

const isAwaited = (token: TokenRecord | undefined, channel: Channel, nowMs: number): boolean =>
  token !== undefined && token.channel === channel && WAITING.includes(token.status) && isLive(token, nowMs);
