/**
 * Access tokens by client credentials (RFC 6749 section 4.4), kept until shortly before they expire: a warm function
 * asks for one an hour.
 */
import * as z from 'zod/mini';
import type { Clock } from '../../domain/clock.ts';

/** An access token is replaced this long before it expires. */
const SPARE_MS = 60_000;

const tokenAnswer = z.object({ access_token: z.string(), expires_in: z.number() });

export interface Credentials {
  readonly api_url: string;
  readonly token_url: string;
  readonly client_id: string;
  readonly client_secret: string;
}

/** The issuer does not accept the credentials. */
export class AccessTokenRefused extends Error {
  override readonly name = 'AccessTokenRefused';
}

/** The issuer did not answer, failed, or answered with something other than an access token. */
export class AccessTokenUnavailable extends Error {
  override readonly name = 'AccessTokenUnavailable';
}

/** RFC 6749 section 5.2. Any other status says nothing about the credentials. */
const REFUSALS = [400, 401];

export interface AccessTokens {
  /** @throws AccessTokenRefused, AccessTokenUnavailable; without a URL, a header or a body in them */
  get(credentials: Credentials, signal: AbortSignal): Promise<string>;
  /** Drops the access token that the API did not accept. */
  drop(): void;
}

export function accessTokens(now: Clock): AccessTokens {
  let known: { readonly token: string; readonly untilMs: number } | undefined;
  return {
    async get(credentials, signal) {
      if (known === undefined || known.untilMs <= now()) {
        const { access_token, expires_in } = await ask(credentials, signal);
        known = { token: access_token, untilMs: now() + expires_in * 1000 - SPARE_MS };
      }
      return known.token;
    },
    drop() {
      known = undefined;
    },
  };
}

async function ask({ token_url, client_id, client_secret }: Credentials, signal: AbortSignal) {
  // Both parts are form-encoded first (RFC 6749 section 2.3.1).
  const credentials = btoa(`${encodeURIComponent(client_id)}:${encodeURIComponent(client_secret)}`);
  const answer = await fetch(token_url, {
    method: 'POST',
    headers: { authorization: `Basic ${credentials}` },
    body: new URLSearchParams({ grant_type: 'client_credentials' }),
    signal,
  }).catch(() => {
    throw new AccessTokenUnavailable('no answer');
  });
  if (REFUSALS.includes(answer.status)) {
    throw new AccessTokenRefused(`HTTP ${answer.status}`);
  }
  const { success, data } = tokenAnswer.safeParse(await answer.json().catch(() => undefined));
  if (!answer.ok || !success) {
    throw new AccessTokenUnavailable(`HTTP ${answer.status}`);
  }
  return data;
}
