/**
 * Notes in this tab's storage when somebody who is signed in last used the page, so that a reload can sign in again
 * and an idle session is not taken up. It is a time, and says nothing about who or what.
 */
const KEY = 'token-courier.seen';

/** Epoch milliseconds; undefined if nobody is signed in here. */
export function lastSeenMs(): number | undefined {
  const stored = sessionStorage.getItem(KEY);
  return stored === null ? undefined : Number(stored);
}

export const noteSeen = (atMs: number): void => sessionStorage.setItem(KEY, String(atMs));
export const forgetSeen = (): void => sessionStorage.removeItem(KEY);
