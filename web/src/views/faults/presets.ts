/** The faults that teach the most, each with its name in strings.ts, which also says what to watch. */
import type { Fault } from '../../local/local-runtime.ts';
import type { text } from './strings.ts';

export type PresetName = keyof typeof text.presets;

/** SNS's own names of its errors: https://docs.aws.amazon.com/sns/latest/api/API_Publish.html#API_Publish_Errors */
export const PRESETS: Readonly<Record<PresetName, readonly Fault[]>> = {
  throttledStore: [
    {
      service: 'dynamodb',
      operation: 'PutItem',
      error: 'ProvisionedThroughputExceededException',
      times: 2,
    },
  ],
  optedOut: [{ service: 'sns', operation: 'Publish', error: 'OptedOut', times: 1 }],
  refusedEverywhere: [{ service: 'sns', operation: 'Publish', error: 'InvalidParameter', times: 2 }],
  throttledSender: [{ service: 'sns', operation: 'Publish', error: 'Throttled', times: 3 }],
  slowSender: [{ service: 'sns', operation: 'Publish', delay_ms: 3_000, times: 1 }],
  // A function that has read the secret keeps it, so one that has not is needed.
  noSecret: [
    { service: 'lambda', function: 'generate-token', error: 'restart', times: 1 },
    { service: 'secretsmanager', error: 'InternalServiceError', times: 20 },
  ],
  storeDown: [{ service: 'dynamodb', error: 'InternalServerError', times: 40 }],
  crash: [{ service: 'lambda', function: 'generate-token', error: 'crash', times: 1 }],
  slowStep: [{ service: 'lambda', function: 'persist-token', delay_ms: 4_000, times: 1 }],
};

export const PRESET_NAMES = Object.keys(PRESETS) as readonly PresetName[];
