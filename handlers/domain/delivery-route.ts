/** The legs of a request: where its message may go, in the order in which the channels are tried. */
import type { Channel } from '../contract/vocabulary.ts';
import type { AdmittedRequest, DeliveryRoute, Leg, TextFacts } from '../contract/workflow.ts';
import { MOST_LEGS } from '../contract/workflow.ts';

type Routed = Pick<AdmittedRequest, 'route'>;

/** At most two legs, however many channels reach the person: a request has no time for a third attempt. */
export function routeOf(legs: readonly Leg[]): DeliveryRoute | undefined {
  const [first, ...others] = legs;
  return first && [first, ...others.slice(0, MOST_LEGS - 1)];
}

export const legIn = (route: readonly Leg[], channel: Channel): Leg | undefined =>
  route.find((each) => each.channel === channel);

/** @throws Error when the route does not use the channel, so its step must not have been called */
export function legBy(channel: Channel, { route }: Routed): Leg {
  const leg = legIn(route, channel);
  if (leg === undefined) {
    throw new Error(`The route has no ${channel} leg`);
  }
  return leg;
}

/** Whether this is the last channel to try. */
export const isLast = (channel: Channel, { route }: Routed): boolean => route.at(-1)?.channel === channel;

/** A leg whose message is a text. */
export type TextLeg = Leg & { readonly text: TextFacts };

/** The text leg, first or fallback. */
export const textLeg = ({ route }: Routed): TextLeg | undefined => route.find(isText);

const isText = (leg: Leg): leg is TextLeg => leg.text !== undefined;

/** The first leg, if it is a text that is really sent: a test destination is sent nothing. */
export function firstText({
  route,
  test_number,
}: Routed & Pick<AdmittedRequest, 'test_number'>): TextLeg | undefined {
  const [first] = route;
  return test_number === '' && isText(first) ? first : undefined;
}

/** The pumping guard's reference to the request's text; empty for none. */
export const numberPrefixOf = (request: Routed): string => textLeg(request)?.text.number_prefix ?? '';

/** The request with these facts added to its text leg, if it has one. */
export function withTextFacts<Request extends Routed>(request: Request, facts: Partial<TextFacts>): Request {
  const [first, ...others] = request.route;
  const known = (leg: Leg): Leg => (isText(leg) ? { ...leg, text: { ...leg.text, ...facts } } : leg);
  return { ...request, route: [known(first), ...others.map(known)] };
}

/** The request with only the legs that pass; undefined when none does. */
export function withLegs<Request extends Routed>(
  request: Request,
  passes: (leg: Leg) => boolean,
): Request | undefined {
  const route = routeOf(request.route.filter(passes));
  return route && { ...request, route };
}

/**
 * The alternative to a text that must not be sent: the same token by the remaining channels, which cost
 * nothing. Undefined when the caller insists on the text, or no other channel reaches the person.
 */
export const withoutTexts = <Request extends Routed>(request: Request): Request | undefined =>
  withLegs(request, (leg) => !isText(leg));
