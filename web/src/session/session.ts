/**
 * Who is signed in. The access token lives in this closure and nowhere else: a reload forgets it.
 */
import type { PageConfig } from '../../../handlers/contract/api.ts';
import {
  beginSignIn,
  completeSignIn,
  type Grant,
  SignInFailed,
  type SignInFailureReason,
  signOutUrl,
} from './authorization.ts';

export type SessionState =
  | { readonly status: 'signed_out'; readonly failure?: SignInFailureReason }
  | ({ readonly status: 'signed_in' } & Person)
  /** The API refused the access token; the page keeps what it shows. */
  | ({ readonly status: 'expired' } & Person);

interface Person {
  readonly user: string;
  /** What the access token allows, or allowed. */
  readonly scopes: ReadonlySet<string>;
}

export interface Session {
  readonly state: () => SessionState;
  readonly subscribe: (listener: () => void) => () => void;
  readonly accessToken: () => string | undefined;
  readonly expire: () => void;
  readonly signIn: () => Promise<void>;
  readonly signOut: () => void;
}

/** Opens the session that the issuer's answer stands for, or a signed-out one. */
export async function openSession(
  config: PageConfig,
  callback: URLSearchParams | undefined,
): Promise<Session> {
  if (callback === undefined) {
    return createSession(config, { status: 'signed_out' });
  }
  try {
    const grant = await completeSignIn(config, callback);
    return createSession(config, { status: 'signed_in', user: grant.user, scopes: grant.scopes }, grant);
  } catch (error) {
    if (error instanceof SignInFailed) {
      return createSession(config, { status: 'signed_out', failure: error.reason });
    }
    throw error;
  }
}

function createSession(config: PageConfig, initial: SessionState, grant?: Grant): Session {
  const listeners = new Set<() => void>();
  let state = initial;
  let accessToken = grant?.accessToken;

  function become(next: SessionState): void {
    state = next;
    accessToken = undefined;
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
    signIn: () => beginSignIn(config),
    signOut() {
      become({ status: 'signed_out' });
      location.assign(signOutUrl(config));
    },
  };
}
