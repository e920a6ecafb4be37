/** Serves the inbox page and its two files, with strict security headers. */
import { readFileSync } from 'node:fs';
import type { MessageStore } from '../../aws/sns/message-store.ts';
import type { GatewayAnswer } from '../api-gateway/gateway-message.ts';
import { messagePart, ownPage } from '../own-page.ts';
import { htmlPathOf, renderInbox } from './render-inbox.ts';

const readOwn = (name: string): string => readFileSync(new URL(name, import.meta.url), 'utf8');

/** Undefined when the path does not belong to the inbox. */
export function serveInbox(path: string, name: string, messages: MessageStore): GatewayAnswer | undefined {
  switch (path) {
    case '/inbox':
      return ownPage('text/html; charset=utf-8', renderInbox(name, messages.list()));
    case '/inbox/inbox.css':
      return ownPage('text/css; charset=utf-8', readOwn('inbox.css'));
    case '/inbox/inbox.js':
      return ownPage('text/javascript; charset=utf-8', readOwn('inbox.js'));
    default:
      return serveMessage(path, messages);
  }
}

/** The HTML part of a message, by its id. */
function serveMessage(path: string, messages: MessageStore): GatewayAnswer | undefined {
  const html = messages.list().find(({ id }) => path === htmlPathOf(id))?.html;
  return html === undefined ? undefined : messagePart(html);
}
