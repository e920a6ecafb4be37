/** The page of events: what was put on the buses, what was sent to hosts outside, and what waits in queues. */
import type { StoredEvent } from '../../aws/eventbridge/event-store.ts';
import type { Attempt } from '../../aws/outside/attempt-store.ts';
import type { ViewedQueue, WaitingMessage } from '../../aws/sqs/queue-view.ts';
import { escapeHtml } from '../escape-html.ts';

interface Shown {
  /** Newest first. */
  readonly events: readonly StoredEvent[];
  /** Newest first. */
  readonly attempts: readonly Attempt[];
  readonly queues: readonly ViewedQueue[];
}

/** A whole HTML document; everything from events is escaped. */
export function renderEvents(name: string, { events, attempts, queues }: Shown): string {
  const waiting = queues.filter(({ messages }) => messages.length > 0);
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Events – ${escapeHtml(name)}</title>
<link rel="stylesheet" href="/inbox/inbox.css">
<script src="/events/events.js" defer></script>
</head>
<body>
<header>
<h1>Events</h1>
<p>What this local instance put on EventBridge, the webhooks that it sent, and what waits to be sent again. <a href="/">Back to the console</a> · <a href="/inbox">Inbox</a></p>
<p><button type="button" id="hurry">Retry now</button></p>
</header>
<main aria-live="polite">
<section aria-labelledby="events">
<h2 id="events">Events</h2>
${listOf(events, renderEvent, 'No event has been put yet. Events are off unless the configuration has them on.')}
</section>
<section aria-labelledby="webhooks">
<h2 id="webhooks">Webhooks</h2>
${listOf(attempts, renderAttempt, 'Nothing has been sent yet. Every try to reach a receiver appears here.')}
</section>
<section aria-labelledby="queues">
<h2 id="queues">Queues</h2>
${waiting.length === 0 ? '<p class="empty">No message waits.</p>' : waiting.map(renderQueue).join('')}
</section>
</main>
</body>
</html>
`;
}

const listOf = <T>(items: readonly T[], render: (item: T) => string, none: string): string =>
  items.length === 0 ? `<p class="empty">${none}</p>` : `<ol>${items.map(render).join('')}</ol>`;

const renderEvent = (event: StoredEvent): string => `<li>
<p class="meta"><span class="channel">${escapeHtml(event['detail-type'])}</span>
${event.rules.length === 0 ? 'no rule matched' : `for ${event.rules.map(escapeHtml).join(', ')}`}
${renderTime(event.time)}</p>
<pre class="body">${escapeHtml(JSON.stringify(event.detail, undefined, 2))}</pre>
</li>`;

const renderAttempt = ({ at, method, url, headers, body, outcome, receiver }: Attempt): string => `<li>
<p class="meta"><span class="channel">${outcome}</span> ${escapeHtml(method)} <strong>${escapeHtml(url)}</strong>
${renderTime(at)}</p>
<p>${receiver === undefined ? 'Answered by this machine' : `Sent to ${escapeHtml(receiver)}`}</p>
<pre class="body">${escapeHtml(
  Object.entries(headers)
    .map(([header, value]) => `${header}: ${value}`)
    .join('\n'),
)}

${escapeHtml(body)}</pre>
</li>`;

const renderQueue = ({
  name,
  dead_letters_of,
  messages,
}: ViewedQueue): string => `<h3>${escapeHtml(name)}</h3>
${dead_letters_of.length === 0 ? '' : `<p>Dead letters of ${dead_letters_of.map(escapeHtml).join(', ')}</p>`}
<ol>${messages.map(renderMessage).join('')}</ol>`;

const renderMessage = (message: WaitingMessage): string => `<li>
<p class="meta">received ${message.receive_count === 1 ? 'once' : `${message.receive_count} times`},
can be received from ${renderTime(message.visible_at)}${renderAttributes(message)}</p>
<pre class="body">${escapeHtml(message.body)}</pre>
</li>`;

const renderAttributes = ({ attributes }: WaitingMessage): string =>
  Object.entries(attributes)
    .map(([name, value]) => `, ${escapeHtml(name)} ${escapeHtml(value)}`)
    .join('');

const renderTime = (at: string): string =>
  `<time datetime="${escapeHtml(at)}">${escapeHtml(at.replace('T', ' ').slice(0, 19))} UTC</time>`;
