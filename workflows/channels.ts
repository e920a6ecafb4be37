/**
 * The delivery half of the machine: one task a channel, and who stands in when it fails.
 *
 * A step that was ended may have sent its message. That is presumed: the token stays alive, no other channel sends
 * it again, and the answer says so.
 */
import type { Channel } from '../handlers/contract/vocabulary.ts';
import { catchAll, DELIVERY_TIMEOUT_SECONDS, MAY_HAVE_RUN, retryNeverRun } from './retry-policies.ts';
import type { ChoiceState, State, TaskState } from './states-language.ts';

interface ChannelStates {
  readonly deliver: string;
  readonly presume: string;
  readonly fallback: string;
  readonly other: Channel;
}

const CHANNELS: Record<Channel, ChannelStates> = {
  sms: {
    deliver: 'Deliver by SMS',
    presume: 'Presume the SMS is sent',
    fallback: 'Is email the fallback?',
    other: 'email',
  },
  email: {
    deliver: 'Deliver by email',
    presume: 'Presume the email is sent',
    fallback: 'Is SMS the fallback?',
    other: 'sms',
  },
};

export const CHOOSE_CHANNEL = 'Choose channel';

/**
 * Where the failures of deliveries are kept: in the request, so that the second channel and who takes the send back
 * know of the first.
 */
export const FAILURES = '$.admission.request.failures';
export const failureOf = (channel: Channel): string => `${FAILURES}.${channel}`;

/**
 * States from `CHOOSE_CHANNEL` up to a delivery or to having run out of channels.
 * `delivered` and `undelivered` name the states that follow.
 */
export function deliveryStates(
  functionArns: Record<Channel, string>,
  next: { delivered: string; undelivered: string },
): Record<string, State> {
  return {
    [CHOOSE_CHANNEL]: {
      Type: 'Choice',
      Choices: [
        { Variable: '$.admission.request.first_channel', StringEquals: 'sms', Next: CHANNELS.sms.deliver },
        {
          Variable: '$.admission.request.first_channel',
          StringEquals: 'email',
          Next: CHANNELS.email.deliver,
        },
      ],
      Default: next.undelivered,
    },
    [CHANNELS.sms.deliver]: deliver('sms', functionArns.sms, next.delivered),
    [CHANNELS.sms.presume]: presume('sms', next.delivered),
    [CHANNELS.sms.fallback]: fallBack('sms', next.undelivered),
    [CHANNELS.email.deliver]: deliver('email', functionArns.email, next.delivered),
    [CHANNELS.email.presume]: presume('email', next.delivered),
    [CHANNELS.email.fallback]: fallBack('email', next.undelivered),
  };
}

const deliver = (channel: Channel, functionArn: string, delivered: string): TaskState => ({
  Type: 'Task',
  Resource: functionArn,
  Parameters: {
    'request_id.$': '$.request_id',
    'asked_at.$': '$$.Execution.StartTime',
    'request.$': '$.admission.request',
    'token.$': '$.token',
  },
  ResultPath: '$.delivery',
  TimeoutSeconds: DELIVERY_TIMEOUT_SECONDS,
  Retry: retryNeverRun(),
  Catch: [
    { ErrorEquals: MAY_HAVE_RUN, ResultPath: '$.delivery_doubt', Next: CHANNELS[channel].presume },
    ...catchAll(CHANNELS[channel].fallback, failureOf(channel)),
  ],
  Next: delivered,
});

/** As the step would have described it, had it been able to. */
const presume = (channel: Channel, delivered: string): State => ({
  Type: 'Pass',
  InputPath: `$.admission.persistence.presumed.${channel}`,
  ResultPath: '$.delivery',
  Next: delivered,
});

/** A fallback channel is never the first one, so no way leads through the same delivery twice. */
const fallBack = (failed: Channel, undelivered: string): ChoiceState => {
  const { other } = CHANNELS[failed];
  return {
    Type: 'Choice',
    Choices: [
      {
        And: [
          { Variable: '$.admission.request.first_channel', StringEquals: failed },
          { Variable: '$.admission.request.fallback_channel', StringEquals: other },
        ],
        Next: CHANNELS[other].deliver,
      },
    ],
    Default: undelivered,
  };
};
