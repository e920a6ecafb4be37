/** Polls while a component is there, the page can be seen, and the caller wants it. */
import { useEffect, useRef } from 'react';
import { startPolling } from './start-polling.ts';

export function usePolling(poll: () => unknown, everyMs: number, wanted: boolean): void {
  const latest = useRef(poll);
  useEffect(() => {
    latest.current = poll;
  });
  useEffect(
    () => (wanted ? startPolling(document, () => void latest.current(), everyMs) : undefined),
    [everyMs, wanted],
  );
}
