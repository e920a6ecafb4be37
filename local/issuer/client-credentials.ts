/** How a client says who it is at the token endpoint, RFC 6749 section 2.3.1. */

const BASIC = /^Basic\s+([A-Za-z0-9+/=]+)$/i;

export interface TokenRequest {
  readonly authorization: string | undefined;
  readonly form: URLSearchParams;
}

/** client_secret_basic goes before client_secret_post. */
export function readCredentials({ authorization, form }: TokenRequest): {
  id: string;
  secret: string | undefined;
} {
  const encoded = BASIC.exec(authorization ?? '')?.[1];
  if (encoded === undefined) {
    return { id: form.get('client_id') ?? '', secret: form.get('client_secret') ?? undefined };
  }
  const [id = '', ...secret] = Buffer.from(encoded, 'base64').toString('utf8').split(':');
  return { id: decode(id), secret: decode(secret.join(':')) };
}

/** RFC 6749 section 2.3.1: id and secret are form-encoded inside Basic. */
function decode(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '));
  } catch {
    return text;
  }
}
