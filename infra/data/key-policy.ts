/**
 * The statement that all key policies have in common.
 *
 * It lists actions where CDK's default is `kms:*`. Like the default, it lets the account administer the key,
 * and lets IAM policies grant its use.
 * https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-default.html
 */
import { AccountRootPrincipal, PolicyStatement } from 'aws-cdk-lib/aws-iam';

const ADMINISTRATION = [
  'kms:CancelKeyDeletion',
  'kms:CreateAlias',
  'kms:CreateGrant',
  'kms:DeleteAlias',
  'kms:DescribeKey',
  'kms:DisableKey',
  'kms:EnableKey',
  'kms:GetKeyPolicy',
  'kms:GetKeyRotationStatus',
  'kms:ListAliases',
  'kms:ListGrants',
  'kms:ListKeyPolicies',
  'kms:ListResourceTags',
  'kms:PutKeyPolicy',
  'kms:RetireGrant',
  'kms:RevokeGrant',
  'kms:ScheduleKeyDeletion',
  'kms:TagResource',
  'kms:UntagResource',
  'kms:UpdateAlias',
  'kms:UpdateKeyDescription',
];

/** What the account may do with a symmetric key that KMS rotates. */
export const ROTATION = [
  'kms:DisableKeyRotation',
  'kms:EnableKeyRotation',
  'kms:ListKeyRotations',
  'kms:RotateKeyOnDemand',
];

/** Lets the account administer the key, and grant the actions in `more` through IAM policies. */
export const accountStatement = (more: readonly string[]): PolicyStatement =>
  new PolicyStatement({
    sid: 'AccountAdministersKeyAndGrantsItsUseByIam',
    principals: [new AccountRootPrincipal()],
    actions: [...ADMINISTRATION, ...more],
    // In a key policy, "*" means this key; there is no other way to write it.
    resources: ['*'],
  });
