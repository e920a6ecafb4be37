/** Where a token can go: the channels in the order of their use, with their addresses. */
import { DETAILS } from '../../contract/problem-document.ts';
import type { Channel } from '../../contract/vocabulary.ts';
import { CHANNELS } from '../../contract/vocabulary.ts';
import type { DeliveryRoute, Leg } from '../../contract/workflow.ts';
import type { Channels, FoundLeg } from '../channel.ts';
import type { ContactRecord, ContactStore } from '../contacts/contact-store.ts';
import type { Decision } from '../decision.ts';
import { accept, refuse, refuseFields } from '../decision.ts';
import { routeOf } from '../delivery-route.ts';
import { DeliveryUnavailable } from '../errors.ts';
import type { AskedToken } from '../issue-rule.ts';
import type { KeySource } from '../token/token-keys.ts';

export interface FindRoutePorts {
  readonly contacts: ContactStore;
  readonly channels: Channels;
  /** From the secret that is never rotated: a different key would lose track of where live tokens went. */
  readonly subjectKeys: KeySource;
}

export interface FoundRoute {
  readonly route: DeliveryRoute;
  /** The person's contact; absent when there is none, or when the request itself names all that is needed. */
  readonly contact: ContactRecord | undefined;
}

/**
 * Finds at least one channel, or refuses and says what is missing.
 * @throws StoreUnavailable, SecretUnavailable, DeliveryUnavailable
 */
export async function findRoute(asked: AskedToken, ports: FindRoutePorts): Promise<Decision<FoundRoute>> {
  const { body } = asked;
  const { channels } = ports;
  const asks = channelOrder(asked, undefined, channels);
  for (const channel of CHANNELS) {
    const { inRequest } = channels[channel];
    if (inRequest === undefined || inRequest.address(asked) === undefined) {
      continue;
    }
    if (!asks.includes(channel)) {
      return refuseFields([inRequest.unasked]);
    }
    if (inRequest.notFirst !== undefined && asks[0] !== channel) {
      return refuseFields([inRequest.notFirst]);
    }
  }
  // In parallel: any destination that is found needs the keys for its digest.
  const [contact, keys] = await Promise.all([
    needsContact(asked, channels) ? ports.contacts.get(body.user_id) : undefined,
    ports.subjectKeys.current(),
  ]);
  const found: FoundLeg[] = [];
  let unanswered: DeliveryUnavailable | undefined;
  for (const channel of channelOrder(asked, contact, channels)) {
    try {
      found.push(await channels[channel].find(asked, contact, keys));
    } catch (error) {
      // It is unknown whether the address is confirmed. Another channel may still reach the person.
      if (!(error instanceof DeliveryUnavailable)) {
        throw error;
      }
      unanswered = error;
    }
  }
  const route = routeOf(found.filter((each): each is Leg => 'channel' in each));
  if (route === undefined) {
    if (unanswered !== undefined) {
      throw unanswered;
    }
    const why = found.flatMap((each) => ('missing' in each ? [each.missing] : []));
    return refuse('no_destination', DETAILS.no_destination, why);
  }
  return accept({ route, contact });
}

/** Whether the contact has to be read: the request alone does not say where the message goes, or its language. */
export const needsContact = (asked: AskedToken, channels: Channels): boolean =>
  asked.body.locale === undefined ||
  channelOrder(asked, undefined, channels).some((channel) => !isGiven(channel, asked, channels));

const isGiven = (channel: Channel, asked: AskedToken, channels: Channels): boolean =>
  channels[channel].inRequest?.address(asked) !== undefined;

/**
 * A number in the request is texted or refused: the caller wants to verify this number, and a code sent to
 * the contact's email instead would prove nothing about it. Only a list of channels in the request allows a
 * fallback.
 */
function channelOrder(
  asked: AskedToken,
  contact: ContactRecord | undefined,
  channels: Channels,
): readonly Channel[] {
  const { channel, channels: listed } = asked.body;
  if (listed !== undefined) {
    return listed;
  }
  if (channel !== undefined && channel !== 'auto') {
    return [channel];
  }
  const given = CHANNELS.filter((each) => isGiven(each, asked, channels));
  if (given.length > 0) {
    return given;
  }
  const reaching = CHANNELS.filter((each) => contact && channels[each].addressIn(contact) !== undefined);
  const preferred = contact?.preferred_channel ?? reaching[0] ?? CHANNELS.at(-1);
  return [...CHANNELS].sort((one, other) => Number(other === preferred) - Number(one === preferred));
}
