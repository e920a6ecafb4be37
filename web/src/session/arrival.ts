/** What to do for somebody who opens the page, or reloads it, without being on the way back from the issuer. */

export type Arrival =
  /** Straight to the issuer, which returns at once while its session lives. */
  | 'sign_in'
  /** The session that this tab had is idle, so it ends at the issuer too. */
  | 'end_idle_session'
  | 'welcome';

interface Circumstances {
  readonly nowMs: number;
  /** When the session of this tab was last used, if it had one. */
  readonly seenMs: number | undefined;
  readonly idleTimeoutMs: number;
  /** The hash of the URL. */
  readonly hash: string;
  /** Whether this is the return from signing out an idle session. */
  readonly wasIdle: boolean;
}

export function onArrival({ nowMs, seenMs, idleTimeoutMs, hash, wasIdle }: Circumstances): Arrival {
  if (seenMs !== undefined) {
    // Also for a time that is no number, or in the future.
    const idleMs = nowMs - seenMs;
    return idleMs >= 0 && idleMs < idleTimeoutMs ? 'sign_in' : 'end_idle_session';
  }
  // A link to a view: its reader wants to be there, and the welcome would only be one more click.
  return hash.startsWith('#/') && !wasIdle ? 'sign_in' : 'welcome';
}
