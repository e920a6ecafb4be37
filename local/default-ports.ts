/**
 * Where `npm start` listens unless it is told otherwise; README, docs and the page's dev server name these.
 *
 * Chosen to be free on a developer's machine: not what Next, Express, Rails, Vite, Angular, LocalStack or
 * Nomad take, unassigned by IANA, and below the ports that systems hand out by themselves (from 32768).
 */
export const DEFAULT_PORTS = { page: 4650, issuer: 4651, aws: 4652 } as const;
