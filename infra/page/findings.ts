/** Accepted findings on the resources that serve the page, each with its reason. */
import { Stack } from 'aws-cdk-lib';
import type { Distribution } from 'aws-cdk-lib/aws-cloudfront';
import type { Bucket } from 'aws-cdk-lib/aws-s3';
import type { BucketDeployment } from 'aws-cdk-lib/aws-s3-deployment';
import type { Findings } from '../cdk/findings.ts';
import { acceptFindings, arnInFinding, ROLE_FINDINGS, sameFor } from '../cdk/findings.ts';

const BUCKET: Findings = {
  ...sameFor(
    ['AwsSolutions-S1', 'NIST.800.53.R5-S3BucketLoggingEnabled'],
    'Only CloudFront may read it, and its content is public: a log would show nothing useful.',
  ),
  ...sameFor(
    ['NIST.800.53.R5-S3BucketReplicationEnabled', 'NIST.800.53.R5-S3BucketVersioningEnabled'],
    'Every deployment builds and uploads the page again: there is nothing to restore.',
  ),
  'NIST.800.53.R5-S3DefaultEncryptionKMS': 'The page is public; a KMS key would protect nothing.',
};

const DISTRIBUTION: Findings = {
  'AwsSolutions-CFR1':
    'The owner decides where operators may be, and operators sign in with a second factor.',
  'AwsSolutions-CFR3': 'Logged by standard logging v2 (access-log.ts), which the rule does not look for.',
  'AwsSolutions-CFR4':
    "For CloudFront's own host name AWS fixes the minimum TLS version; pageDomain raises it.",
};

export function acceptPageFindings(bucket: Bucket, distribution: Distribution): void {
  acceptFindings(bucket, BUCKET);
  acceptFindings(distribution, DISTRIBUTION);
}

/** Accepts findings on CDK's function that uploads the page; all bucket deployments of a stack share it. */
export function acceptUploadFindings(deployment: BucketDeployment, bucket: Bucket): void {
  const uploader = deployment.handlerRole.node.scope;
  if (uploader === undefined) {
    return;
  }
  const { account, partition, region } = Stack.of(deployment);
  const assets = arnInFinding(deployment, `arn:${partition}:s3:::cdk-hnb659fds-assets-${account}-${region}`);
  const files = `<${Stack.of(bucket).getLogicalId(bucket.node.defaultChild as never)}.Arn>`;
  acceptFindings(uploader, {
    ...ROLE_FINDINGS,
    ...sameFor(
      ['AwsSolutions-L1', 'Serverless-LambdaLatestVersion'],
      "CDK's own function: the library sets its runtime.",
    ),
    ...sameFor(
      ['Serverless-LambdaDLQ', 'NIST.800.53.R5-LambdaDLQ', 'Serverless-LambdaTracing'],
      'CloudFormation calls it during a deployment, waits for its response and reports its failure.',
    ),
    ...sameFor(
      ['NIST.800.53.R5-LambdaConcurrency', 'NIST.800.53.R5-LambdaInsideVPC'],
      "CDK's own function, which runs only during deployments and copies from bucket to bucket.",
    ),
    'AwsSolutions-IAM4[Policy::arn:<AWS::Partition>:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole]':
      "CDK's own role for it, which may write logs.",
    ...sameFor(
      ['GetBucket*', 'GetObject*', 'List*', 'Abort*', 'DeleteObject*'].map(
        (action) => `AwsSolutions-IAM5[Action::s3:${action}]`,
      ),
      "With these, CDK lets it read its assets and write to the page's bucket.",
    ),
    ...sameFor(
      [`AwsSolutions-IAM5[Resource::${assets}/*]`, `AwsSolutions-IAM5[Resource::${files}/*]`],
      "The objects of two buckets: CDK's assets and the page.",
    ),
  });
}
