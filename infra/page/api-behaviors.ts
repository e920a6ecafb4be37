/** What CloudFront forwards to the API, and how. */
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

/** RFC 8615 defines the folder; the file's name is a convention. */
const KEYS_PATH = '/.well-known/jwks.json';

export interface ApiBehaviorProps {
  readonly apiHost: string;
  /** Sent with each request to the API, for the firewall in front of its stage. */
  readonly edgeProof: string;
  /** Whether the API publishes the keys that receipts are checked by. */
  readonly publishesKeys: boolean;
}

/** By path pattern. */
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

/** The only path of the API that is not below the stage's name; cached as long as its answer says. */
const publishedKeys = (props: ApiBehaviorProps, headers: ResponseHeadersPolicy): BehaviorOptions => ({
  origin: apiOrigin(props, { originPath: `/${STAGE_NAME}` }),
  viewerProtocolPolicy: ViewerProtocolPolicy.HTTPS_ONLY,
  cachePolicy: CachePolicy.CACHING_OPTIMIZED,
  responseHeadersPolicy: headers,
});

const apiOrigin = ({ apiHost, edgeProof }: ApiBehaviorProps, more: HttpOriginProps = {}): HttpOrigin =>
  new HttpOrigin(apiHost, { ...more, customHeaders: { [EDGE_PROOF_HEADER]: edgeProof } });
