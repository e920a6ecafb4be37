/** The key that signs receipts, in KMS: the private half never leaves KMS, the public half is published. */
import type { JsonWebKey } from 'node:crypto';
import { createPublicKey } from 'node:crypto';
import { GetPublicKeyCommand, KMSClient, SignCommand } from '@aws-sdk/client-kms';
import { SigningUnavailable } from '../../domain/errors.ts';
import type { Signer } from '../../domain/verifying/signer.ts';
import { CLIENT_SETTINGS, withoutErrorMessages } from '../client-settings.ts';
import { isPassing, isServiceFault } from '../fault-kinds.ts';
import { derToConcatenated } from './ecdsa-signature.ts';

export const createKmsClient = (): KMSClient => withoutErrorMessages(new KMSClient(CLIENT_SETTINGS));

/**
 * Signs with the key.
 * KMS accepts messages of up to 4,096 bytes and hashes them itself; a receipt has fewer than 2,000.
 * https://docs.aws.amazon.com/kms/latest/APIReference/API_Sign.html
 */
export const kmsSigner = (client: KMSClient, keyId: string): Signer => ({
  keyId,
  async sign(message) {
    const command = new SignCommand({
      KeyId: keyId,
      Message: Buffer.from(message),
      MessageType: 'RAW',
      SigningAlgorithm: 'ECDSA_SHA_256',
    });
    const { Signature } = await onKey(() => client.send(command));
    if (Signature === undefined) {
      throw new SigningUnavailable();
    }
    return derToConcatenated(Signature);
  },
});

/**
 * Returns a function that reads the public half as a JWK (RFC 7517), once: it never changes.
 * @throws SigningUnavailable from the returned function
 */
export function kmsPublicKey(client: KMSClient, keyId: string): () => Promise<JsonWebKey> {
  let known: JsonWebKey | undefined;
  return async () => {
    known ??= await readPublicKey(client, keyId);
    return known;
  };
}

async function readPublicKey(client: KMSClient, keyId: string): Promise<JsonWebKey> {
  const { PublicKey } = await onKey(() => client.send(new GetPublicKeyCommand({ KeyId: keyId })));
  if (PublicKey === undefined) {
    throw new SigningUnavailable();
  }
  // KMS returns a SubjectPublicKeyInfo:
  // https://docs.aws.amazon.com/kms/latest/APIReference/API_GetPublicKey.html
  const key = createPublicKey({ key: Buffer.from(PublicKey), format: 'der', type: 'spki' });
  return { ...key.export({ format: 'jwk' }), kid: keyId, use: 'sig', alg: 'ES256' };
}

/** Any refusal counts, not just a transient fault: a disabled key signs nothing, whatever the reason. */
async function onKey<T>(call: () => Promise<T>): Promise<T> {
  try {
    return await call();
  } catch (error) {
    throw isPassing(error) || isServiceFault(error) ? new SigningUnavailable({ cause: error }) : error;
  }
}
