/** An answer of the pages that only this runtime has: the inbox, and the events. */
import type { GatewayAnswer } from './api-gateway/gateway-message.ts';

const PAGE_POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; frame-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
/** Shown in a frame of the inbox, without an origin, scripts, forms, links that open, or anything from elsewhere. */
const MESSAGE_POLICY =
  "sandbox; default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'self'";

const answer = (contentType: string, body: string, policy: string): GatewayAnswer => ({
  status: 200,
  headers: [
    ['Content-Type', contentType],
    ['Cache-Control', 'no-store'],
    ['Content-Security-Policy', policy],
    ['Referrer-Policy', 'no-referrer'],
    ['X-Content-Type-Options', 'nosniff'],
  ],
  body,
});

/** A page that nothing outside this machine may read, or a file of it. */
export const ownPage = (contentType: string, body: string): GatewayAnswer =>
  answer(contentType, body, PAGE_POLICY);

/** The HTML part of an email. */
export const messagePart = (html: string): GatewayAnswer =>
  answer('text/html; charset=utf-8', html, MESSAGE_POLICY);
