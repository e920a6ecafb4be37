/** AWS requires CloudFront's web ACL, certificate and log delivery to be in this region. */
export const EDGE_REGION = 'us-east-1';
