/** Serves the page of events and webhooks, and its script; its style is the inbox's. */
import { readFileSync } from 'node:fs';
import type { EventStore } from '../../aws/eventbridge/event-store.ts';
import type { AttemptStore } from '../../aws/outside/attempt-store.ts';
import type { QueueView } from '../../aws/sqs/queue-view.ts';
import type { GatewayAnswer } from '../api-gateway/gateway-message.ts';
import { ownPage } from '../own-page.ts';
import { renderEvents } from './render-events.ts';

interface Shown {
  readonly events: EventStore;
  readonly attempts: AttemptStore;
  readonly queues: QueueView;
}

/** undefined when the path is not of this page. */
export function serveEvents(
  path: string,
  name: string,
  { events, attempts, queues }: Shown,
): GatewayAnswer | undefined {
  switch (path) {
    case '/events':
      return ownPage(
        'text/html; charset=utf-8',
        renderEvents(name, {
          events: events.list(),
          attempts: attempts.list(),
          queues: queues.list(),
        }),
      );
    case '/events/events.js':
      return ownPage(
        'text/javascript; charset=utf-8',
        readFileSync(new URL('events.js', import.meta.url), 'utf8'),
      );
    default:
      return undefined;
  }
}
