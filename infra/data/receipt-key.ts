/**
 * The key that signs receipts; it exists only when `receipts` is on.
 *
 * A separate key, because a KMS key either encrypts or signs. It is not rotated: KMS rotates only symmetric
 * keys.
 * https://docs.aws.amazon.com/kms/latest/developerguide/rotate-keys.html
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
