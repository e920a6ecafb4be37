/** The start of a sign-in, independent of the browser so that tests can start one too. */
import * as oauth from 'oauth4webapi';
import type { PageConfig } from '../../../handlers/contract/page.ts';
import { SCOPES } from '../../../handlers/contract/vocabulary.ts';

export const SCOPE = ['openid', ...Object.values(SCOPES)].join(' ');

export interface PendingSignIn {
  readonly state: string;
  readonly codeVerifier: string;
  /** The hash of the page that the user left, to return to it. */
  readonly hash: string;
}

/** The issuer's URL, and what must be kept until the browser returns. */
export async function prepareSignIn(
  config: PageConfig,
  { origin, hash }: { readonly origin: string; readonly hash: string },
  loginHint?: string,
): Promise<{ readonly url: URL; readonly pending: PendingSignIn }> {
  const pending: PendingSignIn = {
    state: oauth.generateRandomState(),
    codeVerifier: oauth.generateRandomCodeVerifier(),
    hash,
  };
  const url = new URL(config.authorization_endpoint);
  url.search = new URLSearchParams({
    response_type: 'code',
    client_id: config.client_id,
    redirect_uri: redirectUri(origin),
    scope: SCOPE,
    state: pending.state,
    code_challenge: await oauth.calculatePKCECodeChallenge(pending.codeVerifier),
    code_challenge_method: 'S256',
    ...(loginHint ? { login_hint: loginHint } : {}),
  }).toString();
  return { url, pending };
}

/** Exactly as registered with the issuer: the page's origin and a slash. */
export const redirectUri = (origin: string): string => `${origin}/`;

/** The key of a pending sign-in in sessionStorage. */
export const PENDING_KEY = 'token-courier.sign-in';
