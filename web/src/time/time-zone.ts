/** In which zone the console shows times: the viewer's or UTC. The browser remembers a choice of UTC. */
import { useSyncExternalStore } from 'react';

export type ZoneChoice = 'local' | 'utc';

const STORAGE_KEY = 'token-courier.times-in-utc';
const listeners = new Set<() => void>();

export const chosenZone = (): ZoneChoice => (localStorage.getItem(STORAGE_KEY) === null ? 'local' : 'utc');

export function chooseZone(zone: ZoneChoice): void {
  if (zone === 'utc') {
    localStorage.setItem(STORAGE_KEY, '');
  } else {
    localStorage.removeItem(STORAGE_KEY);
  }
  for (const listener of listeners) {
    listener();
  }
}

/** The chosen zone, for components that show times. */
export const useZone = (): ZoneChoice => useSyncExternalStore(subscribe, chosenZone);

/** Also hears of a choice in another tab. */
function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  window.addEventListener('storage', listener);
  return () => {
    listeners.delete(listener);
    window.removeEventListener('storage', listener);
  };
}
