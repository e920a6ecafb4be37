/** The region of CloudFront's web ACL, certificate and logs. */
export const EDGE_REGION = 'us-east-1';
