/** The legs of a request: where its message goes, in the order in which the channels are tried. */
import type { Channel } from '../contract/vocabulary.ts';
import type { AdmittedRequest, Leg, Route, TextFacts } from '../contract/workflow.ts';
import { MOST_LEGS } from '../contract/workflow.ts';

type Routed = Pick<AdmittedRequest, 'route'>;

/** Two legs at most, whatever a person can be reached by: the time of a request allows no third try. */
export function routeOf(legs: readonly Leg[]): Route | undefined {
  const [first, ...others] = legs;
  return first && [first, ...others.slice(0, MOST_LEGS - 1)];
}

export const legIn = (route: readonly Leg[], channel: Channel): Leg | undefined =>
  route.find((each) => each.channel === channel);

/** @throws Error when the route does not use the channel, whose step nobody should have called */
export function legBy(channel: Channel, { route }: Routed): Leg {
  const leg = legIn(route, channel);
  if (leg === undefined) {
    throw new Error(`The route has no leg by ${channel}`);
  }
  return leg;
}

/** Whether no other channel is left to try after this one. */
export const isLast = (channel: Channel, { route }: Routed): boolean => route.at(-1)?.channel === channel;

/** A leg that is a text. */
export type TextLeg = Leg & { readonly text: TextFacts };

/** The leg that is a text, wherever in the route. */
export const textLeg = ({ route }: Routed): TextLeg | undefined => route.find(isText);

const isText = (leg: Leg): leg is TextLeg => leg.text !== undefined;

/** The text that a request sends first; a test destination is sent nothing. */
export function firstText({
  route,
  test_number,
}: Routed & Pick<AdmittedRequest, 'test_number'>): TextLeg | undefined {
  const [first] = route;
  return test_number === '' && isText(first) ? first : undefined;
}

/** What the pumping guard counts the request's text by; empty for nothing. */
export const numberPrefixOf = (request: Routed): string => textLeg(request)?.text.number_prefix ?? '';

/** The request with more known of its text, if it has one. */
export function withTextFacts<Request extends Routed>(request: Request, facts: Partial<TextFacts>): Request {
  const [first, ...others] = request.route;
  const known = (leg: Leg): Leg => (isText(leg) ? { ...leg, text: { ...leg.text, ...facts } } : leg);
  return { ...request, route: [known(first), ...others.map(known)] };
}

/** The request with those of its legs that pass; undefined when none does. */
export function withLegs<Request extends Routed>(
  request: Request,
  passes: (leg: Leg) => boolean,
): Request | undefined {
  const route = routeOf(request.route.filter(passes));
  return route && { ...request, route };
}

/**
 * The way out of a text that must not be sent: the same token by what is left, which costs nothing. Undefined when
 * the caller insists on the text or the person can be reached by nothing else.
 */
export const withoutTexts = <Request extends Routed>(request: Request): Request | undefined =>
  withLegs(request, (leg) => !isText(leg));
