/**
 * Opens the codes that Cognito encrypts for its custom senders, as AWS Encryption SDK messages.
 *
 * Cognito uses suite 0x0378, which does not commit to the data key, so the client has to allow it for decryption.
 * That is acceptable here: the policy of a `CognitoCodeKey` lets only Cognito encrypt, unless an administrator grants it
 * to others, and the encryption context, which KMS authenticates, names the user pool. A code of another pool with the same key is refused.
 * https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-lambda-custom-sender-triggers.html
 * https://docs.aws.amazon.com/encryption-sdk/latest/developer-guide/concepts.html#key-commitment
 */
import { buildClient, CommitmentPolicy, KmsKeyringNode } from '@aws-crypto/client-node';
import { KMS } from '@aws-sdk/client-kms';
import { CLIENT_SETTINGS, withoutErrorMessages } from '../client-settings.ts';

/** The member of the encryption context that names the user pool. */
const POOL_IN_CONTEXT = 'userpool-id';

/** Cognito encrypts the data key for one KMS key. */
const MOST_DATA_KEYS = 1;

/** The message is no code that Cognito encrypted for this user pool, or the key cannot be used, or KMS did not answer. */
export class CodeNotOpened extends Error {
  override readonly name = 'CodeNotOpened';
}

export const createCodeKms = (): KMS => withoutErrorMessages(new KMS(CLIENT_SETTINGS));

/**
 * @param keyArn of the user pool's key; an alias does not match what the message names
 * @throws CodeNotOpened from the returned function
 */
export function poolCodes(
  kms: KMS,
  keyArn: string,
): (encrypted: string, userPoolId: string) => Promise<string> {
  const { decrypt } = buildClient({
    commitmentPolicy: CommitmentPolicy.REQUIRE_ENCRYPT_ALLOW_DECRYPT,
    maxEncryptedDataKeys: MOST_DATA_KEYS,
  });
  const keyring = new KmsKeyringNode({ keyIds: [keyArn], clientProvider: () => kms });
  return async (encrypted, userPoolId) => {
    const { plaintext, messageHeader } = await open(() => decrypt(keyring, Buffer.from(encrypted, 'base64')));
    if (messageHeader.encryptionContext[POOL_IN_CONTEXT] !== userPoolId) {
      throw new CodeNotOpened('for another user pool');
    }
    return plaintext.toString('utf8');
  };
}

async function open<T>(decrypt: () => Promise<T>): Promise<T> {
  try {
    return await decrypt();
  } catch (error) {
    throw new CodeNotOpened('not decrypted', { cause: error });
  }
}
