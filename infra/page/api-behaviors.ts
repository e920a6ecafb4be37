/** The cache behaviors with which CloudFront forwards requests to the API. */
import type { BehaviorOptions, ResponseHeadersPolicy } from 'aws-cdk-lib/aws-cloudfront';
import {
  AllowedMethods,
  CachePolicy,
  OriginRequestPolicy,
  ViewerProtocolPolicy,
} from 'aws-cdk-lib/aws-cloudfront';
import type { HttpOriginProps } from 'aws-cdk-lib/aws-cloudfront-origins';
import { HttpOrigin } from 'aws-cdk-lib/aws-cloudfront-origins';
import { EDGE_PROOF_HEADER } from '../api/firewall/rate-rules.ts';
import { STAGE_NAME } from '../api/rest-api.ts';

/** RFC 8615 defines `/.well-known/`; the file name is a convention. */
const KEYS_PATH = '/.well-known/jwks.json';

export interface ApiBehaviorProps {
  readonly apiHost: string;
  /** A header value that is sent with each request to the API, for the firewall in front of its stage. */
  readonly edgeProof: string;
  /** Whether the API publishes the keys that verify receipts. */
  readonly publishesKeys: boolean;
}

/** The behaviors by path pattern. */
export const apiBehaviors = (
  props: ApiBehaviorProps,
  headers: ResponseHeadersPolicy,
): Record<string, BehaviorOptions> => ({
  [`/${STAGE_NAME}/*`]: {
    origin: apiOrigin(props),
    viewerProtocolPolicy: ViewerProtocolPolicy.HTTPS_ONLY,
    allowedMethods: AllowedMethods.ALLOW_ALL,
    cachePolicy: CachePolicy.CACHING_DISABLED,
    originRequestPolicy: OriginRequestPolicy.ALL_VIEWER_EXCEPT_HOST_HEADER,
    responseHeadersPolicy: headers,
  },
  ...(props.publishesKeys && { [KEYS_PATH]: publishedKeys(props, headers) }),
});

/**
 * The API's only path that is not below the stage's name. It is cached for as long as its Cache-Control says.
 */
const publishedKeys = (props: ApiBehaviorProps, headers: ResponseHeadersPolicy): BehaviorOptions => ({
  origin: apiOrigin(props, { originPath: `/${STAGE_NAME}` }),
  viewerProtocolPolicy: ViewerProtocolPolicy.HTTPS_ONLY,
  cachePolicy: CachePolicy.CACHING_OPTIMIZED,
  responseHeadersPolicy: headers,
});

const apiOrigin = ({ apiHost, edgeProof }: ApiBehaviorProps, more: HttpOriginProps = {}): HttpOrigin =>
  new HttpOrigin(apiHost, { ...more, customHeaders: { [EDGE_PROOF_HEADER]: edgeProof } });
