/** The most instructive faults. Their titles, and what to watch for, are in strings.ts. */
import type { Fault } from '../../local/local-runtime.ts';
import type { text } from './strings.ts';

export type PresetName = keyof typeof text.presets;

/** Error codes as SNS names them: https://docs.aws.amazon.com/sns/latest/api/API_Publish.html#API_Publish_Errors */
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
  // Of the carrier, after SNS has accepted the text.
  lostText: [{ service: 'carrier', error: 'Lost', times: 1 }],
  refusedText: [{ service: 'carrier', error: 'PhoneUnreachable', times: 1 }],
  // A function caches the secret, so this needs one that has not read it yet.
  noSecret: [
    { service: 'lambda', function: 'generate-token', error: 'restart', times: 1 },
    { service: 'secretsmanager', error: 'InternalServiceError', times: 20 },
  ],
  storeDown: [{ service: 'dynamodb', error: 'InternalServerError', times: 40 }],
  crash: [{ service: 'lambda', function: 'generate-token', error: 'crash', times: 1 }],
  slowStep: [{ service: 'lambda', function: 'persist-token', delay_ms: 4_000, times: 1 }],
};

export const PRESET_NAMES = Object.keys(PRESETS) as readonly PresetName[];
