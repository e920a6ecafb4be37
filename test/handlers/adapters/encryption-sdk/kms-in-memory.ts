/**
 * A KMS with one symmetric key, in memory: like KMS, it authenticates the encryption context and refuses another one.
 * https://docs.aws.amazon.com/kms/latest/developerguide/encrypt_context.html
 */
import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { DecryptCommand, GenerateDataKeyCommand, KMSClient } from '@aws-sdk/client-kms';
import { mockClient } from 'aws-sdk-client-mock';

type Context = Readonly<Record<string, string>> | undefined;

const SECRET = randomBytes(32);
const canonical = (context: Context = {}) => Buffer.from(JSON.stringify(Object.entries(context).sort()));

function wrap(plaintext: Uint8Array, context: Context): Buffer {
  const nonce = randomBytes(12);
  const cipher = createCipheriv('aes-256-gcm', SECRET, nonce).setAAD(canonical(context));
  const sealed = Buffer.concat([cipher.update(plaintext), cipher.final()]);
  return Buffer.concat([nonce, cipher.getAuthTag(), sealed]);
}

function unwrap(blob: Uint8Array, context: Context): Buffer {
  const bytes = Buffer.from(blob);
  const decipher = createDecipheriv('aes-256-gcm', SECRET, bytes.subarray(0, 12)).setAAD(canonical(context));
  decipher.setAuthTag(bytes.subarray(12, 28));
  return Buffer.concat([decipher.update(bytes.subarray(28)), decipher.final()]);
}

/** Takes the place of every KMS client, and returns the mock. */
export function kmsInMemory() {
  const kms = mockClient(KMSClient);
  kms.on(GenerateDataKeyCommand).callsFake(({ KeyId, NumberOfBytes, EncryptionContext }) => {
    const Plaintext = randomBytes(NumberOfBytes);
    return { KeyId, Plaintext, CiphertextBlob: wrap(Plaintext, EncryptionContext) };
  });
  kms.on(DecryptCommand).callsFake(({ KeyId, CiphertextBlob, EncryptionContext }) => ({
    KeyId,
    Plaintext: unwrap(CiphertextBlob, EncryptionContext),
  }));
  return kms;
}
