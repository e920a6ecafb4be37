/**
 * The delivery half of the machine: one task per channel, and the next leg of the route when it fails.
 *
 * A step that was ended may have sent its message. The machine presumes that it did: the token stays live, no
 * other channel sends it again, and the answer says so.
 *
 * The route stays whole, because the states after a delivery need all of it: legs are addressed by their
 * place. A slice such as `$.route[1:]` would have to yield an empty list after the last leg. AWS yields one;
 * local interpreters yield nothing.
 */
import type { Channel } from '../handlers/contract/vocabulary.ts';
import { CHANNEL_FACTS, CHANNELS } from '../handlers/contract/vocabulary.ts';
import { MOST_LEGS } from '../handlers/contract/workflow.ts';
import { catchAll, DELIVERY_TIMEOUT_SECONDS, MAY_HAVE_RUN, retryNeverRun } from './retry-policies.ts';
import type { ChoiceState, Condition, State, TaskState } from './states-language.ts';

const deliveryBy = (channel: Channel): string => `Deliver by ${CHANNEL_FACTS[channel].message}`;
const presumptionOf = (channel: Channel): string => `Presume the ${CHANNEL_FACTS[channel].message} is sent`;

export const CHOOSE_CHANNEL = 'Choose channel';
const TAKE_NEXT = 'Take the next channel';

/** A leg of the route by its place, 0 being the first. */
const leg = (place: number): string => `$.admission.request.route[${place}]`;
const channelOf = (place: number): string => `${leg(place)}.channel`;

/** Places of all legs but the first. */
export const LATER_PLACES = Array.from({ length: MOST_LEGS - 1 }, (_, index) => index + 1);

const isPresent = (Variable: string) => ({ Variable, IsPresent: true }) as const;

/** Whether the leg in this place goes by this channel. The route may have fewer legs. */
export const isLegBy = (channel: Channel, place: number): Condition[] => [
  isPresent(leg(place)),
  { Variable: channelOf(place), StringEquals: channel },
];

export const HAS_ONE_LEG: Condition = { Not: isPresent(leg(1)) };

/**
 * Where failed deliveries are recorded: in the request, so that the next channel and the step that takes the
 * send back know about them.
 */
export const FAILURES = '$.admission.request.failures';
export const failureOf = (channel: Channel): string => `${FAILURES}.${channel}`;

/** What Persist token answers when another request's token was first. */
const SUPERSEDED = { Variable: '$.admission.persistence.decision', StringEquals: 'rejected' } as const;

/**
 * The states from `CHOOSE_CHANNEL` until a channel has delivered or none is left. The names are those of the
 * states that follow: `superseded` where the token was not stored, and so is not sent; `presumed` where a message may
 * have been sent.
 */
export function deliveryStates(
  functionArns: Readonly<Record<Channel, string>>,
  next: { superseded: string; delivered: string; presumed: string; undelivered: string },
): Record<string, State> {
  return {
    [CHOOSE_CHANNEL]: {
      Type: 'Choice',
      Comment: 'By the first channel of the route.',
      // Also handles a request without a route, which a step of an earlier release may admit during a
      // rollback. A Choice that reads a missing path ends the execution, and nothing would be undone.
      Choices: [
        { ...SUPERSEDED, Next: next.superseded },
        ...CHANNELS.map((channel) => ({ And: isLegBy(channel, 0), Next: deliveryBy(channel) })),
      ],
      Default: next.undelivered,
    },
    ...Object.fromEntries(
      CHANNELS.flatMap((channel) => [
        [deliveryBy(channel), deliver(channel, functionArns[channel], next.delivered)],
        [presumptionOf(channel), presume(channel, next.presumed)],
      ]),
    ),
    [TAKE_NEXT]: takeNext(next.undelivered),
  };
}

const deliver = (channel: Channel, functionArn: string, delivered: string): TaskState => ({
  Type: 'Task',
  Comment: 'Opens the sealed token and sends it. Repeated only if it certainly did not run.',
  Resource: functionArn,
  Parameters: {
    'request_id.$': '$.request_id',
    'client_id.$': '$.client_id',
    'execution_arn.$': '$$.Execution.Id',
    'asked_at.$': '$$.Execution.StartTime',
    'request.$': '$.admission.request',
    'token.$': '$.token',
  },
  ResultPath: '$.delivery',
  TimeoutSeconds: DELIVERY_TIMEOUT_SECONDS,
  Retry: retryNeverRun(),
  Catch: [
    { ErrorEquals: MAY_HAVE_RUN, ResultPath: '$.delivery_doubt', Next: presumptionOf(channel) },
    ...catchAll(TAKE_NEXT, failureOf(channel)),
  ],
  Next: delivered,
});

/** What the step would have returned if it had finished. */
const presume = (channel: Channel, presumed: string): State => ({
  Type: 'Pass',
  Comment: 'The step ran out of time and may have sent its message, so the token stays valid.',
  InputPath: `$.admission.persistence.presumed.${channel}`,
  ResultPath: '$.delivery',
  Next: presumed,
});

/** The first of the later legs that has not failed, so that no path leads through the same delivery twice. */
const takeNext = (undelivered: string): ChoiceState => ({
  Type: 'Choice',
  Comment: 'The next channel of the route that has not failed.',
  Choices: LATER_PLACES.flatMap((place) =>
    CHANNELS.map((channel) => ({
      And: [...isLegBy(channel, place), { Not: isPresent(failureOf(channel)) }],
      Next: deliveryBy(channel),
    })),
  ),
  Default: undelivered,
});
