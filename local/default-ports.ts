/**
 * The ports that `npm start` listens on by default; README, docs and the page's dev server name them too.
 *
 * Chosen to be free on a developer's machine: not the defaults of Next, Express, Rails, Vite, Angular,
 * LocalStack or Nomad, unassigned by IANA, and below the ephemeral range (from 32768).
 */
export const DEFAULT_PORTS = { page: 4650, issuer: 4651, aws: 4652 } as const;
