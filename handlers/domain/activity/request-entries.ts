/**
 * The entries of requests for codes: what became of a request, as far as whoever keeps the entry knows it.
 *
 * Admit request keeps those that it refuses or repeats, Persist token those that came second, a delivery those that it
 * sends or that fail with it, and Note the outcome the rest (note-outcome.ts).
 */
import type { ActivityKind } from '../../contract/activity.ts';
import type { Channel, DeliveryOutcome } from '../../contract/vocabulary.ts';
import type { AdmittedRequest, Leg, SealedToken, TextFacts } from '../../contract/workflow.ts';
import { executionName } from '../../contract/workflow.ts';
import type { Refusal } from '../decision.ts';
import { legBy } from '../delivery-route.ts';
import { groupOfClients, kindOf } from '../token/delivery-slot.ts';
import type { ActivityRecord } from './activity-log.ts';

/** What is known of every request. */
export interface AboutRequest {
  readonly requestId: string;
  readonly clientId?: string | undefined;
  readonly executionArn?: string | undefined;
  readonly nowMs: number;
}

/** What an entry says of a leg. */
export interface NotedLeg extends Pick<Leg, 'channel' | 'masked' | 'digest'> {
  readonly text?: Pick<TextFacts, 'country'>;
}

/** As far as it was understood. */
export interface AskedFor {
  readonly kind: ActivityKind;
  readonly user_id?: string | undefined;
  readonly purpose?: string | undefined;
  readonly client_group?: string | undefined;
  readonly sends?: number | undefined;
  /** Where the message would have gone first. */
  readonly leg?: NotedLeg | undefined;
}

interface SentToken {
  readonly request: AdmittedRequest;
  readonly token: Pick<SealedToken, 'token_id'>;
}

/** The canary asks every few minutes, all month; its requests are nobody's. */
export const isKept = ({ canary }: Pick<AdmittedRequest, 'canary'>): boolean => canary === undefined;

export const asked = (request: AdmittedRequest, leg: Leg = request.route[0]): AskedFor => ({
  kind: kindOf(request) === 'delivery' ? 'delivery' : 'issue',
  user_id: request.user_id,
  purpose: request.purpose,
  client_group: groupOfClients(request),
  sends: request.sends,
  leg,
});

export const refusedEntry = (
  about: AboutRequest,
  what: AskedFor,
  { code, extensions }: Pick<Refusal, 'code' | 'extensions'>,
): ActivityRecord => ({
  ...base(about, what),
  outcome: 'refused',
  problem: code,
  rule: extensions?.rule ?? extensions?.limit?.name,
});

export const repeatedEntry = (about: AboutRequest, what: AskedFor): ActivityRecord => ({
  ...base(about, what),
  outcome: 'repeated',
});

export function sentEntry(
  about: AboutRequest,
  input: SentToken,
  channel: Channel,
  outcome: DeliveryOutcome,
): ActivityRecord {
  const leg = legBy(channel, input.request);
  return {
    ...base(about, asked(input.request, leg)),
    outcome,
    tried: triedBefore(input.request, channel),
    token_id: input.token.token_id,
    // A test destination is sent nothing.
    price: (input.request.test_number === '' && leg.text?.price) || undefined,
  };
}

/** No channel is left. `error` is that of the last one. */
export const undeliveredEntry = (
  about: AboutRequest,
  input: SentToken,
  channel: Channel,
  error: string,
): ActivityRecord => ({
  ...base(about, asked(input.request, legBy(channel, input.request))),
  outcome: 'failed',
  problem: 'delivery_failed',
  error,
  tried: triedBefore(input.request, channel),
  token_id: input.token.token_id,
});

export function base(
  { requestId, clientId, executionArn, nowMs }: AboutRequest,
  { leg, ...what }: AskedFor,
): Omit<ActivityRecord, 'outcome'> {
  return {
    entry_id: executionName(requestId),
    at: new Date(nowMs).toISOString(),
    ...what,
    channel: leg?.channel,
    destination_masked: leg?.masked,
    destination_digest: leg?.digest || undefined,
    country: leg?.text?.country,
    client_id: clientId,
    request_id: requestId,
    execution_arn: executionArn,
  };
}

/** In the order of the route, without the channel that the entry itself is about. */
function triedBefore(
  { route, failures = {} }: Pick<AdmittedRequest, 'route' | 'failures'>,
  channel: Channel,
): string | undefined {
  const failed = route.flatMap((leg) => {
    const error = failures[leg.channel]?.Error;
    return error === undefined || leg.channel === channel ? [] : [`${leg.channel}:${error}`];
  });
  return failed.length === 0 ? undefined : failed.join(' ');
}
