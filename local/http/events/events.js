/** Shows new events without a reload, and leaves the page alone while there are none. */
const REFRESH_MS = 2000;

const newestOf = (list) => `${list.length}:${list[0]?.id ?? ''}`;

let shown;

async function refresh() {
  const [events, webhooks] = await Promise.all(
    ['/_local/events', '/_local/webhooks'].map(async (path) => (await fetch(path)).json()),
  );
  const newest = `${newestOf(events)} ${newestOf(webhooks)}`;
  if (newest === shown) {
    return;
  }
  const isFirst = shown === undefined;
  shown = newest;
  if (isFirst && events.length + webhooks.length === document.querySelectorAll('main li').length) {
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

keepRefreshing();
