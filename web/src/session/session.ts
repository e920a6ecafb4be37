/**
 * Who is signed in. The tokens live in this closure and nowhere else: a reload forgets them and asks the issuer
 * again, and leaving the page revokes the refresh token.
 */
import type { PageConfig } from '../../../handlers/contract/page.ts';
import { onArrival } from './arrival.ts';
import type { Grant, SignInFailure } from './authorization.ts';
import {
  beginSignIn,
  completeSignIn,
  renewGrant,
  revoke,
  SignInFailed,
  signOutUrl,
} from './authorization.ts';
import { forgetDrafts } from './drafts.ts';
import { forgetSeen, lastSeenMs, noteSeen } from './last-seen.ts';

export type SessionState =
  | { readonly status: 'signed_out'; readonly failure?: SignInFailure; readonly wasIdle?: true }
  | ({ readonly status: 'signed_in' } & Person)
  /** The API refused the access token; the page keeps what it shows. */
  | ({ readonly status: 'expired' } & Person);

interface Person {
  readonly user: string;
  /** The access token's scopes; after expiry, those it had. */
  readonly scopes: ReadonlySet<string>;
}

export interface Session {
  readonly state: () => SessionState;
  readonly subscribe: (listener: () => void) => () => void;
  /** A new one shortly before the old one expires. */
  readonly accessToken: () => Promise<string | undefined>;
  /** A new one in place of one that the API refused; undefined when the issuer gives none. */
  readonly renew: (refused: string) => Promise<string | undefined>;
  /** Somebody used the page at that time, in epoch milliseconds. */
  readonly seen: (atMs: number) => void;
  readonly expire: () => void;
  /** Default: the person who was signed in. */
  readonly signIn: (loginHint?: string) => Promise<void>;
  readonly signOut: (why?: 'idle') => void;
}

/** Keeps the reason for signing out across the redirect to the issuer and back. */
const WAS_IDLE = 'token-courier.was-idle';
/** Before an access token expires, so that no call is refused on the way. */
const RENEW_BEFORE_MS = 60_000;
/** The channel on which tabs of one browser announce a sign-out. */
const SIGNED_OUT = 'token-courier.signed-out';

/** Opens the session that the issuer's answer grants, or a signed-out one. */
export async function openSession(
  config: PageConfig,
  callback: URLSearchParams | undefined,
): Promise<Session> {
  const wasIdle = sessionStorage.getItem(WAS_IDLE) !== null;
  sessionStorage.removeItem(WAS_IDLE);
  if (callback === undefined) {
    await arrive(config, wasIdle);
    return createSession(config, { status: 'signed_out', ...(wasIdle ? { wasIdle } : {}) });
  }
  try {
    const grant = await completeSignIn(config, callback);
    noteSeen(Date.now());
    return createSession(config, { status: 'signed_in', user: grant.user, scopes: grant.scopes }, grant);
  } catch (error) {
    if (error instanceof SignInFailed) {
      return createSession(config, { status: 'signed_out', failure: error.failure });
    }
    throw error;
  }
}

/** Returns only if the page is to welcome the person; otherwise it is on its way to the issuer. */
async function arrive(config: PageConfig, wasIdle: boolean): Promise<void> {
  const arrival = onArrival({
    nowMs: Date.now(),
    seenMs: lastSeenMs(),
    idleTimeoutMs: config.idle_timeout * 1_000,
    hash: location.hash,
    wasIdle,
  });
  if (arrival === 'welcome') {
    return;
  }
  if (arrival === 'sign_in') {
    await beginSignIn(config);
  } else {
    endIdleSession(config);
  }
  await new Promise(() => undefined);
}

/** Ends the session at the issuer, and leaves a note of why for after the return. */
function endIdleSession(config: PageConfig): void {
  forgetSeen();
  forgetDrafts();
  sessionStorage.setItem(WAS_IDLE, '');
  location.assign(signOutUrl(config));
}

function createSession(config: PageConfig, initial: SessionState, grant?: Grant): Session {
  const listeners = new Set<() => void>();
  let state = initial;
  let granted = grant;
  let renewal: Promise<string | undefined> | undefined;
  window.addEventListener('pagehide', endAtIssuer);
  // The page that Back returns to, as it was left: its refresh token is revoked.
  window.addEventListener('pageshow', ({ persisted }) => persisted && location.reload());
  // Signing out applies to every tab of this browser. An idle tab says nothing about the others.
  const tabs = new BroadcastChannel(SIGNED_OUT);
  tabs.addEventListener('message', () => {
    if (state.status !== 'signed_out') {
      end();
    }
  });

  function end(): void {
    become({ status: 'signed_out' });
    forgetDrafts();
    forgetSeen();
  }

  function endAtIssuer(): void {
    if (granted?.refreshToken !== undefined) {
      revoke(config, granted.refreshToken);
      granted = { ...granted, refreshToken: undefined };
    }
  }

  /** Several calls at once share one renewal. */
  function renew(): Promise<string | undefined> {
    renewal ??= askForRenewal().finally(() => {
      renewal = undefined;
    });
    return renewal;
  }

  async function askForRenewal(): Promise<string | undefined> {
    const before = granted;
    if (before?.refreshToken === undefined) {
      return undefined;
    }
    const renewed = await renewGrant(config, before, before.refreshToken);
    // Whoever signed out in the meantime stays signed out.
    if (granted !== before || state.status !== 'signed_in') {
      revoke(config, renewed.refreshToken ?? before.refreshToken);
      return undefined;
    }
    granted = renewed;
    show({ ...state, scopes: renewed.scopes });
    return renewed.accessToken;
  }

  function become(next: SessionState): void {
    endAtIssuer();
    granted = undefined;
    show(next);
  }

  function show(next: SessionState): void {
    state = next;
    for (const listener of listeners) {
      listener();
    }
  }

  return {
    state: () => state,
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    async accessToken() {
      const isExpiring = granted !== undefined && granted.expiresAtMs - Date.now() < RENEW_BEFORE_MS;
      if (isExpiring) {
        // If that fails, the API decides about the old one.
        await renew().catch(() => undefined);
      }
      return granted?.accessToken;
    },
    renew: async (refused) =>
      granted !== undefined && granted.accessToken !== refused ? granted.accessToken : renew(),
    seen: noteSeen,
    expire() {
      if (state.status === 'signed_in') {
        become({ status: 'expired', user: state.user, scopes: state.scopes });
      }
    },
    signIn: (loginHint = state.status === 'signed_out' ? undefined : state.user) =>
      beginSignIn(config, loginHint),
    signOut(why) {
      end();
      if (why === 'idle') {
        endIdleSession(config);
      } else {
        tabs.postMessage('');
        location.assign(signOutUrl(config));
      }
    },
  };
}
