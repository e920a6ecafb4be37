/**
 * What an access token allows, read from its own `scope` claim (RFC 9068 section 2.2.3).
 *
 * The API decides; the console reads the claim so that it does not offer what the API would refuse.
 */

/** The token's scopes, or the requested ones if the token is not a JWT (RFC 6749 section 5.1). */
export function grantedScopes(accessToken: string, asked: string): ReadonlySet<string> {
  const claim = scopeClaim(accessToken);
  return new Set((claim ?? asked).split(' ').filter(Boolean));
}

function scopeClaim(accessToken: string): string | undefined {
  const [, payload] = accessToken.split('.');
  if (payload === undefined) {
    return undefined;
  }
  try {
    const base64 = payload.replaceAll('-', '+').replaceAll('_', '/');
    const { scope } = JSON.parse(atob(base64)) as { readonly scope?: unknown };
    return typeof scope === 'string' ? scope : undefined;
  } catch {
    return undefined;
  }
}
