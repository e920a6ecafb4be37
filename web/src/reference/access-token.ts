/**
 * The access token that "Try it out" sends. It is only in this module's memory: not in the URL, not in storage, and
 * not in what Swagger UI keeps and shows.
 */

/** Shown in place of the access token, as in the command that Swagger UI prints. */
const PLACEHOLDER = 'Bearer $ACCESS_TOKEN';

let accessToken: string | undefined;

/** The token endpoint refused the client, or could not be asked; the message is for people. */
export class NoAccessToken extends Error {
  override readonly name = 'NoAccessToken';
}

export function keepAccessToken(given: string): void {
  accessToken = given.trim().replace(/^Bearer\s+/i, '');
}

/**
 * Client credentials grant (RFC 6749 section 4.4), with the secret in the body: such a request needs no CORS
 * preflight, and Cognito answers it with `Access-Control-Allow-Origin: *`.
 * https://docs.aws.amazon.com/cognito/latest/developerguide/token-endpoint.html
 * @returns how many seconds the access token is valid
 * @throws NoAccessToken
 */
export async function requestAccessToken(
  tokenUrl: string,
  credentials: { readonly client_id: string; readonly client_secret: string },
): Promise<number> {
  const body = new URLSearchParams({ grant_type: 'client_credentials', ...credentials });
  const answer = await fetch(tokenUrl, { method: 'POST', body, cache: 'no-store' }).catch(
    (cause: unknown) => {
      throw new NoAccessToken(`${new URL(tokenUrl).host} did not answer.`, { cause });
    },
  );
  const { access_token, expires_in, error } = (await answer.json().catch(() => ({}))) as {
    readonly access_token?: string;
    readonly expires_in?: number;
    readonly error?: string;
  };
  if (access_token === undefined) {
    throw new NoAccessToken(`No access token: ${error ?? `HTTP ${answer.status}`}.`);
  }
  keepAccessToken(access_token);
  return expires_in ?? 0;
}

interface OutgoingRequest {
  headers: Record<string, string>;
  userFetch?: typeof fetch;
}

/** Adds the access token when the request leaves, so that Swagger UI only ever sees the placeholder. */
export function withAccessToken<Request extends OutgoingRequest>(request: Request): Request {
  const token = accessToken;
  if (token === undefined) {
    return request;
  }
  request.headers.Authorization = PLACEHOLDER;
  request.userFetch = (url, options) =>
    fetch(url, { ...options, headers: { ...request.headers, Authorization: `Bearer ${token}` } });
  return request;
}
