/**
 * Who is signed in. The tokens live in this closure and nowhere else: a reload forgets them, and leaving the page
 * revokes the refresh token.
 */
import type { PageConfig } from '../../../handlers/contract/page.ts';
import type { Grant, SignInFailure } from './authorization.ts';
import { beginSignIn, completeSignIn, revoke, SignInFailed, signOutUrl } from './authorization.ts';
import { forgetDrafts } from './drafts.ts';

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
  readonly accessToken: () => string | undefined;
  readonly expire: () => void;
  /** Default: the person who was signed in. */
  readonly signIn: (loginHint?: string) => Promise<void>;
  readonly signOut: (why?: 'idle') => void;
}

/** Keeps the reason for signing out across the redirect to the issuer and back. */
const WAS_IDLE = 'token-courier.was-idle';
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
    return createSession(config, { status: 'signed_out', ...(wasIdle ? { wasIdle } : {}) });
  }
  try {
    const grant = await completeSignIn(config, callback);
    return createSession(config, { status: 'signed_in', user: grant.user, scopes: grant.scopes }, grant);
  } catch (error) {
    if (error instanceof SignInFailed) {
      return createSession(config, { status: 'signed_out', failure: error.failure });
    }
    throw error;
  }
}

function createSession(config: PageConfig, initial: SessionState, grant?: Grant): Session {
  const listeners = new Set<() => void>();
  let state = initial;
  let accessToken = grant?.accessToken;
  let refreshToken = grant?.refreshToken;
  window.addEventListener('pagehide', endAtIssuer);
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
  }

  function endAtIssuer(): void {
    if (refreshToken !== undefined) {
      revoke(config, refreshToken);
      refreshToken = undefined;
    }
  }

  function become(next: SessionState): void {
    state = next;
    accessToken = undefined;
    endAtIssuer();
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
    accessToken: () => accessToken,
    expire() {
      if (state.status === 'signed_in') {
        become({ status: 'expired', user: state.user, scopes: state.scopes });
      }
    },
    signIn: (loginHint = state.status === 'signed_out' ? undefined : state.user) =>
      beginSignIn(config, loginHint),
    signOut(why) {
      if (why === 'idle') {
        sessionStorage.setItem(WAS_IDLE, '');
      }
      end();
      if (why !== 'idle') {
        tabs.postMessage('');
      }
      location.assign(signOutUrl(config));
    },
  };
}
