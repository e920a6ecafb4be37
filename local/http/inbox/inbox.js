/** Shows new messages without a reload, and changes nothing while there are none. */
const REFRESH_MS = 2000;

const newestOf = (messages) => `${messages.length}:${messages[0]?.id ?? ''}`;

let shown;

async function refresh() {
  const messages = await (await fetch('/_local/messages')).json();
  const newest = newestOf(messages);
  if (newest === shown) {
    return;
  }
  const isFirst = shown === undefined;
  shown = newest;
  if (isFirst && messages.length === document.querySelectorAll('main li').length) {
    return;
  }
  const page = new DOMParser().parseFromString(await (await fetch('/inbox')).text(), 'text/html');
  document.querySelector('main').replaceChildren(...page.querySelector('main').childNodes);
}

const keepRefreshing = () => {
  refresh()
    .catch(() => undefined)
    .finally(() => setTimeout(keepRefreshing, REFRESH_MS));
};

keepRefreshing();
