/** How long a request may take: what the stack sets, and what leases in the limits table are derived from. */

/** Seconds after which the whole state machine gives up; API Gateway's own limit is 29. */
export const MACHINE_TIMEOUT_SECONDS = 28;

/** Of an endpoint's function: well below API Gateway's limit, and longer than the slowest call with its retry. */
export const ENDPOINT_TIMEOUT_SECONDS = 10;

/** Of a function that starts the machine and waits for it: API Gateway's own limit. */
export const STARTER_TIMEOUT_SECONDS = 29;
