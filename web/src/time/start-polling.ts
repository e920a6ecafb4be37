/** Does something every few seconds while the page can be seen, and at once when it is seen again. */
import type { PageVisibility } from './ticker.ts';

/** Ends with the returned function. */
export function startPolling(page: PageVisibility, poll: () => void, everyMs: number): () => void {
  let timer: ReturnType<typeof setInterval> | undefined;

  function start(): void {
    timer = setInterval(poll, everyMs);
  }

  function follow(): void {
    clearInterval(timer);
    if (!page.hidden) {
      poll();
      start();
    }
  }

  if (!page.hidden) {
    start();
  }
  page.addEventListener('visibilitychange', follow);
  return () => {
    clearInterval(timer);
    page.removeEventListener('visibilitychange', follow);
  };
}
