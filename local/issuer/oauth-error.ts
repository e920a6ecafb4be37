/** Errors of the token endpoint, RFC 6749 section 5.2. */

const UNAUTHORIZED = 401;
const BAD_REQUEST = 400;

export type OAuthErrorCode =
  | 'invalid_client'
  | 'invalid_grant'
  | 'invalid_request'
  | 'invalid_scope'
  | 'unauthorized_client'
  | 'unsupported_grant_type';

export class OAuthError extends Error {
  override readonly name = 'OAuthError';
  readonly code: OAuthErrorCode;

  constructor(code: OAuthErrorCode, description: string) {
    super(description);
    this.code = code;
  }

  get status(): number {
    return this.code === 'invalid_client' ? UNAUTHORIZED : BAD_REQUEST;
  }
}
