/** Serves the inbox page and its two files, with strict security headers. */
import { readFileSync } from 'node:fs';
import type { MessageStore } from '../../aws/sns/message-store.ts';
import type { GatewayAnswer, Pair } from '../api-gateway/gateway-message.ts';
import { renderInbox } from './render-inbox.ts';

const HEADERS: readonly Pair[] = [
  ['Cache-Control', 'no-store'],
  [
    'Content-Security-Policy',
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
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
      return undefined;
  }
}

function answer(contentType: string, body: string): GatewayAnswer {
  return { status: 200, headers: [['Content-Type', contentType], ...HEADERS], body };
}
