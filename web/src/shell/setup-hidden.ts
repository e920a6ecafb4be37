/** Whether the setup checklist is hidden from the navigation, which this browser remembers. */
import { useSyncExternalStore } from 'react';

const STORAGE_KEY = 'token-courier.setup-hidden';
const listeners = new Set<() => void>();

export const isSetupHidden = (): boolean => localStorage.getItem(STORAGE_KEY) !== null;

export function hideSetup(): void {
  localStorage.setItem(STORAGE_KEY, '');
  tell();
}

export function showSetup(): void {
  localStorage.removeItem(STORAGE_KEY);
  tell();
}

export const useSetupHidden = (): boolean => useSyncExternalStore(subscribe, isSetupHidden);

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

function tell(): void {
  for (const listener of listeners) {
    listener();
  }
}
