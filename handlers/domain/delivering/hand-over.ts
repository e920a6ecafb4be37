/**
 * Hands a code to the next channel of its route. Before that, the token has to say so: whoever reads the code there
 * proves no more than that channel and that destination.
 */
import type { Channel } from '../../contract/vocabulary.ts';
import type { AdmittedRequest, DeliverTokenInput, SealedToken } from '../../contract/workflow.ts';
import type { Clock } from '../clock.ts';
import { DeliveryRefused } from '../errors.ts';
import { legBy } from '../route.ts';
import { leaveDestination } from '../token/earlier-destinations.ts';
import type { TokenStore } from '../token/token-store.ts';

/** A code on its way by the legs of a route, and what is known of its sends. */
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

/** Every channel that the code is handed to by this delivery and was by earlier ones. */
export const channelsOf = (
  { request }: Pick<DeliverTokenInput, 'request'>,
  channel: Channel,
): readonly Channel[] => [...new Set([...request.handed_to, request.route[0].channel, channel])];

/** Notes a fallback; does nothing for the first channel. @throws StoreUnavailable, and DeliveryRefused for a void code */
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
