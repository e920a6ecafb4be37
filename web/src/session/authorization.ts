/**
 * OAuth 2 authorization code with PKCE (RFC 7636), as a public client in the browser (RFC 9700 §2.1).
 *
 * The verifier and the state wait in sessionStorage while the browser is at the issuer, and are
 * removed before the code is exchanged. Tokens never reach storage: the refresh token, which Cognito always issues,
 * renews the access token until the page is left, and is then revoked.
 */
import * as oauth from 'oauth4webapi';
import type { PageConfig } from '../../../handlers/contract/page.ts';
import { grantedScopes } from './granted-scopes.ts';
import type { PendingSignIn } from './prepare-sign-in.ts';
import { PENDING_KEY, prepareSignIn, redirectUri, SCOPE } from './prepare-sign-in.ts';

/** Seconds. The ID token comes straight from the issuer, so only this computer's clock can be off. */
const CLOCK_TOLERANCE = 300;

/** What the issuer granted. */
export interface Grant {
  readonly accessToken: string;
  readonly refreshToken: string | undefined;
  /** The name to greet the person by. */
  readonly user: string;
  readonly scopes: ReadonlySet<string>;
  /** When the access token expires, in epoch milliseconds of this computer's clock. */
  readonly expiresAtMs: number;
}

export type SignInFailure =
  | { readonly reason: 'refused' | 'stale' | 'failed' }
  /** How far this computer's clock is off; negative when it is behind. */
  | { readonly reason: 'clock'; readonly aheadSeconds: number };

export class SignInFailed extends Error {
  override readonly name = 'SignInFailed';
  readonly failure: SignInFailure;

  constructor(failure: SignInFailure, options?: ErrorOptions) {
    super(failure.reason, options);
    this.failure = failure;
  }
}

/** Sends the browser to the issuer; `loginHint` is who signs in there, if known. */
export async function beginSignIn(config: PageConfig, loginHint?: string): Promise<void> {
  const { url, pending } = await prepareSignIn(config, location, loginHint);
  sessionStorage.setItem(PENDING_KEY, JSON.stringify(pending));
  location.assign(url);
}

/** Removes the issuer's answer from the address bar and returns it; undefined when there is none. */
export function takeCallback(): URLSearchParams | undefined {
  const parameters = new URLSearchParams(location.search);
  if (!parameters.has('state') || !(parameters.has('code') || parameters.has('error'))) {
    return undefined;
  }
  history.replaceState(null, '', location.pathname);
  return parameters;
}

/**
 * Exchanges the code in the issuer's answer for tokens.
 * @throws SignInFailed when the answer is a refusal, belongs to another tab, or is invalid.
 */
export async function completeSignIn(config: PageConfig, callback: URLSearchParams): Promise<Grant> {
  const pending = takePending();
  if (pending === undefined || pending.state !== callback.get('state')) {
    throw new SignInFailed({ reason: 'stale' });
  }
  history.replaceState(null, '', `${location.pathname}${pending.hash}`);
  if (callback.has('error')) {
    throw new SignInFailed({ reason: 'refused' });
  }
  try {
    return await exchangeCode(config, callback, pending);
  } catch (cause) {
    if (cause instanceof SignInFailed) {
      throw cause;
    }
    throw new SignInFailed(failureOfExchange(cause), { cause });
  }
}

/**
 * A new access token; its scopes follow the groups that the person is in by now.
 * @throws TypeError when the issuer cannot be reached; anything else means that it refuses
 */
export async function renewGrant(config: PageConfig, grant: Grant, refreshToken: string): Promise<Grant> {
  const { server, client, options } = issuerOf(config);
  const sent = oauth.refreshTokenGrantRequest(server, client, oauth.None(), refreshToken, options);
  const answer = await oauth.processRefreshTokenResponse(server, client, await sent);
  return {
    ...grant,
    ...accessIn(answer),
    refreshToken: answer.refresh_token ?? refreshToken,
  };
}

/** The URL that also ends the issuer's session. The return URL has one name in Cognito, another in OpenID. */
export function signOutUrl(config: PageConfig): URL {
  const url = new URL(config.end_session_endpoint);
  url.searchParams.set('client_id', config.client_id);
  url.searchParams.set('logout_uri', redirectUri(location.origin));
  url.searchParams.set('post_logout_redirect_uri', redirectUri(location.origin));
  return url;
}

/**
 * Revokes the refresh token, and with it the session's access tokens, which only Cognito itself then refuses.
 * Fire and forget: the request outlives the page.
 */
export function revoke(config: PageConfig, refreshToken: string): void {
  const body = new URLSearchParams({ token: refreshToken, client_id: config.client_id });
  void fetch(config.revocation_endpoint, { method: 'POST', body, keepalive: true }).catch(() => undefined);
}

/** The library's error holds the claims. The token was just issued, so its `iat` is the issuer's current time. */
function failureOfExchange(error: unknown): SignInFailure {
  if (!(error instanceof oauth.OperationProcessingError) || error.code !== oauth.JWT_TIMESTAMP_CHECK) {
    return { reason: 'failed' };
  }
  const { claims } = error.cause as { readonly claims?: { readonly iat?: unknown } };
  return typeof claims?.iat === 'number'
    ? { reason: 'clock', aheadSeconds: aheadOf(claims.iat) }
    : { reason: 'failed' };
}

/** How far this computer's clock is ahead of the issuer's, in seconds. */
const aheadOf = (issuedAt: number): number => Math.round(Date.now() / 1_000 - issuedAt);

async function exchangeCode(
  config: PageConfig,
  callback: URLSearchParams,
  pending: PendingSignIn,
): Promise<Grant> {
  const { server, client, options } = issuerOf(config);
  const validated = oauth.validateAuthResponse(server, client, callback, pending.state);
  const response = await oauth.authorizationCodeGrantRequest(
    server,
    client,
    oauth.None(),
    validated,
    redirectUri(location.origin),
    pending.codeVerifier,
    options,
  );
  const answer = await oauth.processAuthorizationCodeResponse(server, client, response, {
    requireIdToken: true,
  });
  const claims = oauth.getValidatedIdTokenClaims(answer);
  // The library detects a clock that is behind only through `nbf`, which Cognito's ID tokens do not have.
  if (claims && aheadOf(claims.iat) < -CLOCK_TOLERANCE) {
    throw new SignInFailed({ reason: 'clock', aheadSeconds: aheadOf(claims.iat) });
  }
  return {
    ...accessIn(answer),
    refreshToken: answer.refresh_token,
    user: nameIn(claims),
  };
}

/** As oauth4webapi represents the issuer and this client. */
function issuerOf(config: PageConfig) {
  const server: oauth.AuthorizationServer = { issuer: config.issuer, token_endpoint: config.token_endpoint };
  const client: oauth.Client = { client_id: config.client_id, [oauth.clockTolerance]: CLOCK_TOLERANCE };
  const options = { [oauth.allowInsecureRequests]: isOnThisMachine(config.token_endpoint) };
  return { server, client, options };
}

/** An answer without a lifetime (RFC 6749 section 5.1) is trusted until the API refuses its token. */
const accessIn = ({ access_token, scope, expires_in }: oauth.TokenEndpointResponse) => ({
  accessToken: access_token,
  scopes: grantedScopes(access_token, scope ?? SCOPE),
  expiresAtMs: expires_in === undefined ? Number.POSITIVE_INFINITY : Date.now() + expires_in * 1_000,
});

/** Cognito names people by `email` or `cognito:username`; every issuer has `sub`. */
function nameIn(claims: oauth.IDToken | undefined): string {
  const names = [claims?.email, claims?.['cognito:username'], claims?.sub];
  return names.find((name) => typeof name === 'string') ?? '';
}

function takePending(): PendingSignIn | undefined {
  const stored = sessionStorage.getItem(PENDING_KEY);
  sessionStorage.removeItem(PENDING_KEY);
  return stored === null ? undefined : (JSON.parse(stored) as PendingSignIn);
}

/** Plain HTTP is allowed only for the local issuer. */
const isOnThisMachine = (url: string): boolean => ['localhost', '127.0.0.1'].includes(new URL(url).hostname);
