/** The security headers that CloudFront adds to what it serves. */
import { Duration } from 'aws-cdk-lib';
import { HeadersFrameOption, HeadersReferrerPolicy, ResponseHeadersPolicy } from 'aws-cdk-lib/aws-cloudfront';
import type { Construct } from 'constructs';

const TRANSPORT_SECURITY_AGE = Duration.days(730);

const OWN_HEADERS = {
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Permissions-Policy': 'camera=(), geolocation=(), microphone=()',
};

/** All but the content security policy, for answers to which no response headers policy applies. */
export const FIXED_HEADERS = {
  ...OWN_HEADERS,
  'Referrer-Policy': HeadersReferrerPolicy.NO_REFERRER,
  'Strict-Transport-Security': `max-age=${TRANSPORT_SECURITY_AGE.toSeconds()}; includeSubDomains`,
  'X-Content-Type-Options': 'nosniff',
  'X-Frame-Options': HeadersFrameOption.DENY,
} as const;

/** `signInUrl` is the only host that the page connects to besides its own origin. */
export function securityHeaders(scope: Construct, name: string, signInUrl: string): ResponseHeadersPolicy {
  const policy = [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self' data:",
    "font-src 'self'",
    `connect-src 'self' ${signInUrl}`,
    "base-uri 'none'",
    `form-action 'self' ${signInUrl}`,
    "frame-ancestors 'none'",
  ].join('; ');
  return new ResponseHeadersPolicy(scope, 'security-headers', {
    responseHeadersPolicyName: name,
    securityHeadersBehavior: {
      contentSecurityPolicy: { contentSecurityPolicy: policy, override: true },
      contentTypeOptions: { override: true },
      frameOptions: { frameOption: HeadersFrameOption.DENY, override: true },
      referrerPolicy: { referrerPolicy: HeadersReferrerPolicy.NO_REFERRER, override: true },
      strictTransportSecurity: {
        accessControlMaxAge: TRANSPORT_SECURITY_AGE,
        includeSubdomains: true,
        override: true,
      },
    },
    customHeadersBehavior: {
      customHeaders: Object.entries(OWN_HEADERS).map(([header, value]) => ({
        header,
        value,
        override: true,
      })),
    },
  });
}
