/** Gets access tokens with client credentials (RFC 6749 section 4.4), as auth systems do. */
import { decodeJwt } from 'jose';
import type { Answer, HttpClient } from './http-client.ts';
import type { SmokeOptions } from './options.ts';
import { CheckFailed, described } from './outcome.ts';

type Credentials = Pick<SmokeOptions, 'tokenUrl' | 'clientId' | 'clientSecret'>;

/** The token endpoint's response. Without scopes, the client gets every scope that it may have. */
export function askForAccessToken(
  client: HttpClient,
  { tokenUrl, clientId, clientSecret }: Credentials,
  scopes: readonly string[] = [],
): Promise<Answer> {
  const form = new URLSearchParams({ grant_type: 'client_credentials' });
  if (scopes.length > 0) {
    form.set('scope', scopes.join(' '));
  }
  const credentials = `${encodeURIComponent(clientId)}:${encodeURIComponent(clientSecret)}`;
  return client.call('POST', tokenUrl, {
    body: form.toString(),
    headers: {
      Authorization: `Basic ${Buffer.from(credentials).toString('base64')}`,
      'Content-Type': 'application/x-www-form-urlencoded',
    },
    server: 'issuer',
    shows: ['access-token'],
  });
}

/** @throws {CheckFailed} when there is none */
export async function accessTokenFrom(asked: Promise<Answer>): Promise<string> {
  const answer = await asked;
  const token = answer.member('access_token');
  if (answer.status === 200 && typeof token === 'string') {
    return token;
  }
  const error = answer.member('error');
  const reason = typeof error === 'string' ? `, ${error}` : '';
  throw new CheckFailed(`${answer.request} returned no access token: ${described(answer)}${reason}`);
}

/** The scopes of an access token. @throws {CheckFailed} when it is not a JWT */
export function scopesOf(accessToken: string): ReadonlySet<string> {
  const { scope } = claimsOf(accessToken);
  return new Set(typeof scope === 'string' ? scope.split(' ') : []);
}

/**
 * The claims of an access token, not verified, so never to be trusted. @throws {CheckFailed} when it is not a
 * JWT
 */
export function claimsOf(accessToken: string): Readonly<Record<string, unknown>> {
  try {
    return decodeJwt(accessToken);
  } catch {
    throw new CheckFailed('the access token is not a JWT');
  }
}
