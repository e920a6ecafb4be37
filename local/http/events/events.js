/** Shows new events without a reload, and leaves the page alone while there are none. */
const REFRESH_MS = 2000;

const newestOf = (list) => `${list.length}:${list[0]?.id ?? ''}`;

let shown;

async function refresh() {
  const [events, webhooks, queues] = await Promise.all(
    ['/_local/events', '/_local/webhooks', '/_local/queues'].map(async (path) => (await fetch(path)).json()),
  );
  const waiting = queues.flatMap(({ messages }) => messages);
  const newest = `${newestOf(events)} ${newestOf(webhooks)} ${JSON.stringify(waiting)}`;
  if (newest === shown) {
    return;
  }
  const isFirst = shown === undefined;
  shown = newest;
  if (
    isFirst &&
    events.length + webhooks.length + waiting.length === document.querySelectorAll('main li').length
  ) {
    return;
  }
  const page = new DOMParser().parseFromString(await (await fetch('/events')).text(), 'text/html');
  document.querySelector('main').replaceChildren(...page.querySelector('main').childNodes);
}

const keepRefreshing = () => {
  refresh()
    .catch(() => undefined)
    .finally(() => setTimeout(keepRefreshing, REFRESH_MS));
};

document.querySelector('#hurry').addEventListener('click', () => {
  const headers = { 'content-type': 'application/json' };
  fetch('/_local/queues/hurry', { method: 'POST', headers, body: '{}' }).catch(() => undefined);
});
keepRefreshing();
