/** What several systems show to people, as it is. */
import { fixedRetryAfterSeconds, PROBLEMS } from '../../contract/problems.ts';
import type { Refusal } from '../decision.ts';

/** After a fault, whichever part of the service it was in. */
export const NOT_SENT = 'The code could not be sent. Try again.';

/** Whoever types a number may see it, so it does not say whether its owner opted out, or complained. */
export const DESTINATION_REFUSED = 'No code is sent to this destination.';

/** Seconds; undefined where waiting does not help. */
export const waitFor = ({ code, retryAfterSeconds }: Refusal): number | undefined =>
  PROBLEMS[code].status < 500 ? (retryAfterSeconds ?? fixedRetryAfterSeconds(code)) : undefined;

/** `Try again in 71 seconds.` */
export const tryAgainIn = (seconds: number): string =>
  `Try again in ${seconds < 120 ? `${seconds} seconds` : `${Math.ceil(seconds / 60)} minutes`}.`;
