/**
 * What is kept of a text in case its carrier refuses it later: the rest of the route that its request was admitted
 * with, and what the message says.
 *
 * It contains an address and a context, so it is stored sealed, and opens only for the token that it belongs to.
 * A second text is never sent instead: it would cost money that nobody reserved.
 */
import type { AdmittedRequest, Leg } from '../../contract/workflow.ts';
import type { Randomness } from '../randomness.ts';
import { sealText, unsealText } from '../token/seal-token.ts';
import type { TokenKeys } from '../token/token-keys.ts';

/** What the message says besides the code. */
type Said = 'locale' | 'context_shown' | 'context_fields';

/** What is sealed. */
export interface OtherLeg extends Pick<AdmittedRequest, Said> {
  readonly leg: Leg;
}

/** The leg after the one by this channel, if it costs nothing. */
export function otherLegOf(
  { route, locale, context_shown, context_fields }: Pick<AdmittedRequest, 'route' | Said>,
  channel: Leg['channel'],
): OtherLeg | undefined {
  const at = route.findIndex((leg) => leg.channel === channel);
  const leg = route[at + 1];
  return leg === undefined || leg.text !== undefined
    ? undefined
    : { leg, locale, context_shown, ...(context_fields && { context_fields }) };
}

export const sealOtherLeg = (
  other: OtherLeg,
  tokenId: string,
  keys: Pick<TokenKeys, 'sealKey'>,
  random: Pick<Randomness, 'bytes'>,
): string => sealText(JSON.stringify(other), boundTo(tokenId), keys, random);

/** @throws Error when it was altered or belongs to another token or key */
export const openOtherLeg = (sealed: string, tokenId: string, keys: Pick<TokenKeys, 'sealKey'>): OtherLeg =>
  JSON.parse(unsealText(sealed, boundTo(tokenId), keys)) as OtherLeg;

/** A sealed token is bound to three strings, so it cannot be mistaken for this. */
const boundTo = (tokenId: string): string => JSON.stringify(['other-leg', tokenId]);
