/** How long a request may take: what the stack sets, and what leases in the limits table are derived from. */

/** Seconds after which the whole state machine gives up; API Gateway's own limit is 29. */
export const MACHINE_TIMEOUT_SECONDS = 28;

/** Of an endpoint's function: well below API Gateway's limit, and longer than the slowest call with its retry. */
export const ENDPOINT_TIMEOUT_SECONDS = 10;

/** Of the function that notes delivery reports: one batch of log lines may hold thousands. */
export const REPORTS_TIMEOUT_SECONDS = 120;

/** How long after its start it begins with another report. One with an email takes 20 s if every call is slow. */
export const REPORTS_BEGIN_WITHIN_SECONDS = 90;

/** Of a function that starts the machine and waits for it: API Gateway's own limit. */
export const STARTER_TIMEOUT_SECONDS = 29;

/**
 * Seconds that Cognito waits for a trigger. It then calls again, three times in all.
 * https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pools-working-with-lambda-triggers.html
 */
export const TRIGGER_TIMEOUT_SECONDS = 5;
