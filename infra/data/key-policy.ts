/**
 * What the key policies here have in common.
 *
 * They list actions instead of CDK's default `kms:*`: the account administers the key and lets IAM
 * policies grant its use, which is what the default does, by name.
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

/** Lets the account administer the key and grant `more` by IAM. */
export const accountStatement = (more: readonly string[]): PolicyStatement =>
  new PolicyStatement({
    sid: 'AccountAdministersKeyAndGrantsItsUseByIam',
    principals: [new AccountRootPrincipal()],
    actions: [...ADMINISTRATION, ...more],
    // In a key policy "*" is this key itself: there is no other way to write it.
    resources: ['*'],
  });
