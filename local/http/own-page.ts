/** An answer of the pages that only this runtime has: the inbox, and the events. */
import type { GatewayAnswer, Pair } from './api-gateway/gateway-message.ts';

/** Of pages that nothing outside this machine may read. */
const HEADERS: readonly Pair[] = [
  ['Cache-Control', 'no-store'],
  [
    'Content-Security-Policy',
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  ],
  ['Referrer-Policy', 'no-referrer'],
  ['X-Content-Type-Options', 'nosniff'],
];

export function ownPage(contentType: string, body: string): GatewayAnswer {
  return { status: 200, headers: [['Content-Type', contentType], ...HEADERS], body };
}
