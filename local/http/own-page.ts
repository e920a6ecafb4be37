/** An answer of the pages that only this runtime has: the inbox, and the events. */
import type { GatewayAnswer, Pair } from './api-gateway/gateway-message.ts';

/** Of pages that nothing outside this machine may read. */
const HEADERS: readonly Pair[] = [
  ['Cache-Control', 'no-store'],
  [
    'Content-Security-Policy',
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; frame-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  ],
  ['Referrer-Policy', 'no-referrer'],
  ['X-Content-Type-Options', 'nosniff'],
];

export function ownPage(contentType: string, body: string): GatewayAnswer {
  return { status: 200, headers: [['Content-Type', contentType], ...HEADERS], body };
}

/**
 * Of the HTML part of an email, which is shown in a frame of the inbox: without an origin, scripts, forms, links that
 * open, or anything from elsewhere.
 */
const MESSAGE_HEADERS: readonly Pair[] = [
  ['Cache-Control', 'no-store'],
  [
    'Content-Security-Policy',
    "sandbox; default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'self'",
  ],
  ['Referrer-Policy', 'no-referrer'],
  ['X-Content-Type-Options', 'nosniff'],
];

export const messagePart = (html: string): GatewayAnswer => ({
  status: 200,
  headers: [['Content-Type', 'text/html; charset=utf-8'], ...MESSAGE_HEADERS],
  body: html,
});
