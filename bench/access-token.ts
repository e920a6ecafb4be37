/** An access token from the local issuer, with every scope. */
export async function accessToken(issuerUrl: string): Promise<string> {
  const response = await fetch(`${issuerUrl}/oauth2/token`, {
    method: 'POST',
    headers: { authorization: `Basic ${btoa('local:local')}` },
    body: new URLSearchParams({ grant_type: 'client_credentials' }),
  });
  return ((await response.json()) as { access_token: string }).access_token;
}
