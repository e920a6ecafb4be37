/**
 * Notes on the token that its code is handed to another channel. This must be done before the hand-over,
 * because a person who reads the code there proves no more than that channel and destination.
 */
import type { Channel } from '../../contract/vocabulary.ts';
import type { AdmittedRequest, DeliverTokenInput, SealedToken } from '../../contract/workflow.ts';
import type { Clock } from '../clock.ts';
import { legBy } from '../delivery-route.ts';
import { DeliveryRefused } from '../errors.ts';
import { leaveDestination } from '../token/earlier-destinations.ts';
import type { TokenStore } from '../token/token-store.ts';

/** A code that is handed to the legs of a route, with what is known about its sends. */
export interface Handed {
  readonly request: Pick<
    AdmittedRequest,
    | 'user_id'
    | 'user_ref'
    | 'purpose'
    | 'client_group'
    | 'route'
    | 'locale'
    | 'context_shown'
    | 'context_fields'
    | 'verbatim'
    | 'sends'
    | 'sent_again_at'
    | 'earlier_destinations'
  >;
  readonly token: Pick<
    SealedToken,
    'token_id' | 'sealed_token' | 'secret_version' | 'issued_at' | 'expiry_time'
  >;
}

export interface NoteHandOverPorts {
  readonly tokens: Pick<TokenStore, 'noteHandOver'>;
  readonly now: Clock;
  readonly resendAfterSeconds: number;
}

/** Every channel that this delivery and earlier ones hand the code to. */
export const channelsOf = (
  { request }: Pick<DeliverTokenInput, 'request'>,
  channel: Channel,
): readonly Channel[] => [...new Set([...request.handed_to, request.route[0].channel, channel])];

/**
 * Notes a fallback; does nothing for the first channel.
 * @throws StoreUnavailable; DeliveryRefused for a void code
 */
export async function noteHandOver(
  { request, token }: Handed,
  channel: Channel,
  { tokens, now, resendAfterSeconds }: NoteHandOverPorts,
): Promise<void> {
  const { route, sends, sent_again_at, earlier_destinations } = request;
  const [first] = route;
  if (channel === first.channel) {
    return;
  }
  const { digest, masked } = legBy(channel, request);
  const left = {
    sends,
    last_sent_at: sent_again_at === '' ? token.issued_at : sent_again_at,
    destination_digest: first.digest,
    earlier_destinations,
  };
  const isNoted = await tokens.noteHandOver(request, {
    token_id: token.token_id,
    channel,
    destination_digest: digest,
    destination_masked: masked,
    earlier_destinations: leaveDestination(left, digest, resendAfterSeconds, now()),
  });
  if (!isNoted) {
    throw new DeliveryRefused();
  }
}
