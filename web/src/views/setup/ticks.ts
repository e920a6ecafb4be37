/** The steps that somebody ticked, which this browser remembers. */
const STORAGE_KEY = 'token-courier.setup-ticks';

export function readTicks(): readonly string[] {
  try {
    const stored: unknown = JSON.parse(localStorage.getItem(STORAGE_KEY) ?? '[]');
    return Array.isArray(stored) ? stored.filter((each): each is string => typeof each === 'string') : [];
  } catch {
    return [];
  }
}

export const saveTicks = (ticked: readonly string[]): void =>
  localStorage.setItem(STORAGE_KEY, JSON.stringify(ticked));
