/** How long a request may take: what the stack sets, and what leases in the limits table are derived from. */

/** Seconds after which the whole state machine gives up; API Gateway's own limit is 29. */
export const MACHINE_TIMEOUT_SECONDS = 28;

/** Of an endpoint's function: well below API Gateway's limit, and longer than the slowest call with its retry. */
export const ENDPOINT_TIMEOUT_SECONDS = 10;

/**
 * Seconds that Cognito waits for a trigger. It then calls again, three times in all.
 * https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pools-working-with-lambda-triggers.html
 */
export const TRIGGER_TIMEOUT_SECONDS = 5;
