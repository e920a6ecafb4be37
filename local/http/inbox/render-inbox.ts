/** The inbox page: the messages to people, newest first, with clickable links. */
import type { Message } from '../../aws/sns/message-store.ts';

const URL_IN_TEXT = /https?:\/\/[^\s<>"]+/g;
/** Punctuation that belongs to the sentence, not to the link. */
const TRAILING = /[.,;:!?)\]]+$/;

/** A complete HTML document; everything from messages is escaped. */
export function renderInbox(name: string, messages: readonly Message[]): string {
  const list =
    messages.length === 0
      ? '<p class="empty">Nothing has been sent yet. Messages to people appear here.</p>'
      : `<ol>${messages.map(renderMessage).join('')}</ol>`;
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Inbox – ${escapeHtml(name)}</title>
<link rel="stylesheet" href="/inbox/inbox.css">
<script src="/inbox/inbox.js" defer></script>
</head>
<body>
<header>
<h1>Inbox</h1>
<p>Messages sent by this local instance. <a href="/">Back to the console</a></p>
</header>
<main aria-live="polite">${list}</main>
</body>
</html>
`;
}

const KINDS: Readonly<Record<string, string>> = { sms: 'SMS', email: 'Email' };

/** Where the HTML part of a message is served. */
export const htmlPathOf = (id: string): string => `/inbox/html/${encodeURIComponent(id)}`;

function renderMessage({ id, at, channel, to, from, subject, body, html }: Message): string {
  const kind = KINDS[channel] ?? channel;
  const heading = subject === undefined ? '' : `<h2>${escapeHtml(subject)}</h2>`;
  const sender = from === undefined ? '' : `<p class="from">from ${escapeHtml(from)}</p>`;
  const frame =
    html === undefined
      ? ''
      : `<details><summary>HTML part</summary>
<iframe sandbox title="HTML part of the email to ${escapeHtml(to)}" src="${escapeHtml(htmlPathOf(id))}" loading="lazy"></iframe></details>`;
  return `<li>
<p class="meta"><span class="channel">${kind}</span> to <strong>${escapeHtml(to)}</strong>
<time datetime="${escapeHtml(at)}">${escapeHtml(at.replace('T', ' ').slice(0, 19))} UTC</time></p>
${heading}${sender}<p class="body" dir="auto">${linkify(body)}</p>${frame}
</li>`;
}

function linkify(text: string): string {
  let html = '';
  let last = 0;
  for (const match of text.matchAll(URL_IN_TEXT)) {
    const url = match[0].replace(TRAILING, '');
    html += escapeHtml(text.slice(last, match.index));
    html += `<a href="${escapeHtml(url)}" rel="noreferrer">${escapeHtml(url)}</a>`;
    last = match.index + url.length;
  }
  return html + escapeHtml(text.slice(last));
}

function escapeHtml(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;');
}
