/**
 * What a run on one machine cannot know of AWS. Each number here is a choice, named in docs/cost.md.
 *
 * Emulators answer faster than services do, and share two cores with the functions. So the meter counts how
 * often a function waits, and takes the length of a wait from here.
 */

/**
 * How long one wait for a service takes, in milliseconds.
 *
 * - DynamoDB promises single-digit milliseconds: https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Introduction.html
 * - SNS, SES, Secrets Manager and the rest: not documented, an allowance.
 */
export const WAIT_MS: Readonly<Record<string, number>> = { dynamodb: 5, sns: 50, ses: 50 };
export const OTHER_WAIT_MS = 20;

/**
 * Lambda gives one vCPU for this much memory, and less for less.
 * https://docs.aws.amazon.com/lambda/latest/dg/configuration-memory.html
 */
export const ONE_CPU_MB = 1769;

/** Between two states, and for starting a function that is warm. An allowance. */
export const STATE_MS = 2;
export const INVOKE_MS = 10;

/**
 * Express executions are billed by 100 ms and by 64 MB; ours hold a few kilobytes.
 * https://aws.amazon.com/step-functions/pricing/
 */
export const EXECUTION_STEP_MS = 100;
export const EXECUTION_MB = 64;

/**
 * CloudWatch Logs counts 26 bytes for each event beside its message.
 * https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutLogEvents.html
 */
export const LOG_EVENT_BYTES = 26;

/** Logs are stored compressed, to about a sixth: an allowance. */
export const STORED_SHARE = 1 / 6;

/** TCP, TLS and HTTP framing of one answer on a connection that is kept: an allowance. */
export const FRAMING_BYTES = 150;

export const HOURS_A_MONTH = 730;

/** How often DynamoDB asks KMS again for the key of a table: after five minutes without a cached key.
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/encryption.howitworks.html */
export const TABLE_KEY_MINUTES = 5;
