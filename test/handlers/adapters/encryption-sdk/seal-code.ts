/**
 * Encrypts a code as Cognito does, with the Encryption SDK's own encryptor: suite 0x0378 (AES-256-GCM, HKDF-SHA384,
 * ECDSA P-384, no key commitment), one data key by KMS, the user pool in the encryption context.
 * https://github.com/awslabs/aws-sdk-rust/issues/1250 has a message that Cognito made.
 */
import {
  AlgorithmSuiteIdentifier,
  buildClient,
  CommitmentPolicy,
  KmsKeyringNode,
} from '@aws-crypto/client-node';
import { KMS } from '@aws-sdk/client-kms';

interface Sealing {
  readonly keyArn: string;
  /** Undefined leaves it out of the context. */
  readonly userPoolId: string | undefined;
  readonly suiteId?: AlgorithmSuiteIdentifier;
}

export async function sealCode(
  code: string,
  {
    keyArn,
    userPoolId,
    suiteId = AlgorithmSuiteIdentifier.ALG_AES256_GCM_IV12_TAG16_HKDF_SHA384_ECDSA_P384,
  }: Sealing,
): Promise<string> {
  const kms = new KMS({ region: 'eu-central-1' });
  const keyring = new KmsKeyringNode({ generatorKeyId: keyArn, clientProvider: () => kms });
  const { encrypt } = buildClient(CommitmentPolicy.FORBID_ENCRYPT_ALLOW_DECRYPT);
  const { result } = await encrypt(keyring, code, {
    suiteId,
    encryptionContext: userPoolId === undefined ? {} : { 'userpool-id': userPoolId },
  });
  return result.toString('base64');
}
