/**
 * The key that receipts are signed with; it exists only where `receipts` is on.
 *
 * A key of its own, because KMS keys either encrypt or sign. It does not rotate: AWS rotates symmetric
 * keys only. https://docs.aws.amazon.com/kms/latest/developerguide/rotate-keys.html
 */
import type { RemovalPolicy } from 'aws-cdk-lib';
import { PolicyDocument } from 'aws-cdk-lib/aws-iam';
import { Key, KeySpec, KeyUsage } from 'aws-cdk-lib/aws-kms';
import type { Construct } from 'constructs';
import { accountStatement } from './key-policy.ts';

export class ReceiptKey extends Key {
  constructor(scope: Construct, id: string, props: { removalPolicy: RemovalPolicy }) {
    super(scope, id, {
      description: 'Token Courier: signs receipts of verifications',
      keySpec: KeySpec.ECC_NIST_P256,
      keyUsage: KeyUsage.SIGN_VERIFY,
      removalPolicy: props.removalPolicy,
      policy: new PolicyDocument({ statements: [accountStatement(['kms:GetPublicKey', 'kms:Sign'])] }),
    });
  }
}
