/**
 * Where the service can be deployed: the regions that have every AWS service it uses.
 *
 * The source is AWS's published endpoints in botocore's data/endpoints.json (0e6e240, 2026-08-07). Every
 * region of the partition `aws` has API Gateway, Cognito user pools, DynamoDB, KMS, Lambda, Secrets Manager,
 * SNS, Step Functions, WAF and X-Ray. AWS End User Messaging (`sms-voice`), which sends the texts, is missing
 * in some. Add a new region here once it has all of these services.
 */

const WITH_EVERY_SERVICE = [
  ...['af-south-1', 'ap-east-2', 'ap-northeast-1', 'ap-northeast-2', 'ap-northeast-3', 'ap-south-1'],
  ...['ap-south-2', 'ap-southeast-1', 'ap-southeast-2', 'ap-southeast-3', 'ap-southeast-4', 'ap-southeast-6'],
  ...['ca-central-1', 'ca-west-1', 'eu-central-1', 'eu-central-2', 'eu-north-1', 'eu-south-1', 'eu-south-2'],
  ...['eu-west-1', 'eu-west-2', 'eu-west-3', 'il-central-1', 'me-central-1', 'me-south-1', 'mx-central-1'],
  ...['sa-east-1', 'us-east-1', 'us-east-2', 'us-west-1', 'us-west-2'],
];

/** What is missing, by the prefix of a region's name. */
const MISSING: Readonly<Record<string, string>> = {
  'ap-east-1': 'AWS End User Messaging, so SNS sends no texts',
  'ap-southeast-5': 'AWS End User Messaging, so SNS sends no texts',
  'ap-southeast-7': 'AWS End User Messaging, so SNS sends no texts',
  'cn-': 'Cognito user pools, and SNS sends no texts',
  'us-gov-': 'CloudFront',
  'us-iso': 'Cognito user pools and CloudFront',
};

/** Regions that have all else, and leave emails to SNS. */
const WITHOUT_SES = ['ap-east-2', 'ap-southeast-4', 'ap-southeast-6', 'eu-south-2', 'mx-central-1'];

export const hasSes = (region: string): boolean => !WITHOUT_SES.includes(region);

/** Why the service cannot be deployed to the region; undefined when it can. */
export function explainRegion(region: string): string | undefined {
  if (WITH_EVERY_SERVICE.includes(region)) {
    return undefined;
  }
  const missing = Object.entries(MISSING).find(([prefix]) => region.startsWith(prefix))?.[1];
  return missing === undefined
    ? `must be one of ${WITH_EVERY_SERVICE.join(', ')}`
    : `lacks a required service: ${region} has no ${missing}`;
}
