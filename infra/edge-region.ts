/** Where AWS keeps what belongs to CloudFront: its web ACL, its certificate and its logs. */
export const EDGE_REGION = 'us-east-1';
