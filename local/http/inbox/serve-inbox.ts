/** Serves the inbox page and its two files, with strict security headers. */
import { readFileSync } from 'node:fs';
import type { MessageStore } from '../../aws/sns/message-store.ts';
import type { GatewayAnswer, Pair } from '../api-gateway/gateway-message.ts';
import { htmlPathOf, renderInbox } from './render-inbox.ts';

const HEADERS: readonly Pair[] = [
  ['Cache-Control', 'no-store'],
  [
    'Content-Security-Policy',
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; frame-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  ],
  ['Referrer-Policy', 'no-referrer'],
  ['X-Content-Type-Options', 'nosniff'],
];

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

const readOwn = (name: string): string => readFileSync(new URL(name, import.meta.url), 'utf8');

/** Undefined when the path does not belong to the inbox. */
export function serveInbox(path: string, name: string, messages: MessageStore): GatewayAnswer | undefined {
  switch (path) {
    case '/inbox':
      return answer('text/html; charset=utf-8', renderInbox(name, messages.list()));
    case '/inbox/inbox.css':
      return answer('text/css; charset=utf-8', readOwn('inbox.css'));
    case '/inbox/inbox.js':
      return answer('text/javascript; charset=utf-8', readOwn('inbox.js'));
    default:
      return serveMessage(path, messages);
  }
}

/** The HTML part of a message, by its id. */
function serveMessage(path: string, messages: MessageStore): GatewayAnswer | undefined {
  const html = messages.list().find(({ id }) => path === htmlPathOf(id))?.html;
  return html === undefined ? undefined : answer('text/html; charset=utf-8', html, MESSAGE_HEADERS);
}

function answer(contentType: string, body: string, headers = HEADERS): GatewayAnswer {
  return { status: 200, headers: [['Content-Type', contentType], ...headers], body };
}
