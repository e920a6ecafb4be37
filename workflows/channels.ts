/** The delivery half of the machine: one task a channel, and who stands in when it fails. */
import type { Channel } from '../handlers/contract/vocabulary.ts';
import { catchAll, DELIVERY_TIMEOUT_SECONDS, retryDelivery } from './retry-policies.ts';
import type { ChoiceState, State, TaskState } from './states-language.ts';

const CHANNELS: Record<Channel, { deliver: string; fallback: string; other: Channel }> = {
  sms: { deliver: 'Deliver by SMS', fallback: 'Is email the fallback?', other: 'email' },
  email: { deliver: 'Deliver by email', fallback: 'Is SMS the fallback?', other: 'sms' },
};

export const CHOOSE_CHANNEL = 'Choose channel';

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
    [CHANNELS.sms.fallback]: fallBack('sms', next.undelivered),
    [CHANNELS.email.deliver]: deliver('email', functionArns.email, next.delivered),
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
  Retry: retryDelivery(),
  Catch: catchAll(CHANNELS[channel].fallback, '$.delivery_failure'),
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
